import { describe, expect, it } from 'vitest';
import { compile, memoryHost, namedWeights, toOwnNames, writeSafetensors } from '../src/index.ts';

const host = memoryHost({
  'net.arch': 'network net { input x: [4] hidden: dense(3) -> relu() -> dense(2) }',
});

describe('a network with weights of a file', () => {
  const source = compile(host, 'net.arch');
  const fresh = source.network();
  const fileWith = (value: number) => {
    const weights = new Map(fresh.weights);
    weights.set('hidden.dense.bias', { shape: [3], data: new Float32Array([1, value, 3]) });
    return writeSafetensors(toOwnNames(namedWeights(fresh.graph), weights), { dtype: 'F32' });
  };

  it('warns of numbers that are none, by the name of the file', () => {
    const { warnings } = source.network({ weights: fileWith(Number.NaN), weightsName: 'last.safetensors' });
    expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^ARC6301 .*last\.safetensors.*hidden\.dense\.bias/),
    ]);
  });

  it('takes others as they are', () => {
    const net = source.network({ weights: fileWith(2) });
    expect(net.warnings).toEqual([]);
    expect([...(net.weights.get('hidden.dense.bias')?.data ?? [])]).toEqual([1, 2, 3]);
    expect(fresh.warnings).toEqual([]);
  });
});
