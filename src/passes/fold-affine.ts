import type { InferenceGraph, InferenceNode } from '../ir/inference.ts';
import { carryScale, takenByAll } from './carry-scale.ts';
import { type Draft, inputOf, isPrivate, newConstant, put, rewrite } from './draft.ts';
import { foldBefore, foldPadded, passesShift, type ScaledKernels, scaledKernels } from './fold-before.ts';
import { perChannel, scaledOutputs } from './kernel-numbers.ts';
import { changedProduct, isProduct, outputsOf, type ProductNode } from './products.ts';

type Affine = InferenceNode<'affine'>;

/**
 * Factors and addends of channels become part of the kernels and biases around them: of the product before, where
 * nothing else takes its result, or of all the products behind. Two steps in a row become one. On the way to a
 * product a factor moves through what keeps factors: means and multiplications.
 *
 * An addend before a product becomes part of its bias only where nothing is padded: the padding is 0 after the addend.
 * What is the result of a part stays beside what was made of it, which costs nothing unless it is asked for.
 */
export function foldAffine(graph: InferenceGraph): InferenceGraph {
  const [before, after] = [scaledKernels(), scaledKernels()];
  return rewrite(graph, (node, draft) => {
    if (node.op === 'affine') {
      const input = inputOf(draft, node);
      if (input.op === 'affine') mergeSteps(draft, input, node);
      else if (isProduct(input) && !input.attributes.activation && isPrivate(draft, input.name))
        foldAfter(draft, input, node, after);
    } else if (isProduct(node)) {
      const input = inputOf(draft, node);
      if (input.op !== 'affine') return;
      if (!takenByAll(draft, input)) foldPadded(draft, input, node, before);
      else if (!input.attributes.shift || passesShift(draft, node))
        foldBefore(draft, input.attributes, node, input.inputs, before);
    } else carryScale(draft, node);
  });
}

/** (x * s + t) * scale + shift = x * (s * scale) + (t * scale + shift). */
function mergeSteps(draft: Draft, first: Affine, node: Affine): void {
  const [a, b] = [first.attributes, node.attributes];
  const length = Math.max(...[a.scale, a.shift, b.scale, b.shift].map((each) => each?.data.length ?? 1));
  const factors = perChannel(b.scale, length, 1);
  const scale = perChannel(a.scale, length, 1).map((each, i) => each * (factors[i] ?? 1));
  const addends = perChannel(b.shift, length, 0);
  const shift = perChannel(a.shift, length, 0).map((each, i) => each * (factors[i] ?? 1) + (addends[i] ?? 0));
  const constant = (what: 'scale' | 'shift', numbers: Float64Array) =>
    newConstant(draft, `${node.name}.${what}`, [length], Float32Array.from(numbers));
  put(draft, {
    ...node,
    inputs: first.inputs,
    attributes: {
      scale: a.scale || b.scale ? constant('scale', scale) : null,
      shift: a.shift || b.shift ? constant('shift', shift) : null,
    },
  });
}

/** (kernel * x + bias) * scale + shift = (kernel * scale) * x + (bias * scale + shift). */
function foldAfter(draft: Draft, product: ProductNode, node: Affine, scaled: ScaledKernels): void {
  const { scale, shift } = node.attributes;
  const { kernel, bias } = product.attributes;
  const outputs = outputsOf(product);
  const factors = perChannel(scale, outputs, 1);
  const addends = perChannel(shift, outputs, 0);
  const sums = perChannel(bias, outputs, 0).map((each, i) => each * (factors[i] ?? 1) + (addends[i] ?? 0));
  const { name } = node;
  const change = {
    kernel: scale
      ? scaled(draft, kernel, scale, `${name}.kernel`, () => scaledOutputs(product, factors))
      : kernel,
    bias: bias || shift ? newConstant(draft, `${name}.bias`, [outputs], Float32Array.from(sums)) : null,
  };
  put(draft, changedProduct(product, { ...change, name }));
}
