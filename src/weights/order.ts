import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { foreignModuleName } from './foreign.ts';
import { isWeightName } from './layout.ts';
import { listNames } from './mismatch.ts';
import type { StoredTensor } from './safetensors.ts';

/** The names of an order file: one a line, blank lines left out. */
export function parseOrder(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The tensors in the order of the names; every tensor must be named, once, and every name must be a tensor's. */
export function inOrder(
  tensors: readonly StoredTensor[],
  names: readonly string[],
  path: string,
): readonly StoredTensor[] | Diagnostic {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const wanted = names.filter(isWeightName);
  const unknown = wanted.filter((name) => !byName.has(name));
  const [first] = unknown;
  if (first !== undefined) {
    const help = didYouMean(first, byName.keys());
    return diagnostic('ARC6103', undefined, { path, names: listNames(unknown) }, { help });
  }
  const once = new Set<string>();
  const repeated = new Set(wanted.filter((name) => once.size === once.add(name).size));
  if (repeated.size > 0) return diagnostic('ARC6105', undefined, { names: listNames([...repeated]) });
  const leftOut = tensors.filter(({ name }) => !once.has(name)).map(({ name }) => name);
  if (leftOut.length > 0) {
    const help = ['print every name: `print(*model.state_dict(), sep="\\n")`'];
    return diagnostic('ARC6104', undefined, { path, names: listNames(leftOut) }, { help });
  }
  return wanted.flatMap((name) => byName.get(name) ?? []);
}

/**
 * Whether the order of the tensors says nothing, because it is that of their names: refused where there is more than
 * one module. The header or the data may carry it (early versions of the Python library sorted only the data), and
 * that library sorts by type before it sorts by name.
 */
export function isSorted(tensors: readonly StoredTensor[]): boolean {
  if (new Set(tensors.map(({ name }) => foreignModuleName(name))).size < 2) return false;
  const byPlace = [...tensors].sort((a, b) => a.bytes.byteOffset - b.bytes.byteOffset);
  return [tensors, byPlace].some((list) => {
    const last = new Map<string, string>();
    let current = '';
    return list.every(({ name, dtype }) => {
      const before = last.get(dtype);
      if (before !== undefined && (dtype !== current || name < before)) return false;
      current = dtype;
      last.set(dtype, name);
      return true;
    });
  });
}

/** The refusal of a sorted file, with the way out. */
export function sortedDiagnostic(tensors: readonly StoredTensor[], path: string): Diagnostic {
  const names = tensors.map(({ name }) => name).sort();
  const [first = ''] = names;
  return diagnostic(
    'ARC6102',
    undefined,
    { path, first, last: names[names.length - 1] ?? '' },
    {
      notes: ['the safetensors library of Python sorts tensors when it writes them'],
      help: [
        'give the order with `--weights-order keys.txt`, one name a line, as `print(*model.state_dict(), sep="\\n")` prints them',
      ],
    },
  );
}
