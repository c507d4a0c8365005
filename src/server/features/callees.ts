import { functions } from '../../check/functions.ts';
import { isOpName } from '../../check/lookup.ts';
import type { Meaning } from '../meaning.ts';
import type { Snapshot } from '../snapshot.ts';

/** What a name in front of `(` means at the top of a file, also in text that is not checked. */
export function calleeNamed(snapshot: Snapshot, name: string): Meaning | undefined {
  const globals = [snapshot, snapshot.good].map((each) => each?.analysis.program.entry.globals.get(name));
  const global = globals.find((each) => each !== undefined);
  if (global) return { kind: 'global', global };
  if (isFunctionName(name)) return { kind: 'function', name };
  return isOpName(name) ? { kind: 'op', op: name } : undefined;
}

function isFunctionName(name: string): name is keyof typeof functions {
  return Object.hasOwn(functions, name);
}
