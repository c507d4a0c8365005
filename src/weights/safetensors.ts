import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { byteWidth } from './dtype.ts';
import { topLevelKeys } from './json-keys.ts';

/** A tensor as it lies in a file: its bytes are a view into the file's. */
export interface StoredTensor {
  readonly name: string;
  /** F32, F16, BF16, I64, …; perhaps one that cannot be decoded. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export interface TensorFile {
  /** As the user knows the file; for messages. */
  readonly path: string;
  /** In the order in which the header names them. */
  readonly tensors: readonly StoredTensor[];
  readonly metadata: ReadonlyMap<string, string>;
}

export type ReadFile = { readonly file: TensorFile } | { readonly diagnostics: readonly Diagnostic[] };

/** What the format's own library accepts; a longer header is not a header. */
const LONGEST_HEADER = 100_000_000;

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads a safetensors file: eight bytes of header length, a JSON header, the tensors' bytes. The bytes are not copied,
 * and nothing is allocated by a size that the file merely claims. A broken file gives one ARC60 diagnostic.
 */
export function readSafetensors(bytes: Uint8Array, path: string): ReadFile {
  const header = readHeader(bytes, path);
  if ('code' in header) return { diagnostics: [header] };

  const repeated = firstRepeated(header.names);
  if (repeated !== undefined)
    return { diagnostics: [diagnostic('ARC6003', undefined, { path, name: repeated })] };

  const entries: Entry[] = [];
  for (const name of header.names) {
    if (name === '__metadata__') continue;
    const entry = readEntry(name, header.values.get(name));
    if (typeof entry === 'string') {
      return { diagnostics: [diagnostic('ARC6004', undefined, { path, name, reason: entry })] };
    }
    entries.push(entry);
  }

  const data = bytes.subarray(header.end);
  const misplaced = findMisplaced(entries, data.length, path);
  if (misplaced) return { diagnostics: [misplaced] };

  const metadata = Object.entries(asObject(header.values.get('__metadata__')) ?? {});
  return {
    file: {
      path,
      tensors: entries.map(({ name, dtype, shape, begin, end }) => ({
        name,
        dtype,
        shape,
        bytes: data.subarray(begin, end),
      })),
      metadata: new Map(metadata.filter((pair): pair is [string, string] => typeof pair[1] === 'string')),
    },
  };
}

interface Header {
  readonly names: readonly string[];
  readonly values: ReadonlyMap<string, unknown>;
  /** Where the tensors' bytes begin. */
  readonly end: number;
}

function readHeader(bytes: Uint8Array, path: string): Header | Diagnostic {
  const refuse = (reason: string) =>
    diagnostic('ARC6001', undefined, { path, reason }, { help: ['give a file in the safetensors format'] });
  if (bytes.length < 8)
    return refuse(`it has ${bytes.length} bytes, and the length of the header alone takes 8`);
  const words = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = words.getUint32(4, true) * 2 ** 32 + words.getUint32(0, true);
  if (length > LONGEST_HEADER)
    return refuse(`its first 8 bytes, read as the length of the header, give ${length}`);
  if (length > bytes.length - 8) {
    return diagnostic(
      'ARC6002',
      undefined,
      { path, reason: `its header takes ${length} bytes, and ${bytes.length - 8} follow` },
      { help: ['the file may have been cut short on its way: fetch or copy it again'] },
    );
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(8, 8 + length),
    );
    const parsed = asObject(JSON.parse(text));
    if (!parsed) return refuse('its header is not a JSON object');
    return { names: topLevelKeys(text), values: new Map(Object.entries(parsed)), end: 8 + length };
  } catch {
    // Both decoders report by throwing; whatever they say, the header is not what the format asks for.
    return refuse('its header is not JSON text');
  }
}

function asObject(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** One tensor's line of the header, or what is wrong with it. */
function readEntry(name: string, value: unknown): Entry | string {
  const fields = new Map<string, unknown>(Object.entries(asObject(value) ?? {}));
  const dtype = fields.get('dtype');
  const shape: unknown = fields.get('shape');
  const offsets: unknown = fields.get('data_offsets');
  const [begin, end, third]: readonly unknown[] = Array.isArray(offsets) ? offsets : [];
  if (typeof dtype !== 'string') return 'it has no `dtype`';
  if (!Array.isArray(shape) || !shape.every(isCount)) return 'its `shape` is not a list of sizes';
  if (!isCount(begin) || !isCount(end) || third !== undefined)
    return 'its `data_offsets` are not two positions';
  const width = byteWidth(dtype);
  const size = shape.reduce((product, each) => product * each, 1);
  if (end < begin) return `its data ends at ${end}, before it begins at ${begin}`;
  if (width !== undefined && size * width !== end - begin) {
    return `its shape [${shape.join(', ')}] of ${dtype} takes ${size * width} bytes, and its data has ${end - begin}`;
  }
  return { name, dtype, shape, begin, end };
}

/** The format asks for tensors one after another, without gaps, from the header to the end of the file. */
function findMisplaced(entries: readonly Entry[], length: number, path: string): Diagnostic | undefined {
  const byPlace = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  const last = byPlace.reduce<Entry | undefined>(
    (far, each) => (far && far.end >= each.end ? far : each),
    undefined,
  );
  if (last && last.end > length) {
    return diagnostic(
      'ARC6002',
      undefined,
      { path, reason: `the data of \`${last.name}\` ends at byte ${last.end}, and the file holds ${length}` },
      { help: ['the file may have been cut short on its way: fetch or copy it again'] },
    );
  }
  let at = 0;
  let before = '';
  for (const { name, begin, end } of byPlace) {
    if (begin < at) {
      const reason = `its data begins at byte ${begin}, inside that of \`${before}\`, which ends at ${at}`;
      return diagnostic('ARC6004', undefined, { path, name, reason });
    }
    if (begin > at) {
      const reason = `its data begins at byte ${begin}, and bytes ${at} to ${begin} belong to no tensor`;
      return diagnostic('ARC6004', undefined, { path, name, reason });
    }
    at = end;
    before = name;
  }
  if (at === length) return undefined;
  const reason = `${length - at} bytes follow the data of the last tensor`;
  return diagnostic('ARC6001', undefined, { path, reason });
}
