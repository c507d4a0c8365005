import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import { type Frame, report } from './state.ts';

/** A scope of the paths of parts: an instance of a block, or a label's group (LANGUAGE §11). */
export interface PathScope {
  /** With its dot: `stem.`; empty at the top. */
  readonly prefix: string;
  /** The same for weights: of a shared layer, the path at which it was declared. */
  readonly weightPrefix: string;
  /** How often each name was taken. */
  readonly counts: Map<string, number>;
  /** Names taken, by the label that took them, or undefined for a counted name. */
  readonly taken: Map<string, Span | undefined>;
}

export function pathScope(prefix: string, weightPrefix: string): PathScope {
  return { prefix, weightPrefix, counts: new Map(), taken: new Map() };
}

/**
 * The next free name of a part: its base, then base_2, base_3 … A label that is or becomes the counted name of
 * another part is an error, since a path would then say two things.
 */
export function claimName(frame: Frame, base: string, label: ast.Identifier | undefined): string {
  const { counts, taken } = frame.paths;
  for (;;) {
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    const name = count === 1 ? base : `${base}_${count}`;
    if (!taken.has(name)) {
      taken.set(name, label?.span);
      return name;
    }
    const earlier = taken.get(name);
    // Two labels of one name are counted on; two counted names pass each other silently.
    const clash = label && earlier === undefined ? label.span : !label && earlier ? earlier : undefined;
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
  }
}

/** What a part is called in its scope, and the whole path of its weights. */
export interface PartName {
  readonly name: string;
  readonly weightPath: string;
}

/** The name of a part by its label, or by the declared name of its layer or block. */
export function partName(frame: Frame, declared: string, label: ast.Identifier | undefined): PartName {
  const name = claimName(frame, label?.name ?? declared, label);
  return { name, weightPath: frame.paths.weightPrefix + name };
}
