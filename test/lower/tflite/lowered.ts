import type { Lowering } from '../../../src/lower/lowering.ts';
import { written } from '../../program.ts';

/** The files of a network that can be lowered. @throws with its diagnostics if it cannot. */
export function filesOf(lowering: Lowering): ReadonlyMap<string, Uint8Array> {
  if ('diagnostics' in lowering) throw new Error(lowering.diagnostics.map(written).join('\n'));
  return lowering.files;
}
