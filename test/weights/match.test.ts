import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Graph } from '../../src/ir/graph.ts';
import { initialise } from '../../src/weights/initialise.ts';
import { type MatchOptions, matchWeights, toOwnNames } from '../../src/weights/match.ts';
import { namedWeights } from '../../src/weights/named.ts';
import { parseOrder } from '../../src/weights/order.ts';
import { readSafetensors, type TensorFile } from '../../src/weights/safetensors.ts';
import { writeSafetensors } from '../../src/weights/write-safetensors.ts';
import { builder, chain, fixture, irblock, matched } from './networks.ts';

/** A file of tensors of zeros, or of counting numbers. */
function fileOf(...tensors: readonly (readonly [name: string, ...shape: number[]])[]): TensorFile {
  const named = tensors.map(([name, ...shape]) => ({
    name,
    tensor: { shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i) },
  }));
  const read = readSafetensors(writeSafetensors(named, { dtype: 'F32' }), 'net.safetensors');
  if ('diagnostics' in read) throw new Error(read.diagnostics[0]?.message);
  return read.file;
}

function refusal(graph: Graph, file: TensorFile, options?: MatchOptions): Diagnostic {
  const result = matchWeights(namedWeights(graph), file, options);
  if ('values' in result) throw new Error('it matched');
  expect(result.diagnostics).toHaveLength(1);
  const [only] = result.diagnostics;
  if (!only) throw new Error('no diagnostic');
  return only;
}

const norm = (name: string, channels: number) =>
  (['weight', 'bias', 'running_mean', 'running_var'] as const).map(
    (suffix) => [`${name}.${suffix}`, channels] as const,
  );

/** conv 3→8, batch norm, conv 8→8, batch norm, conv 8→4 with bias. */
const network = chain(
  [8, 8, 3],
  ['stem.conv2d', 'conv2d', { filters: 8, bias: false }],
  ['stem.batch_norm', 'batch_norm'],
  ['body.conv2d', 'conv2d', { filters: 8, bias: false }],
  ['body.batch_norm', 'batch_norm'],
  ['head', 'conv2d', { filters: 4, kernel: 1 }],
);
const parts = {
  stem: [['z.0.weight', 8, 3, 3, 3], ...norm('z.1', 8)],
  body: [['y.0.weight', 8, 8, 3, 3], ...norm('y.1', 8)],
  head: [
    ['x.weight', 4, 8, 1, 1],
    ['x.bias', 4],
  ],
} satisfies Record<string, (readonly [string, ...number[]])[]>;
const fits = [...parts.stem, ...parts.body, ...parts.head];

describe('a file of ours', () => {
  const weights = namedWeights(network);
  const values = initialise(weights, 3);
  const rewritten = (names: readonly string[]) => {
    const tensors = toOwnNames(weights, values).filter(({ name }) => names.includes(name));
    const ordered = names.flatMap((name) => tensors.find((tensor) => tensor.name === name) ?? []);
    const read = readSafetensors(writeSafetensors(ordered, { dtype: 'F32' }), 'own.safetensors');
    return 'file' in read ? read.file : fileOf();
  };
  const paths = weights.map(({ path }) => path);

  it('is written in the order of the body and read back the same', () => {
    expect(toOwnNames(weights, values).map(({ name }) => name)).toEqual(paths);
    expect(matched(network, rewritten(paths))).toEqual(values);
  });

  it('is matched by name, in whatever order', () => {
    expect(new Map([...matched(network, rewritten([...paths].sort()))])).toEqual(values);
    expect(matched(network, rewritten([...paths].reverse()))).toEqual(values);
  });

  it('is told by name what it lacks, has too much, or has of another shape', () => {
    const wider = chain(
      [8, 8, 3],
      ['stem.conv2d', 'conv2d', { filters: 9, bias: false }],
      ['tail', 'dense', { units: 2 }],
    );
    const found = refusal(wider, rewritten(['stem.conv2d.kernel', 'head.bias']));
    expect(found.code).toBe('ARC6101');
    expect(found.message).toBe(
      '`own.safetensors` does not fit the network: 1 weight has another shape, 2 weights have no tensor, 1 tensor is left over',
    );
    expect(found.notes).toEqual([
      '`stem.conv2d.kernel` is [3, 3, 3, 9]; `stem.conv2d.kernel` is [3, 3, 3, 8]',
      'no tensor for `tail.kernel` [9, 2]',
      'no tensor for `tail.bias` [2]',
      'no weight for `head.bias` [4]',
    ]);
    expect(found.primary?.text).toBe('`stem.conv2d.kernel` is [3, 3, 3, 9]');
  });
});

describe('a PyTorch state dict', () => {
  it('fits by order, module by module, whatever the order inside a module', () => {
    const values = matched(network, fileOf(...fits));
    expect([...values.keys()]).toEqual(namedWeights(network).map(({ path }) => path));
    const swapped = [
      ...parts.stem.slice(0, 1),
      ...parts.stem.slice(1).reverse(),
      ...parts.body,
      ...parts.head,
    ];
    expect(matched(network, fileOf(...swapped))).toEqual(values);
  });

  it('drops num_batches_tracked, of whatever type', () => {
    expect(
      matched(network, fileOf(...fits.slice(0, 5), ['z.1.num_batches_tracked'], ...fits.slice(5))).size,
    ).toBe(12);
  });

  it('may have a name of ours by chance', () => {
    const renamed = fits.map(([name, ...shape]) => [name.replace('x.', 'head.'), ...shape] as const);
    expect(matched(network, fileOf(...renamed)).size).toBe(12);
  });

  it('moves axes: [out, in, h, w] to [h, w, in, out]', () => {
    const graph = chain([4, 4, 2], ['a', 'conv2d', { filters: 3, kernel: [1, 2], bias: false }]);
    // torch.arange(12).reshape(3, 2, 1, 2).permute(2, 3, 1, 0).flatten()
    const expected = [0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11];
    const values = matched(graph, fileOf(['a.weight', 3, 2, 1, 2]));
    expect([...(values.get('a.kernel')?.data ?? [])]).toEqual(expected);
    expect(values.get('a.kernel')?.shape).toEqual([1, 2, 2, 3]);
  });

  it('does not take a 1x7 kernel for a 7x1 one', () => {
    const graph = chain([9, 9, 2], ['a', 'conv2d', { filters: 3, kernel: [7, 1], bias: false }]);
    expect(refusal(graph, fileOf(['a.weight', 3, 2, 1, 7])).notes).toEqual([
      '`a.kernel` is [7, 1, 2, 3], [3, 2, 7, 1] in PyTorch; `a.weight` is [3, 2, 1, 7]',
    ]);
  });

  it('selects by prefix', () => {
    const file = fixture('golden/irblock_6_6_s1_e0.5_4x4.safetensors');
    expect(matched(irblock(6, 6, 1, 0.5, [4, 4]), file, { prefix: 'w/' }).size).toBe(15);
    expect(refusal(irblock(6, 6, 1, 0.5, [4, 4]), file, { prefix: 'model.' })).toMatchObject({
      code: 'ARC6106',
      message:
        'no tensor of `golden/irblock_6_6_s1_e0.5_4x4.safetensors` has a name that begins with `model.`',
    });
  });

  it('of a type without real numbers is refused', () => {
    const file = fileOf(...fits);
    const tensors = file.tensors.map((tensor) => ({
      ...tensor,
      dtype: tensor.name.startsWith('x') ? 'I32' : 'F32',
    }));
    expect(refusal(network, { ...file, tensors })).toMatchObject({
      code: 'ARC6005',
      message:
        '`net.safetensors` stores `x.weight` as I32 (and one more tensor like it); weights are read from F32, F16, BF16 and F64',
    });
  });
});

describe('behind a flatten', () => {
  // torch.arange(12).reshape(2, 3, 1, 2).permute(2, 3, 1, 0): two units over [c, h, w] = [3, 1, 2].
  const permuted = [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11];

  it('inputs of a dense layer are put in the order h, w, c', () => {
    const graph = chain(
      [1, 2, 3],
      ['f', 'flatten'],
      ['r', 'relu'],
      ['d', 'dense', { units: 2, bias: false }],
    );
    expect([...(matched(graph, fileOf(['d.weight', 2, 6])).get('d.kernel')?.data ?? [])]).toEqual(permuted);
  });

  it('also behind a reshape to a vector, and through layers that are only sometimes there', () => {
    const graph = chain(
      [1, 2, 3],
      ['r', 'reshape', { shape: [6] }],
      ['d', 'dropout', { rate: 0.5 }],
      ['s', 'scale', { factor: 2 }],
      ['h', 'dense', { units: 2, bias: false }],
    );
    expect([...(matched(graph, fileOf(['h.weight', 2, 6])).get('h.kernel')?.data ?? [])]).toEqual(permuted);
  });

  it('the outputs of a dense layer are in its own order again', () => {
    const graph = chain(
      [2, 2, 3],
      ['f', 'flatten'],
      ['d', 'dense', { units: 6 }],
      ['e', 'dense', { units: 2 }],
    );
    const [, , kernel] = namedWeights(graph);
    expect([kernel?.path, kernel?.inputOrder]).toEqual(['e.kernel', undefined]);
  });

  it('nothing moves where a map has one place or one channel', () => {
    for (const shape of [[1, 1, 6], [2, 3, 1], [6]]) {
      const [kernel] = namedWeights(chain(shape, ['f', 'flatten'], ['d', 'dense', { units: 2 }]));
      expect(kernel?.inputOrder).toBeUndefined();
    }
  });

  it('two flattened maps that are joined keep their own walks', () => {
    const { add, graph } = builder([2, 1, 2]);
    const left = add('l', 'flatten', {}, [0]);
    const plain = add('g', 'global_avg_pool', {}, [0]);
    const right = add('r', 'flatten', {}, [0]);
    add('c', 'concat', {}, [left, plain, right]);
    add('d', 'dense', { units: 1 });
    // numpy: for each map arange(4).reshape(c=2, h=2, w=1).transpose(1, 2, 0).ravel()
    expect([...(namedWeights(graph())[0]?.inputOrder ?? [])]).toEqual([0, 2, 1, 3, 4, 5, 6, 8, 7, 9]);
  });
});

describe('what does not fit', () => {
  it('one module of another shape', () => {
    const found = refusal(
      network,
      fileOf(...parts.stem, ...parts.body, ['x.weight', 9, 8, 1, 1], ['x.bias', 9]),
    );
    expect(found.message).toBe('`net.safetensors` does not fit the network: 2 weights have another shape');
    expect(found.notes).toEqual([
      '`head.kernel` is [1, 1, 8, 4], [4, 8, 1, 1] in PyTorch; `x.weight` is [9, 8, 1, 1]',
      '`head.bias` is [4]; `x.bias` is [9]',
    ]);
  });

  it('a module too many is reported as that module', () => {
    const extra = [['aux.weight', 8, 8, 5, 5], ...norm('aux_norm', 7)] as const;
    const found = refusal(network, fileOf(...parts.stem, ...extra, ...parts.body, ...parts.head));
    expect(found.message).toBe('`net.safetensors` does not fit the network: 5 tensors are left over');
    expect(found.notes).toEqual([
      'no weight for `aux.weight` [8, 8, 5, 5]',
      'no weight for `aux_norm.weight` [7]',
      'no weight for `aux_norm.bias` [7]',
      'no weight for `aux_norm.running_mean` [7]',
      'and 1 more left over',
    ]);
  });

  it('a module too few likewise', () => {
    const found = refusal(network, fileOf(...parts.stem.slice(0, 1), ...parts.body, ...parts.head));
    expect(found.message).toBe('`net.safetensors` does not fit the network: 4 weights have no tensor');
    expect(found.notes[0]).toMatch(/^no tensor for `(stem|body)\.batch_norm\.gamma` \[8\]$/);
  });

  it('a bias too many or too few', () => {
    expect(refusal(network, fileOf(...fits.slice(0, -1))).notes).toEqual(['no tensor for `head.bias` [4]']);
    expect(refusal(network, fileOf(...fits.slice(0, 1), ['z.0.bias', 8], ...fits.slice(1))).notes).toEqual([
      'no weight for `z.0.bias` [8]',
    ]);
  });

  it('an empty file', () => {
    expect(refusal(network, fileOf()).message).toContain('12 weights have no tensor');
  });

  it('points at the first layer in the source', () => {
    const found = refusal(network, fileOf(...parts.stem, ...parts.body));
    expect(found.primary).toMatchObject({
      text: '`head.kernel` is [1, 1, 8, 4]',
      span: { start: 0, end: 6 },
    });
  });
});

describe('the order of a file', () => {
  const sorted = [...fits].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const order = fits.map(([name]) => name);

  it('that sorted its names is not trusted', () => {
    expect(refusal(network, fileOf(...sorted))).toMatchObject({
      code: 'ARC6102',
      message:
        '`net.safetensors` lists its tensors sorted by name (`x.bias` to `z.1.weight`), so their order no longer says which belongs to which layer',
    });
    expect(refusal(network, fileOf(...sorted)).help[0]).toContain('--weights-order keys.txt');
  });

  const classifier = chain(
    [3, 2, 2],
    ['stem', 'conv2d', { filters: 4, groups: 2 }],
    ['norm', 'batch_norm'],
    ['slope', 'prelu'],
    ['flatten', 'flatten'],
    ['flat_norm', 'batch_norm'],
    ['head', 'dense', { units: 5 }],
  );

  it('nor one of the Python library, which sorts by type first', () => {
    const file = fixture('weights/sorted.safetensors');
    expect(refusal(classifier, file).code).toBe('ARC6102');
    const halves = file.tensors.map((tensor) =>
      tensor.name.startsWith('0')
        ? { ...tensor, dtype: 'F16', bytes: tensor.bytes.subarray(tensor.bytes.length / 2) }
        : tensor,
    );
    const byType = [...halves].sort((a, b) => (a.dtype < b.dtype ? 1 : a.dtype > b.dtype ? -1 : 0));
    expect(refusal(classifier, { ...file, tensors: byType }).code).toBe('ARC6102');
  });

  it('nor one whose header is shuffled but whose data is sorted', () => {
    const file = fileOf(...sorted);
    const shuffled = order.flatMap((name) => file.tensors.find((tensor) => tensor.name === name) ?? []);
    expect(refusal(network, { ...file, tensors: shuffled }).code).toBe('ARC6102');
  });

  it('can be given', () => {
    const keys =
      '0.weight 0.bias 1.weight 1.bias 1.running_mean 1.running_var 1.num_batches_tracked 2.weight';
    const more = '4.weight 4.bias 4.running_mean 4.running_var 4.num_batches_tracked 6.weight 6.bias';
    const text = `${`${keys} ${more}`.split(' ').join('\r\n')}\r\n\r\n`;
    const values = matched(classifier, fixture('weights/sorted.safetensors'), { order: parseOrder(text) });
    const listed = matched(classifier, fixture('weights/classifier.safetensors'), { prefix: 'w/' });
    expect(values).toEqual(listed);
  });

  it('does not matter where there is one module', () => {
    const graph = chain([4, 4, 2], ['a', 'conv2d', { filters: 3, kernel: 1 }]);
    expect(matched(graph, fileOf(['bias', 3], ['weight', 3, 2, 1, 1])).size).toBe(2);
  });

  it('names every tensor, once, and nothing else', () => {
    const file = fileOf(...sorted);
    const say = (names: readonly string[]) => {
      const { code, message } = refusal(network, file, { order: names });
      return `${code}: ${message}`;
    };
    expect(say([...order, 'x.wieght'])).toBe(
      'ARC6103: the order of weights names `x.wieght`, which `net.safetensors` does not have',
    );
    expect(refusal(network, file, { order: [...order, 'x.wieght'] }).help[0]).toContain('`x.weight`');
    expect(say(order.slice(2))).toBe(
      'ARC6104: the order of weights leaves out `z.0.weight` and `z.1.weight` of `net.safetensors`',
    );
    expect(say([...order, ...order.slice(0, 1)])).toBe(
      'ARC6105: the order of weights names `z.0.weight` more than once',
    );
  });
});
