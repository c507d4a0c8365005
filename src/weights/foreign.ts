import {
  BARE,
  FOREIGN_SUFFIXES,
  type ForeignLayout,
  fitsShape,
  foreignLayout,
  withoutOnes,
} from './layout.ts';
import type { Mismatch, Pair } from './mismatch.ts';
import type { NamedWeight } from './named.ts';
import type { StoredTensor } from './safetensors.ts';

/** A weight of ours and how PyTorch stores it. */
interface Wanted {
  readonly weight: NamedWeight;
  readonly layout: ForeignLayout;
}

/** One layer's weights, by suffix. */
type OurModule = ReadonlyMap<string, Wanted>;
type ForeignModule = ReadonlyMap<string, StoredTensor>;

export interface ForeignPair extends Pair {
  readonly layout: ForeignLayout;
}

/** How many comparisons of modules an exact account of a mismatch may cost. */
const MOST_COMPARISONS = 4_000_000;

/**
 * Pairs the tensors of a PyTorch state dict, in its order, with the weights of a network, in the order of the body:
 * module by module, and inside a module by suffix. Factors of layer_scale are paired among themselves: PyTorch lists a
 * parameter that a block holds itself before the block's layers, wherever it is used.
 */
export function pairForeign(
  weights: readonly NamedWeight[],
  tensors: readonly StoredTensor[],
): readonly ForeignPair[] | Mismatch {
  const ours = ourModules(weights);
  const theirs = foreignModules(tensors);
  const pairs: ForeignPair[] = [];
  const mismatch: Mismatch = { missing: [], leftOver: [], reshaped: [] };
  for (const bare of [false, true]) {
    const mine = ours.filter((module) => module.has(BARE) === bare);
    const yours = theirs.filter((module) => module.has(BARE) === bare);
    if (mine.length !== yours.length || !mine.every((module, i) => fits(module, yours[i]))) {
      compare(mine, yours, mismatch);
      continue;
    }
    mine.forEach((module, i) => {
      for (const [suffix, { weight, layout }] of module) {
        const tensor = yours[i]?.get(suffix);
        if (tensor) pairs.push({ weight, tensor, layout });
      }
    });
  }
  const agree = mismatch.missing.length + mismatch.leftOver.length + mismatch.reshaped.length === 0;
  return agree ? pairs : mismatch;
}

function ourModules(weights: readonly NamedWeight[]): OurModule[] {
  const modules = new Map<string, Map<string, Wanted>>();
  for (const weight of weights) {
    const layout = foreignLayout(weight);
    entry(modules, weight.module).set(layout.suffix, { weight, layout });
  }
  return [...modules.values()];
}

/** A module is what shares a name up to the last dot; it stands where its first tensor does. */
function foreignModules(tensors: readonly StoredTensor[]): ForeignModule[] {
  const modules = new Map<string, Map<string, StoredTensor>>();
  for (const tensor of tensors) {
    const prefix = foreignModuleName(tensor.name);
    const suffix = tensor.name.slice(tensor.name.lastIndexOf('.') + 1);
    if (FOREIGN_SUFFIXES.has(suffix)) entry(modules, prefix).set(suffix, tensor);
    else entry(modules, `${tensor.name}.${BARE}`).set(BARE, tensor);
  }
  return [...modules.values()];
}

/** `features.0.1` of `features.0.1.running_mean`. */
export function foreignModuleName(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

function entry<V>(modules: Map<string, Map<string, V>>, name: string): Map<string, V> {
  const known = modules.get(name);
  if (known) return known;
  const made = new Map<string, V>();
  modules.set(name, made);
  return made;
}

function fits(ours: OurModule | undefined, theirs: ForeignModule | undefined): boolean {
  if (!ours || !theirs || ours.size !== theirs.size) return false;
  for (const [suffix, { layout }] of ours) {
    const tensor = theirs.get(suffix);
    if (!tensor || !fitsShape(layout.shape, tensor.shape)) return false;
  }
  return true;
}

/**
 * Says how two lists of modules differ as a longest common subsequence sees it, so that one layer too many is reported
 * as that layer, and not as every layer behind it.
 */
function compare(ours: readonly OurModule[], theirs: readonly ForeignModule[], into: Mismatch): void {
  let start = 0;
  while (start < ours.length && fits(ours[start], theirs[start])) start++;
  let [end, theirEnd] = [ours.length, theirs.length];
  while (end > start && theirEnd > start && fits(ours[end - 1], theirs[theirEnd - 1])) {
    end--;
    theirEnd--;
  }
  const [mine, yours] = [ours.slice(start, end), theirs.slice(start, theirEnd)];

  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...commonModules(mine, yours), [mine.length, yours.length] as const]) {
    compareGap(mine.slice(i, nextI), yours.slice(j, nextJ), into);
    [i, j] = [nextI + 1, nextJ + 1];
  }
}

/** The places of a longest common subsequence in both lists; none where finding it would cost too much. */
function commonModules(
  ours: readonly OurModule[],
  theirs: readonly ForeignModule[],
): (readonly [number, number])[] {
  const columns = theirs.length + 1;
  if (ours.length * theirs.length > MOST_COMPARISONS) return [];
  const lengths = new Uint32Array((ours.length + 1) * columns);
  const length = (i: number, j: number) => lengths[i * columns + j] ?? 0;
  for (let i = ours.length - 1; i >= 0; i--) {
    for (let j = theirs.length - 1; j >= 0; j--) {
      lengths[i * columns + j] = fits(ours[i], theirs[j])
        ? length(i + 1, j + 1) + 1
        : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const common: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < ours.length && j < theirs.length) {
    if (fits(ours[i], theirs[j])) common.push([i++, j++]);
    else if (length(i + 1, j) >= length(i, j + 1)) i++;
    else j++;
  }
  return common;
}

/** Modules between two that agree: paired one by one while they hold the same suffixes, the rest missing or left over. */
function compareGap(ours: readonly OurModule[], theirs: readonly ForeignModule[], into: Mismatch): void {
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    const [mine, yours] = [ours[i], theirs[i]];
    const alike = mine && yours && similar(mine, yours);
    for (const [suffix, { weight, layout }] of mine ?? []) {
      const tensor = alike ? yours.get(suffix) : undefined;
      if (!tensor) into.missing.push(weight);
      else if (!fitsShape(layout.shape, tensor.shape))
        into.reshaped.push({ weight, tensor, expected: layout.shape });
    }
    for (const [suffix, tensor] of yours ?? []) {
      if (!alike || !mine.has(suffix)) into.leftOver.push(tensor);
    }
  }
}

/** Whether two modules that differ are probably meant for each other: their main weights have as many axes. */
function similar(ours: OurModule, theirs: ForeignModule): boolean {
  for (const [suffix, { layout }] of ours) {
    const shape = theirs.get(suffix)?.shape;
    if (!shape) return false;
    return (
      shape.length === layout.shape.length || withoutOnes(shape).length === withoutOnes(layout.shape).length
    );
  }
  return false;
}
