import { equalShapes, formatShape, type Shape } from '../../ir/shape.ts';
import * as arranging from './arranging-rules.ts';
import type { OperatorName } from './operators.ts';
import * as products from './product-rules.ts';
import { axisOf, broadcast, float, intOf, ofFloats, type Rule } from './rule.ts';

const unary = ofFloats(([x = []]) => x);

const elementwise = ofFloats((all) =>
  all.reduce<Shape | string>((sum, dims) => (typeof sum === 'string' ? sum : broadcast(sum, dims)), []),
);

const clip = ofFloats(([x = [], ...limits]) =>
  limits.every((limit) => limit.length === 0) ? x : 'a limit is no number',
);

/** The slopes spread over the tensor, never the tensor over the slopes. */
const prelu = ofFloats(([x = [], slope = []]) => {
  const spread = broadcast(x, slope);
  if (typeof spread === 'string') return spread;
  return equalShapes(spread, x) ? x : `slopes ${formatShape(slope)} do not spread over ${formatShape(x)}`;
});

const softmax = ofFloats(([x = []], attributes) =>
  axisOf(intOf(attributes, 'axis', -1), x.length) === undefined ? 'it has no such axis' : x,
);

const cast: Rule = ([x], attributes) => {
  if (x?.type !== 'float16' || intOf(attributes, 'to', 0) !== 1)
    return 'it does not make halves 32-bit floats';
  return float(x.dims);
};

const dequantizeLinear: Rule = ([x, scale], attributes) => {
  if (x?.type !== 'int8' || scale?.type !== 'float32') return 'it takes bytes and scales';
  const axis = axisOf(intOf(attributes, 'axis', 1), x.dims.length);
  if (axis === undefined) return 'it has no such axis';
  return equalShapes(scale.dims, [x.dims[axis] ?? 0])
    ? float(x.dims)
    : `${formatShape(scale.dims)} scales belong to axis ${axis} of ${formatShape(x.dims)}`;
};

/** What each operator makes of its operands: dimensions, and short vectors as far as they are known. */
export const rules: { readonly [O in OperatorName]: Rule } = {
  Identity: unary,
  Cast: cast,
  DequantizeLinear: dequantizeLinear,
  Conv: products.conv,
  ConvTranspose: products.convTranspose,
  Gemm: products.gemm,
  MatMul: products.matMul,
  LayerNormalization: products.layerNormalization,
  Relu: unary,
  Clip: clip,
  LeakyRelu: unary,
  PRelu: prelu,
  Elu: unary,
  Selu: unary,
  Sigmoid: unary,
  Tanh: unary,
  Erf: unary,
  HardSigmoid: unary,
  HardSwish: unary,
  Softplus: unary,
  Softmax: softmax,
  MaxPool: products.pool,
  AveragePool: products.pool,
  GlobalAveragePool: products.globalPool,
  GlobalMaxPool: products.globalPool,
  Flatten: arranging.flatten,
  Reshape: arranging.reshape,
  Unsqueeze: arranging.unsqueeze,
  Transpose: arranging.transpose,
  Gather: arranging.gather,
  Slice: arranging.slice,
  Pad: arranging.pad,
  Shape: arranging.shape,
  Resize: arranging.resize,
  Add: elementwise,
  Mul: elementwise,
  Div: elementwise,
  Sum: elementwise,
  Mean: elementwise,
  Max: elementwise,
  Concat: arranging.concat,
};
