import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { decodeValues } from './dtype.ts';
import { pairForeign } from './foreign.ts';
import { type ForeignLayout, isWeightName } from './layout.ts';
import { type Mismatch, mismatchDiagnostic, type Pair } from './mismatch.ts';
import type { NamedWeight } from './named.ts';
import { inOrder, isSorted, sortedDiagnostic } from './order.ts';
import type { StoredTensor, TensorFile } from './safetensors.ts';
import { sameDimensions, type Tensor, type WeightValues } from './tensor.ts';
import type { NamedTensor } from './write-safetensors.ts';

export interface MatchOptions {
  /** Only tensors whose names begin so are looked at, and it is taken off their names: `w/`, `module.`. */
  readonly prefix?: string;
  /** The order of a foreign file's tensors, if the file does not carry it; names with or without the prefix. */
  readonly order?: readonly string[];
}

export type Matched = { readonly values: WeightValues } | { readonly diagnostics: readonly Diagnostic[] };

/**
 * Gives every weight of a network its tensor of a file (LANGUAGE §11), in our layouts. A file of ours is matched by
 * name; any other is taken for a PyTorch state dict, whose order is the order of the body. Every tensor is used exactly
 * once, or there is one ARC61 error that lists the differences.
 */
export function matchWeights(
  weights: readonly NamedWeight[],
  file: TensorFile,
  options: MatchOptions = {},
): Matched {
  const { path } = file;
  const prefix = options.prefix ?? '';
  const selected = file.tensors
    .filter(({ name }) => name.startsWith(prefix) && isWeightName(name))
    .map((tensor) => ({ ...tensor, name: tensor.name.slice(prefix.length) }));
  if (selected.length === 0 && prefix !== '') {
    return { diagnostics: [diagnostic('ARC6106', undefined, { path, prefix })] };
  }

  let tensors: readonly StoredTensor[] = selected;
  if (options.order) {
    const names = options.order.map((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name));
    const ordered = inOrder(selected, names, path);
    if ('code' in ordered) return { diagnostics: [ordered] };
    tensors = ordered;
  }

  if (isOurs(weights, tensors)) return matchOurs(weights, tensors, path);
  if (!options.order && isSorted(tensors)) return { diagnostics: [sortedDiagnostic(tensors, path)] };
  const pairs = pairForeign(weights, tensors);
  if ('missing' in pairs) return { diagnostics: [mismatchDiagnostic(pairs, path, FOREIGN_HELP)] };
  return decode(pairs, path);
}

/** The tensors of a file of ours: our names, our layouts, the order of the body. */
export function toOwnNames(weights: readonly NamedWeight[], values: WeightValues): readonly NamedTensor[] {
  return weights.flatMap(({ path }) => {
    const tensor = values.get(path);
    return tensor ? [{ name: path, tensor }] : [];
  });
}

const OWN_HELP = [
  'the file was written by archc for another network or with other parameters: build the network it belongs to',
];

const FOREIGN_HELP = [
  'a file from PyTorch is matched by order: the layers of the network must stand in the order in which the file lists them, a residual body before its shortcut',
];

/**
 * Whether a file speaks our names. One is enough, so that a file of ours that lacks a weight is told so by name; but
 * it must be a name that PyTorch would not give (`head.bias` can be anyone's).
 */
function isOurs(weights: readonly NamedWeight[], tensors: readonly StoredTensor[]): boolean {
  const names = new Set(tensors.map(({ name }) => name));
  if (weights.every(({ path }) => names.has(path))) return true;
  return weights.some(
    ({ path, op, spec }) => spec.name !== 'bias' && op !== 'layer_scale' && names.has(path),
  );
}

function matchOurs(weights: readonly NamedWeight[], tensors: readonly StoredTensor[], path: string): Matched {
  const left = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const pairs: Pair[] = [];
  const mismatch: Mismatch = { missing: [], leftOver: [], reshaped: [] };
  for (const weight of weights) {
    const { shape } = weight.spec;
    const tensor = left.get(weight.path);
    left.delete(weight.path);
    if (!tensor) mismatch.missing.push(weight);
    else if (!sameDimensions(shape, tensor.shape))
      mismatch.reshaped.push({ weight, tensor, expected: shape });
    else pairs.push({ weight, tensor });
  }
  mismatch.leftOver.push(...left.values());
  if (pairs.length < weights.length || left.size > 0) {
    return { diagnostics: [mismatchDiagnostic(mismatch, path, OWN_HELP)] };
  }
  return decode(pairs, path);
}

/** Values of the pairs in our layouts; `layout` is undefined where the file has them so already. */
function decode(pairs: readonly (Pair & { readonly layout?: ForeignLayout })[], path: string): Matched {
  const values = new Map<string, Tensor>();
  const undecodable: StoredTensor[] = [];
  for (const { weight, tensor, layout } of pairs) {
    const data = decodeValues(tensor.dtype, tensor.bytes);
    if (data)
      values.set(weight.path, { shape: weight.spec.shape, data: layout ? layout.toOurs(data) : data });
    else undecodable.push(tensor);
  }
  const [first] = undecodable;
  if (!first) return { values };
  const { name, dtype } = first;
  return {
    diagnostics: [diagnostic('ARC6005', undefined, { path, name, dtype, more: undecodable.length - 1 })],
  };
}
