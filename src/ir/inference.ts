import type { OpAttributes, Padding, Pair } from '../ops/attributes.ts';
import type { Span } from '../source/source.ts';
import type { Shape } from './shape.ts';

/**
 * The graph that is optimised and lowered for inference. It differs from `Graph` in three ways: weights are numbers in
 * the nodes that use them, batch statistics and preprocessing have become `affine` steps, and nodes are known by name,
 * so that a pass can replace one without counting the others again. Feature maps are [h, w, c], the batch left out.
 */
export interface InferenceGraph {
  readonly name: string;
  /** In an order in which every input stands before its use. */
  readonly nodes: readonly InferenceNode[];
  /** Names of the `input` nodes, in the order of the program. */
  readonly inputs: readonly string[];
  /** The name that the program gives an output, and the node that holds it. */
  readonly outputs: readonly { readonly name: string; readonly node: string }[];
  /** Blocks and labels, and the nodes that hold what leaves them. */
  readonly parts: readonly { readonly path: string; readonly result: string }[];
}

/** Numbers that are known: a weight, or what a pass has made of weights. Nodes that share weights share the object. */
export interface Constant {
  /** `stem.conv2d.kernel`; two constants of one graph may bear one name only if their numbers are the same. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a convolution or a dense layer may compute on its result in the same kernel. */
export type Activation =
  | { readonly op: 'relu' | 'relu6' | 'sigmoid' | 'tanh' | 'elu' }
  | { readonly op: 'leaky_relu'; readonly slope: number }
  | { readonly op: 'prelu'; readonly alpha: Constant };

/** In the order of the steps: product with the kernel, bias, activation. */
interface Product {
  readonly kernel: Constant;
  /** One number an output channel. */
  readonly bias: Constant | null;
  readonly activation: Activation | null;
}

/** What has no weights carries what the program gave it. `identity` is also what training alone does something to. */
type Weightless = Pick<
  OpAttributes,
  | ('input' | 'identity' | 'relu' | 'relu6' | 'leaky_relu' | 'elu' | 'selu' | 'silu' | 'gelu' | 'mish')
  | ('sigmoid' | 'tanh' | 'hard_sigmoid' | 'hard_swish' | 'softplus' | 'softmax')
  | ('max_pool2d' | 'avg_pool2d' | 'global_avg_pool' | 'global_max_pool' | 'adaptive_avg_pool2d')
  | ('channel_shuffle' | 'slice' | 'pad' | 'crop' | 'upsample')
  | ('add' | 'multiply' | 'concat' | 'maximum' | 'average')
>;

/** What each operation carries; layouts of kernels are those of `WeightSpec`. `multiply` may broadcast [1, 1, c] or [c]. */
export interface InferenceOps extends Weightless {
  /** Kernel [kh, kw, in / groups, out]. */
  conv2d: Product & {
    readonly stride: Pair;
    readonly padding: Padding;
    readonly dilation: Pair;
    readonly groups: number;
  };
  /** Kernel [kh, kw, in, multiplier]; output channel `c * multiplier + m`. */
  depthwise_conv2d: Product & {
    readonly stride: Pair;
    readonly padding: Padding;
    readonly dilation: Pair;
  };
  /** Kernel [kh, kw, out, in]; size (in - 1) * stride - padding + kernel + outputPadding, as PyTorch's. */
  conv2d_transpose: Product & {
    readonly stride: Pair;
    readonly padding: readonly [top: number, bottom: number, left: number, right: number];
    readonly outputPadding: Pair;
  };
  /** On the last axis; kernel [in, out]. */
  dense: Product;
  /** x * scale + shift along the last axis; each has one number a channel or one for all, null is 1 or 0. */
  affine: { readonly scale: Constant | null; readonly shift: Constant | null };
  /** Over the last axis. */
  layer_norm: { readonly gamma: Constant; readonly beta: Constant; readonly eps: number };
  /** One slope a channel. */
  prelu: { readonly alpha: Constant };
  /** To the node's own shape, the numbers in row-major order of [h, w, c]; `flatten` too. */
  reshape: Readonly<Record<never, never>>;
}

export type InferenceOp = keyof InferenceOps;

/** One operation. `InferenceNode<'conv2d'>` has the attributes of a convolution; `InferenceNode` is any of them. */
export type InferenceNode<Op extends InferenceOp = InferenceOp> = {
  [N in Op]: {
    /** Unique in the graph: the path of the part whose result it holds, `stem.conv2d`. */
    readonly name: string;
    readonly op: N;
    readonly inputs: readonly string[];
    readonly attributes: InferenceOps[N];
    readonly shape: Shape;
    /** The call that made it. */
    readonly origin: Span;
  };
}[Op];
