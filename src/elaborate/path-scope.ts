import type { Span } from '../source/source.ts';

/** A scope of the paths of parts: an instance of a block, or a label's group (LANGUAGE §11). */
export interface PathScope {
  /** With its dot: `stem.`; empty at the top. */
  readonly prefix: string;
  /** Of a shared layer, the path at which it was declared; undefined: weights are called after their nodes. */
  readonly weightPrefix: string | undefined;
  /** How often each name was taken: `irblock` 3 times is irblock, irblock_2 and irblock_3. */
  counts: Map<string, number> | undefined;
  /** The names that labels have taken as they are written, and where. */
  labels: Map<string, Span> | undefined;
  /** Whether a name was taken that itself ends like a counted one, `stage_2`: only then can names meet. */
  numbered: boolean;
}

export function pathScope(prefix: string, weightPrefix: string | undefined): PathScope {
  return { prefix, weightPrefix, counts: undefined, labels: undefined, numbered: false };
}
