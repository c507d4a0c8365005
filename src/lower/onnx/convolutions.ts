import type { Activation, InferenceNode } from '../../ir/inference.ts';
import type { Padding, Pair } from '../../ops/attributes.ts';
import { explicitPadding, extentOf } from '../../ops/padding.ts';
import { permute } from '../../weights/layout.ts';
import { activated } from './activations.ts';
import {
  type Emit,
  finish,
  inputOf,
  type Layout,
  resultDims,
  type Site,
  step,
  type Value,
  weight,
} from './emission.ts';
import type { Attributes, OperatorName } from './operators.ts';

type Kernel = readonly [height: number, width: number, third: number, fourth: number];

function sizesOf(node: InferenceNode<'conv2d' | 'depthwise_conv2d' | 'conv2d_transpose'>): Kernel {
  const [height, width, third, fourth] = node.attributes.kernel.shape;
  if (height === undefined || width === undefined || third === undefined || fourth === undefined)
    throw new Error(`the kernel of \`${node.name}\` has too few axes`);
  return [height, width, third, fourth];
}

/** What an operator gives, then the activation where there is one: ONNX fuses none. */
function product<O extends OperatorName>(
  site: Site,
  activation: Activation | null,
  op: O,
  inputs: readonly (Value | undefined)[],
  attributes: Attributes<O>,
): Value {
  if (!activation) return finish(site, op, inputs, attributes);
  return activated(site, step(site, 'product', op, inputs, resultDims(site), attributes), activation);
}

function biasOf(
  site: Site,
  node: InferenceNode<'conv2d' | 'depthwise_conv2d' | 'conv2d_transpose' | 'dense'>,
) {
  const { bias } = node.attributes;
  return bias ? [weight(site, bias, { dims: bias.shape })] : [];
}

export const conv2d: Emit<'conv2d'> = (node, site) => {
  const { groups, kernel } = node.attributes;
  const [height, width, inputs, filters] = sizesOf(node);
  return convolution(node, site, groups, {
    dims: [filters, inputs, height, width],
    // Of 1x1 kernels it is a matrix that is turned, in one long loop instead of many short ones.
    arrange: (data) =>
      height * width === 1
        ? permute(data, [inputs, filters], [1, 0])
        : permute(data, kernel.shape, [3, 2, 0, 1]),
  });
};

export const depthwiseConv2d: Emit<'depthwise_conv2d'> = (node, site) => {
  const { kernel } = node.attributes;
  const [height, width, channels, multiplier] = sizesOf(node);
  return convolution(node, site, channels, {
    dims: [channels * multiplier, 1, height, width],
    arrange: (data) => permute(data, kernel.shape, [2, 3, 0, 1]),
  });
};

/** `layout` is that of the kernel: [out, in / groups, h, w]. */
function convolution(
  node: InferenceNode<'conv2d' | 'depthwise_conv2d'>,
  site: Site,
  group: number,
  layout: Layout,
): Value {
  const { kernel, stride, dilation, padding, activation } = node.attributes;
  const [height, width] = sizesOf(node);
  const pads = padsOf(padding, [height, width], stride, dilation, site);
  // Runtimes take no dilation together with a padding that they work out themselves.
  const spread = 'auto_pad' in pads && dilation.some((each) => each > 1);
  const placed = spread ? spreadKernel(layout, dilation) : layout;
  const attributes = {
    kernel_shape: placed.dims.slice(2),
    strides: stride,
    dilations: spread ? [1, 1] : dilation,
    group,
    ...pads,
  };
  const filters = weight(site, kernel, { ...placed, outputAxis: 0 });
  return product(site, activation, 'Conv', [inputOf(site), filters, ...biasOf(site, node)], attributes);
}

/** The padding in numbers, or TensorFlow's rule where they depend on a size that is open. */
export function padsOf(
  padding: Padding,
  kernel: Pair,
  stride: Pair,
  dilation: Pair,
  { inputShapes: [shape = []] }: Site,
):
  | { readonly pads: readonly [top: number, left: number, bottom: number, right: number] }
  | { readonly auto_pad: string } {
  const sides = explicitPadding(padding, kernel, stride, dilation, shape);
  return sides ? { pads: [sides[0], sides[2], sides[1], sides[3]] } : { auto_pad: 'SAME_UPPER' };
}

/** A dilated kernel as a plain one, with zeros between its numbers. */
function spreadKernel(layout: Layout, dilation: Pair): Layout {
  const [filters = 0, inputs = 0, height = 0, width = 0] = layout.dims;
  const rows = extentOf(height, dilation[0]);
  const columns = extentOf(width, dilation[1]);
  return {
    dims: [filters, inputs, rows, columns],
    arrange(data) {
      const dense = layout.arrange?.(data) ?? data;
      const spread = new Float32Array(filters * inputs * rows * columns);
      let from = 0;
      for (let plane = 0; plane < filters * inputs; plane++) {
        for (let row = 0; row < height; row++) {
          for (let column = 0; column < width; column++) {
            const at = (plane * rows + row * dilation[0]) * columns + column * dilation[1];
            spread[at] = dense[from++] ?? 0;
          }
        }
      }
      return spread;
    },
  };
}

export const conv2dTranspose: Emit<'conv2d_transpose'> = (node, site) => {
  const { kernel, stride, padding, outputPadding, activation } = node.attributes;
  const [height, width, filters, inputs] = sizesOf(node);
  const [top, bottom, left, right] = padding;
  const turned = weight(site, kernel, {
    dims: [inputs, filters, height, width],
    arrange: (data) => permute(data, kernel.shape, [3, 2, 0, 1]),
    outputAxis: 1,
  });
  return product(site, activation, 'ConvTranspose', [inputOf(site), turned, ...biasOf(site, node)], {
    kernel_shape: [height, width],
    strides: stride,
    pads: [top, left, bottom, right],
    output_padding: outputPadding,
  });
};

/**
 * A product with a matrix. On a feature map, whose channels stand first, it is a 1x1 convolution; of vectors it takes
 * the matrix as PyTorch has it, [units, inputs], which onnxruntime leaves as it is when it is made of bytes: the other
 * way round it would make bytes of the vectors too.
 */
export const dense: Emit<'dense'> = (node, site) => {
  const { kernel, activation } = node.attributes;
  const [inputs = 0, units = 0] = kernel.shape;
  const x = inputOf(site);
  const turned = (dims: readonly number[]) =>
    weight(site, kernel, { dims, arrange: (data) => permute(data, kernel.shape, [1, 0]), outputAxis: 0 });
  if (x.dims.length === 4) {
    const operands = [x, turned([units, inputs, 1, 1]), ...biasOf(site, node)];
    return product(site, activation, 'Conv', operands, { kernel_shape: [1, 1] });
  }
  if (x.dims.length === 2) {
    const operands = [x, turned([units, inputs]), ...biasOf(site, node)];
    return product(site, activation, 'Gemm', operands, { transB: 1 });
  }
  const matrix = weight(site, kernel, { dims: kernel.shape, outputAxis: 1 });
  const [bias] = biasOf(site, node);
  if (!bias) return product(site, activation, 'MatMul', [x, matrix], {});
  const multiplied = step(site, 'matmul', 'MatMul', [x, matrix], resultDims(site));
  return product(site, activation, 'Add', [multiplied, bias], {});
};
