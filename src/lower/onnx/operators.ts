import type { OnnxAttribute } from './model.ts';

interface Operator {
  /** The fewest and the most operands. */
  readonly takes: readonly [fewest: number, most: number];
  /** Attributes and their types. */
  readonly attributes: Readonly<Record<string, OnnxAttribute['type']>>;
}

const unary = { takes: [1, 1], attributes: {} } as const;
const binary = { takes: [2, 2], attributes: {} } as const;
const variadic = { takes: [1, Number.POSITIVE_INFINITY], attributes: {} } as const;
const window = { kernel_shape: 'ints', strides: 'ints', pads: 'ints', auto_pad: 'string' } as const;

/** The operators of ONNX (version 17) that are written, with what of their attributes is used. */
export const operators = {
  Identity: unary,
  Cast: { takes: [1, 1], attributes: { to: 'int' } },
  DequantizeLinear: { takes: [2, 2], attributes: { axis: 'int' } },

  Conv: { takes: [2, 3], attributes: { ...window, dilations: 'ints', group: 'int' } },
  ConvTranspose: {
    takes: [2, 3],
    attributes: { kernel_shape: 'ints', strides: 'ints', pads: 'ints', output_padding: 'ints' },
  },
  Gemm: { takes: [2, 3], attributes: { transB: 'int' } },
  MatMul: binary,
  LayerNormalization: { takes: [3, 3], attributes: { axis: 'int', epsilon: 'float' } },

  Relu: unary,
  Clip: { takes: [3, 3], attributes: {} },
  LeakyRelu: { takes: [1, 1], attributes: { alpha: 'float' } },
  PRelu: binary,
  Elu: { takes: [1, 1], attributes: { alpha: 'float' } },
  Selu: unary,
  Sigmoid: unary,
  Tanh: unary,
  Erf: unary,
  HardSigmoid: { takes: [1, 1], attributes: { alpha: 'float', beta: 'float' } },
  HardSwish: unary,
  Softplus: unary,
  Softmax: { takes: [1, 1], attributes: { axis: 'int' } },

  MaxPool: { takes: [1, 1], attributes: window },
  AveragePool: { takes: [1, 1], attributes: { ...window, count_include_pad: 'int' } },
  GlobalAveragePool: unary,
  GlobalMaxPool: unary,

  Flatten: { takes: [1, 1], attributes: { axis: 'int' } },
  Reshape: binary,
  Unsqueeze: binary,
  Transpose: { takes: [1, 1], attributes: { perm: 'ints' } },
  Gather: { takes: [2, 2], attributes: { axis: 'int' } },
  Slice: { takes: [4, 4], attributes: {} },
  Pad: { takes: [3, 3], attributes: {} },
  Shape: { takes: [1, 1], attributes: { start: 'int', end: 'int' } },
  Resize: {
    takes: [3, 4],
    attributes: { mode: 'string', coordinate_transformation_mode: 'string', nearest_mode: 'string' },
  },

  Add: binary,
  Mul: binary,
  Div: binary,
  Sum: variadic,
  Mean: variadic,
  Max: variadic,
  Concat: { takes: [1, Number.POSITIVE_INFINITY], attributes: { axis: 'int' } },
} as const satisfies Readonly<Record<string, Operator>>;

export type OperatorName = keyof typeof operators;

interface Plain {
  readonly float: number;
  readonly int: number;
  readonly string: string;
  readonly floats: readonly number[];
  readonly ints: readonly number[];
}

/** The attributes of an operator as plain values: `{ group: 2, strides: [1, 1] }`. */
export type Attributes<O extends OperatorName> = {
  readonly [K in keyof (typeof operators)[O]['attributes']]?: Plain[(typeof operators)[O]['attributes'][K] &
    keyof Plain];
};

export function isOperator(name: string): name is OperatorName {
  return Object.hasOwn(operators, name);
}
