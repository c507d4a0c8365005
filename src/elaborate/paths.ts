import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { type PathScope, pathScope } from './path-scope.ts';
import { type Frame, report } from './state.ts';

/**
 * The next free name of a part: its base, then base_2, base_3 … A label that is or becomes the counted name of
 * another part is an error, since a path would then say two things.
 */
export function claimName(frame: Frame, base: string, label: ast.Identifier | undefined): string {
  const scope = frame.paths;
  scope.counts ??= new Map();
  for (;;) {
    const count = (scope.counts.get(base) ?? 0) + 1;
    scope.counts.set(base, count);
    if (count === 1 && /_\d+$/.test(base)) scope.numbered = true;
    const name = count === 1 ? base : countedName(base, count);
    if (!scope.numbered && !label) return name;
    // A label as it is written against the counted name of another part, whichever came first. Counted names that
    // only blocks' own names make pass each other silently.
    const labelled = scope.labels?.get(name);
    const counted = scope.numbered && isCounted(scope.counts, name, base);
    const clash = label && name === base && counted ? label.span : labelled;
    if (clash) {
      report(
        frame,
        diagnostic(
          'ARC1007',
          clash,
          { label: name },
          { help: ['choose a label that does not end in a number'] },
        ),
      );
    }
    if (labelled || counted) continue;
    if (label && name === base) {
      scope.labels ??= new Map();
      scope.labels.set(name, label.span);
    }
    return name;
  }
}

const COUNTED = 16;
const countedNames = new Map<string, string[]>();

/** `irblock_3`; the first few of each name are one string wherever they are used, since a network holds many of them. */
function countedName(base: string, count: number): string {
  if (count > COUNTED) return `${base}_${count}`;
  let names = countedNames.get(base);
  if (!names) {
    names = Array.from({ length: COUNTED + 1 }, (_, i) => `${base}_${i}`);
    countedNames.set(base, names);
  }
  return names[count] ?? `${base}_${count}`;
}

/** Whether a counted name other than those of `base` has taken the name. */
function isCounted(counts: ReadonlyMap<string, number>, name: string, base: string): boolean {
  if (name !== base && counts.has(name)) return true;
  const underscore = name.lastIndexOf('_');
  const stem = name.slice(0, underscore);
  const number = Number(name.slice(underscore + 1));
  if (underscore <= 0 || stem === base || !(number >= 2)) return false;
  return number <= (counts.get(stem) ?? 0) && name === `${stem}_${number}`;
}

/** What a part is called in its scope, and the whole path of its weights where that is another. */
export interface PartName {
  readonly name: string;
  readonly weightPath: string | undefined;
}

/** The name of a part by its label, or by the declared name of its layer or block. */
export function partName(frame: Frame, declared: string, label: ast.Identifier | undefined): PartName {
  const name = claimName(frame, label?.name ?? declared, label);
  const { weightPrefix } = frame.paths;
  return { name, weightPath: weightPrefix === undefined ? undefined : weightPrefix + name };
}

/** The scope inside a part: of a block's instance, or of a label's group. */
export function scopeInside(outer: PathScope, part: PartName): PathScope {
  const weightPrefix = part.weightPath === undefined ? undefined : `${part.weightPath}.`;
  return pathScope(`${outer.prefix}${part.name}.`, weightPrefix);
}
