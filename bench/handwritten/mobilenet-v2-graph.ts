// MobileNetV2 1.0 as the fastest graph model that one can write by hand for tfjs: a kernel a convolution, with batch
// normalisation in its weights, ReLU6 in the kernel and padding in its attributes.
import type { io } from '@tensorflow/tfjs';
import type { Tensor } from '../../src/weights/tensor.ts';

interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, object>>;
}

/** A model that is being written: its nodes, its weights, and those of the given weights that are still to be used. */
interface Writing {
  readonly nodes: NodeDef[];
  readonly entries: io.WeightsManifestEntry[];
  readonly data: ArrayBuffer[];
  readonly given: Iterator<Tensor>;
}

const EPSILON = 1e-5;

const stages = [
  // expansion, channels, repeats, stride of the first
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/**
 * `weights` in the order of the network: of each convolution its kernel, then gamma, beta, mean and variance behind it;
 * at the end kernel and bias of the dense layer. Input `image` [batch, 224, 224, 3], output `logits` [batch, 1000].
 */
export function fusedGraph(weights: Iterable<Tensor>): io.ModelArtifacts {
  const writing: Writing = { nodes: [], entries: [], data: [], given: weights[Symbol.iterator]() };
  const size = (count: number) => ({ size: String(count) });
  const shape = { dim: [size(-1), size(224), size(224), size(3)] };
  add(writing, 'image', 'Placeholder', [], { dtype: FLOAT, shape: { shape } });
  let x = convolution(writing, 'stem', '_FusedConv2D', 'image', 2, true);
  let inp = 32;
  let count = 0;
  for (const [expansion, oup, blocks, firstStride] of stages) {
    for (let i = 0; i < blocks; i++) {
      const name = `block_${++count}`;
      const stride = i === 0 ? firstStride : 1;
      let y = x;
      if (expansion !== 1) y = convolution(writing, `${name}/expand`, '_FusedConv2D', y, 1, true);
      y = convolution(writing, `${name}/depthwise`, 'FusedDepthwiseConv2dNative', y, stride, true);
      y = convolution(writing, `${name}/project`, '_FusedConv2D', y, 1, false);
      x = stride === 1 && inp === oup ? add(writing, `${name}/add`, 'AddV2', [x, y], { T: FLOAT }) : y;
      inp = oup;
    }
  }
  x = convolution(writing, 'head', '_FusedConv2D', x, 1, true);
  constant(writing, 'axes', [2], Int32Array.of(1, 2));
  x = add(writing, 'mean', 'Mean', [x, 'axes'], { T: FLOAT, Tidx: INT, keep_dims: { b: false } });
  const { shape: units, data } = next(writing);
  constant(writing, 'kernel', units, data);
  constant(writing, 'bias', [units[1] ?? 0], next(writing).data);
  add(writing, 'logits', '_FusedMatMul', [x, 'kernel', 'bias'], {
    T: FLOAT,
    num_args: { i: '1' },
    fused_ops: strings('BiasAdd'),
    transpose_a: { b: false },
    transpose_b: { b: false },
  });
  return {
    format: 'graph-model',
    modelTopology: { node: writing.nodes, library: {}, versions: { producer: 1395, minConsumer: 12 } },
    signature: {
      inputs: { image: { name: 'image:0', dtype: 'DT_FLOAT', tensorShape: shape } },
      outputs: {
        logits: { name: 'logits:0', dtype: 'DT_FLOAT', tensorShape: { dim: [size(-1), size(1000)] } },
      },
    },
    weightSpecs: writing.entries,
    weightData: writing.data,
  };
}

function convolution(
  writing: Writing,
  name: string,
  op: '_FusedConv2D' | 'FusedDepthwiseConv2dNative',
  input: string,
  stride: number,
  relu6: boolean,
): string {
  const kernel = next(writing);
  const [gamma, beta, mean, variance] = [next(writing), next(writing), next(writing), next(writing)];
  const channels = gamma.data.length;
  const scale = gamma.data.map((each, c) => each / Math.sqrt((variance.data[c] ?? Number.NaN) + EPSILON));
  const shift = beta.data.map((each, c) => each - (mean.data[c] ?? Number.NaN) * (scale[c] ?? Number.NaN));
  const scaled = kernel.data.map((each, i) => each * (scale[i % channels] ?? Number.NaN));
  constant(writing, `${name}/kernel`, kernel.shape, scaled);
  constant(writing, `${name}/bias`, [channels], shift);
  const square = kernel.shape[0] === 3;
  const padding: NodeDef['attr'] = square
    ? { padding: string('EXPLICIT'), explicit_paddings: ONE_AROUND }
    : { padding: string('VALID') };
  return add(writing, name, op, [input, `${name}/kernel`, `${name}/bias`], {
    T: FLOAT,
    num_args: { i: '1' },
    fused_ops: relu6 ? strings('BiasAdd', 'Relu6') : strings('BiasAdd'),
    data_format: string('NHWC'),
    strides: integers(1, stride, stride, 1),
    dilations: integers(1, 1, 1, 1),
    ...padding,
  });
}

function constant(writing: Writing, name: string, shape: readonly number[], data: Float32Array | Int32Array) {
  const dtype = data instanceof Int32Array ? 'int32' : 'float32';
  add(writing, name, 'Const', [], { dtype: dtype === 'int32' ? INT : FLOAT });
  writing.entries.push({ name, shape: [...shape], dtype });
  writing.data.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer);
}

function add(
  writing: Writing,
  name: string,
  op: string,
  input: readonly string[],
  attr: NodeDef['attr'],
): string {
  writing.nodes.push({ name, op, input, attr });
  return name;
}

function next(writing: Writing): Tensor {
  const { value, done } = writing.given.next();
  if (done) throw new Error('there are fewer weights than the network has');
  return value;
}

const FLOAT = { type: 'DT_FLOAT' };
const INT = { type: 'DT_INT32' };

function integers(...values: readonly number[]) {
  return { list: { i: values.map(String) } };
}

/** Strings are base64 in the JSON of a graph. */
function string(text: string) {
  return { s: btoa(text) };
}

function strings(...texts: readonly string[]) {
  return { list: { s: texts.map((text) => btoa(text)) } };
}

const ONE_AROUND = integers(0, 0, 1, 1, 1, 1, 0, 0);
