import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeValues } from '../../src/weights/dtype.ts';
import { readSafetensors, type TensorFile } from '../../src/weights/safetensors.ts';
import { writeSafetensors } from '../../src/weights/write-safetensors.ts';
import { fixture, fixturePath } from './networks.ts';

/** A file of a header as text, and so many bytes of data: 0, 1, 2, … */
function file(
  header: string,
  dataLength: number,
  headerLength = new TextEncoder().encode(header).length,
): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, headerLength % 2 ** 32, true);
  view.setUint32(4, Math.floor(headerLength / 2 ** 32), true);
  bytes.set(text, 8);
  for (let i = 0; i < dataLength; i++) bytes[8 + text.length + i] = i;
  return bytes;
}

const entry = (begin: number, end: number, dtype = 'F32', shape = [(end - begin) / 4]) =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

function good(bytes: Uint8Array): TensorFile {
  const read = readSafetensors(bytes, 'net.safetensors');
  if ('diagnostics' in read) throw new Error(read.diagnostics[0]?.message);
  return read.file;
}

function refused(bytes: Uint8Array): string {
  const read = readSafetensors(bytes, 'net.safetensors');
  if ('file' in read) return 'read';
  expect(read.diagnostics).toHaveLength(1);
  return `${read.diagnostics[0]?.code}: ${read.diagnostics[0]?.message}`;
}

describe('reading', () => {
  it('a file of the Python library', () => {
    const { tensors, metadata } = fixture('weights/sorted.safetensors');
    expect(metadata.size).toBe(0);
    expect(tensors.map(({ name }) => name).slice(0, 4)).toEqual([
      '1.num_batches_tracked',
      '4.num_batches_tracked',
      '0.bias',
      '0.weight',
    ]);
    expect(tensors[3]).toMatchObject({ dtype: 'F32', shape: [4, 1, 3, 3] });
  });

  it('keeps the order of the header, also of names that look like indices', () => {
    const names = ['b', '10', 'a"{,', '2', '__proto__', '\u00e9\u4e2d'];
    const fields = names.map((name, i) => `${JSON.stringify(name)} : ${entry(4 * i, 4 * i + 4)}`);
    expect(good(file(`{${fields.join(' , ')}}  `, 24)).tensors.map(({ name }) => name)).toEqual(names);
  });

  it('metadata, wherever it stands', () => {
    const header = `{"a":${entry(0, 4)},"__metadata__":{"format":"pt","10":"x"}}`;
    expect(Object.fromEntries(good(file(header, 4)).metadata)).toEqual({ format: 'pt', '10': 'x' });
  });

  it('scalars, empty tensors and an empty file', () => {
    const header = `{"a":${entry(0, 4, 'F32', [])},"b":${entry(4, 4, 'F32', [0, 9e12])}}`;
    const [a, b] = good(file(header, 4)).tensors;
    expect([a?.bytes.length, b?.bytes.length]).toEqual([4, 0]);
    expect(good(file('{}', 0)).tensors).toEqual([]);
  });

  it('a type it does not know, unless its values are wanted', () => {
    const [tensor] = good(file(`{"a":${entry(0, 3, 'F6_E2M3', [4])}}`, 3)).tensors;
    expect(tensor?.dtype).toBe('F6_E2M3');
    expect(decodeValues('F6_E2M3', new Uint8Array(3))).toBeUndefined();
  });
});

// torch.tensor([1.5, -0.1, 3e38]) as each type, `.view(torch.uint8)`.
describe('decoding', () => {
  const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  it.each([
    ['F32', '0000c03fcdccccbde6b1617f', [1.5, -0.1, 3e38]],
    ['F16', '003e66ae007c', [1.5, -0.0999755859375, Number.POSITIVE_INFINITY]],
    ['BF16', 'c03fcdbd627f', [1.5, -0.10009765625, 3.00405527e38]],
    ['F64', '000000000000f83f9a9999999999b9bf8af221bf3c36ec47', [1.5, -0.1, 3e38]],
  ])('%s, from any place in memory', (dtype, text, values) => {
    const bytes = hex(text);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    for (const each of [bytes, shifted.subarray(1), Buffer.from(shifted.buffer, 1)]) {
      const decoded = [...(decodeValues(dtype, each) ?? [])];
      expect(decoded).toHaveLength(values.length);
      decoded.forEach((value, i) => {
        const expected = values[i] ?? 0;
        if (Number.isFinite(expected)) expect(Math.abs(value / expected - 1)).toBeLessThan(1e-6);
        else expect(value).toBe(expected);
      });
    }
  });

  it('not integers', () => {
    expect(decodeValues('I64', new Uint8Array(8))).toBeUndefined();
  });
});

describe('broken files', () => {
  it.each([
    ['nothing', new Uint8Array(0), 'ARC6001'],
    ['seven bytes', new Uint8Array(7), 'ARC6001'],
    ['a picture', Uint8Array.from({ length: 400 }, (_, i) => (i * 89 + 137) % 256), 'ARC6001'],
    ['a huge header length', file('{}', 0, 2 ** 60), 'ARC6001'],
    ['a header longer than the file', file('{}', 0, 900), 'ARC6002'],
    ['a header that is not JSON', file('{"a": ', 0), 'ARC6001'],
    ['a header that is not UTF-8', Uint8Array.from([3, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff, 0x7d]), 'ARC6001'],
    ['a list for a header', file('[1]', 0), 'ARC6001'],
    ['a header nested for ever', file('['.repeat(300_000), 0), 'ARC6001'],
    ['a nested entry', file(`{"a":${'['.repeat(9999)}${']'.repeat(9999)}}`, 0), 'ARC6004'],
    ['a name twice', file(`{"a":${entry(0, 4)},"a":${entry(4, 8)}}`, 8), 'ARC6003'],
    ['an escaped name twice', file(`{"a":${entry(0, 4)},"\\u0061":${entry(4, 8)}}`, 8), 'ARC6003'],
    ['no dtype', file('{"a":{"shape":[1],"data_offsets":[0,4]}}', 4), 'ARC6004'],
    ['a number for an entry', file('{"a":7}', 0), 'ARC6004'],
    ['a negative size', file(`{"a":${entry(0, 4, 'F32', [-1])}}`, 4), 'ARC6004'],
    ['a size of a half', file(`{"a":${entry(0, 4, 'F32', [0.5, 2])}}`, 4), 'ARC6004'],
    ['a negative offset', file(`{"a":${entry(-4, 0, 'F32', [1])}}`, 4), 'ARC6004'],
    ['offsets the wrong way round', file(`{"a":${entry(4, 0, 'F32', [1])}}`, 4), 'ARC6004'],
    ['three offsets', file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}', 4), 'ARC6004'],
    ['a shape of more than its data', file(`{"a":${entry(0, 4, 'F32', [1e9, 1e9])}}`, 4), 'ARC6004'],
    ['data beyond the end', file(`{"a":${entry(0, 8)}}`, 4), 'ARC6002'],
    ['overlapping data', file(`{"a":${entry(0, 8)},"b":${entry(4, 12)}}`, 12), 'ARC6004'],
    ['a gap', file(`{"a":${entry(0, 4)},"b":${entry(8, 12)}}`, 12), 'ARC6004'],
    ['bytes behind the last tensor', file(`{"a":${entry(0, 4)}}`, 6), 'ARC6001'],
  ])('%s', (_, bytes, code) => {
    expect(refused(bytes)).toMatch(new RegExp(`^${code}: .*net\\.safetensors.*`));
  });

  it('say what is wrong', () => {
    expect(refused(file(`{"a":${entry(0, 8)},"b":${entry(4, 12)}}`, 12))).toBe(
      'ARC6004: the tensor `b` of `net.safetensors` is broken: its data begins at byte 4, inside that of `a`, which ends at 8',
    );
    expect(refused(file(`{"a":${entry(0, 4, 'F32', [2])}}`, 4))).toContain(
      'its shape [2] of F32 takes 8 bytes, and its data has 4',
    );
  });

  it('never throw, cut anywhere or with any byte changed', () => {
    const whole = new Uint8Array(readFileSync(fixturePath('golden/irblock_6_6_s1_e0.5_4x4.safetensors')));
    for (let length = 0; length < whole.length; length++) {
      expect(refused(whole.subarray(0, length))).toMatch(/^ARC600[12]/);
    }
    fc.assert(
      fc.property(fc.nat({ max: 1500 }), fc.nat({ max: 255 }), (at, value) => {
        const changed = whole.slice();
        changed[at] = value;
        refused(changed);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('writing', () => {
  const tensors = [
    { name: 'b', tensor: { shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) } },
    { name: '1', tensor: { shape: [], data: new Float32Array([-0.1]) } },
    { name: 'a"é', tensor: { shape: [0], data: new Float32Array(0) } },
  ];

  it('gives back what went in, in its order', () => {
    const metadata = new Map([
      ['z', 'last'],
      ['1', 'first'],
    ]);
    const read = good(writeSafetensors(tensors, { dtype: 'F32', metadata }));
    expect([...read.metadata].sort()).toEqual([...metadata].sort());
    expect(
      read.tensors.map(({ name, shape, dtype, bytes }) => ({
        name,
        tensor: { shape, data: decodeValues(dtype, bytes) },
      })),
    ).toEqual(tensors);
  });

  it('is byte for byte the format', () => {
    const tensor = { shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) };
    const bytes = writeSafetensors([{ name: 'bb', tensor }], { dtype: 'F16' });
    const header = '{"bb":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]}}';
    expect(header).toHaveLength(57);
    expect(Buffer.from(bytes).toString('latin1')).toBe(
      `\x40\0\0\0\0\0\0\0${header.padEnd(64)}\x00\x3c\x00\x40\x00\x42\x00\x44`,
    );
  });
});
