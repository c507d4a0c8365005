import { equalShapes, formatShape, type Shape } from '../../ir/shape.ts';
import {
  addSizes,
  ceilDivide,
  equalSizes,
  floorDivide,
  formatSize,
  type Size,
  scaleSize,
} from '../../ir/size.ts';
import type { OnnxAttribute } from './model.ts';
import { axisOf, broadcast, intOf, intsOf, ofFloats } from './rule.ts';

/** What products with kernels and what pools make of their operands. */

type Given = ReadonlyMap<string, OnnxAttribute>;

const NO_PADS = [0, 0, 0, 0];
const ONES = [1, 1];

/** Height and width of what a window makes of a map. */
function windows(map: Shape, kernel: readonly number[], attributes: Given): readonly Size[] | string {
  const strides = intsOf(attributes, 'strides', ONES);
  const pads = intsOf(attributes, 'pads', NO_PADS);
  const dilations = intsOf(attributes, 'dilations', ONES);
  if (kernel.length !== 2 || strides.length !== 2 || dilations.length !== 2 || pads.length !== 4)
    return 'a window has two axes and four paddings';
  if ([...kernel, ...strides, ...dilations].some((each) => each < 1) || pads.some((each) => each < 0))
    return 'a size of the window is below 1, or a padding below 0';
  const auto = attributes.get('auto_pad')?.value;
  if (auto !== undefined && auto !== 'SAME_UPPER') return `auto_pad is ${auto}`;
  if (auto !== undefined && attributes.has('pads')) return 'it has both pads and auto_pad';
  return [0, 1].map((axis) => {
    const size = map[axis + 2] ?? 0;
    const stride = strides[axis] ?? 1;
    if (auto !== undefined) return ceilDivide(size, stride);
    const extent = (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) + 1;
    return floorDivide(addSizes(size, (pads[axis] ?? 0) + (pads[axis + 2] ?? 0) - extent + stride), stride);
  });
}

function isMap(dims: Shape): boolean {
  return dims.length === 4;
}

/** Why a kernel does not belong to what it is said to be. */
function wrongKernel(
  kernel: Shape,
  bias: Shape | undefined,
  filters: Size,
  attributes: Given,
): string | undefined {
  const declared = intsOf(attributes, 'kernel_shape', []);
  if (!equalShapes(kernel.slice(2), declared))
    return `kernel_shape is [${declared}], the kernel ${formatShape(kernel)}`;
  if (bias && !equalShapes(bias, [filters]))
    return `the bias is ${formatShape(bias)} for ${formatSize(filters)} filters`;
  return undefined;
}

export const conv = ofFloats(([x = [], kernel = [], bias], attributes) => {
  if (!isMap(x) || kernel.length !== 4) return 'Conv takes a map and a kernel of four axes';
  const [batch = 0, channels = 0] = x;
  const [filters = 0, each = 0] = kernel;
  const group = intOf(attributes, 'group', 1);
  if (!equalSizes(scaleSize(each, group), channels))
    return `a kernel of ${formatSize(each)} channels in ${group} groups meets ${formatSize(channels)} channels`;
  if (typeof filters !== 'number' || filters % group !== 0)
    return `${formatSize(filters)} filters are no multiple of ${group} groups`;
  const wrong = wrongKernel(kernel, bias, filters, attributes);
  if (wrong) return wrong;
  const sizes = windows(x, intsOf(attributes, 'kernel_shape', []), attributes);
  return typeof sizes === 'string' ? sizes : [batch, filters, ...sizes];
});

export const convTranspose = ofFloats(([x = [], kernel = [], bias], attributes) => {
  if (!isMap(x) || kernel.length !== 4) return 'ConvTranspose takes a map and a kernel of four axes';
  const [batch = 0, channels = 0, ...sizes] = x;
  const [inputs = 0, filters = 0] = kernel;
  if (!equalSizes(inputs, channels))
    return `a kernel of ${formatSize(inputs)} channels meets ${formatSize(channels)} channels`;
  const wrong = wrongKernel(kernel, bias, filters, attributes);
  if (wrong) return wrong;
  const extents = intsOf(attributes, 'kernel_shape', []);
  const strides = intsOf(attributes, 'strides', ONES);
  const pads = intsOf(attributes, 'pads', NO_PADS);
  const more = intsOf(attributes, 'output_padding', [0, 0]);
  const grown = sizes.map((size, axis) => {
    const stride = strides[axis] ?? 1;
    const reach = (extents[axis] ?? 1) + (more[axis] ?? 0) - (pads[axis] ?? 0) - (pads[axis + 2] ?? 0);
    return addSizes(scaleSize(size, stride), reach - stride);
  });
  return [batch, filters, ...grown];
});

/** The matrix stands as [units, inputs]. */
export const gemm = ofFloats(([x = [], matrix = [], bias], attributes) => {
  const [batch = 0, inputs = 0] = x;
  const [units = 0, columns = 0] = matrix;
  if (x.length !== 2 || matrix.length !== 2) return 'Gemm takes two matrices';
  if (intOf(attributes, 'transB', 0) !== 1) return 'the matrix is not turned';
  if (!equalSizes(inputs, columns))
    return `a matrix for ${formatSize(columns)} inputs meets ${formatSize(inputs)}`;
  if (bias && !equalShapes(bias, [units]))
    return `the bias is ${formatShape(bias)} for ${formatSize(units)} units`;
  return [batch, units];
});

export const matMul = ofFloats(([a = [], b = []]) => {
  const inner = a[a.length - 1] ?? 0;
  const rows = b[b.length - 2] ?? 0;
  if (a.length < 2 || b.length < 2) return 'MatMul takes matrices';
  if (!equalSizes(inner, rows)) return `${formatSize(inner)} columns meet ${formatSize(rows)} rows`;
  const lead = broadcast(a.slice(0, -2), b.slice(0, -2));
  return typeof lead === 'string' ? lead : [...lead, a[a.length - 2] ?? 0, b[b.length - 1] ?? 0];
});

export const layerNormalization = ofFloats(([x = [], gamma = [], beta = []], attributes) => {
  const axis = axisOf(intOf(attributes, 'axis', -1), x.length);
  if (axis === undefined) return 'it has no such axis';
  const normalised = x.slice(axis);
  return equalShapes(gamma, normalised) && equalShapes(beta, normalised)
    ? x
    : `the gains are ${formatShape(gamma)} and ${formatShape(beta)} for ${formatShape(normalised)}`;
});

export const pool = ofFloats(([x = []], attributes) => {
  if (!isMap(x)) return 'a pool takes a map';
  const kernel = intsOf(attributes, 'kernel_shape', []);
  const pads = intsOf(attributes, 'pads', NO_PADS);
  if (pads.some((each, i) => each >= (kernel[i % 2] ?? 0))) return 'a padding is not smaller than its window';
  const sizes = windows(x, kernel, attributes);
  return typeof sizes === 'string' ? sizes : [...x.slice(0, 2), ...sizes];
});

export const globalPool = ofFloats(([x = []]) =>
  isMap(x) ? [...x.slice(0, 2), 1, 1] : 'a global pool takes a map',
);
