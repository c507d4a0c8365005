import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { listAnd } from '../diagnostics/lists.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { NamedWeight } from './named.ts';
import type { StoredTensor } from './safetensors.ts';
import { formatDimensions, sameDimensions } from './tensor.ts';

export interface Pair {
  readonly weight: NamedWeight;
  readonly tensor: StoredTensor;
}

/** Everything in which a file and a network differ. */
export interface Mismatch {
  /** Weights for which the file has no tensor. */
  readonly missing: NamedWeight[];
  /** Tensors for which the network has no weight. */
  readonly leftOver: StoredTensor[];
  /** `expected`: the shape that the weight has in the file's layout. */
  readonly reshaped: (Pair & { readonly expected: readonly number[] })[];
}

/** How many of a kind are listed before they are only counted. */
const LISTED = 4;

/** One error for all of it: how many of each kind, and the first few by name with both shapes. */
export function mismatchDiagnostic(mismatch: Mismatch, path: string, help: readonly string[]): Diagnostic {
  const { missing, leftOver, reshaped } = mismatch;
  const counts = [
    reshaped.length > 0 && `${count(reshaped.length, 'weight has', 'weights have')} another shape`,
    missing.length > 0 && `${count(missing.length, 'weight has', 'weights have')} no tensor`,
    leftOver.length > 0 && `${count(leftOver.length, 'tensor is', 'tensors are')} left over`,
  ];
  const notes = [
    ...few(reshaped, 'with another shape', ({ weight, tensor, expected }) => {
      const ours = formatDimensions(weight.spec.shape);
      const foreign = sameDimensions(weight.spec.shape, expected)
        ? ''
        : `, ${formatDimensions(expected)} in PyTorch`;
      return `\`${weight.path}\` is ${ours}${foreign}; \`${tensor.name}\` is ${formatDimensions(tensor.shape)}`;
    }),
    ...few(
      missing,
      'without a tensor',
      ({ path, spec }) => `no tensor for \`${path}\` ${formatDimensions(spec.shape)}`,
    ),
    ...few(
      leftOver,
      'left over',
      ({ name, shape }) => `no weight for \`${name}\` ${formatDimensions(shape)}`,
    ),
  ];
  const first = reshaped[0]?.weight ?? missing[0];
  const label = first && `\`${first.path}\` is ${formatDimensions(first.spec.shape)}`;
  const found = counts.filter((part) => part !== false).join(', ');
  return diagnostic('ARC6101', first?.origin, { path, found }, { label, notes, help });
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

function few<T>(items: readonly T[], kind: string, describe: (item: T) => string): string[] {
  const lines = items.slice(0, LISTED).map(describe);
  return items.length > LISTED ? [...lines, `and ${items.length - LISTED} more ${kind}`] : lines;
}

/** "`a`, `b`, `c` and 12 more". */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map((name) => `\`${name}\``);
  if (names.length > LISTED) return `${shown.join(', ')} and ${names.length - LISTED} more`;
  return listAnd(shown);
}
