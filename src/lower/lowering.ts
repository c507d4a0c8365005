import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** How the numbers of weights are stored; every target computes with 32-bit floats. */
export type WeightStorage = 'float32' | 'float16' | 'int8';

/** Why a target cannot express a network, at the lines that asked for it. */
export interface Refused {
  readonly diagnostics: readonly Diagnostic[];
}

/** The files of a model by name, or why there are none. */
export type Lowering = { readonly files: ReadonlyMap<string, Uint8Array> } | Refused;
