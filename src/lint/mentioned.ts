import type { Program } from '../check/program.ts';
import type { OpName } from '../ops/attributes.ts';
import type * as ast from '../parser/ast.ts';
import { callsIn } from '../parser/walk.ts';

/** Whether a body calls one of some layers: itself, or in a block that it calls, however far down. */
export function usesOp({ calls, mentions }: Program, body: ast.Body, wanted: ReadonlySet<OpName>): boolean {
  const bodies = new Set([body]);
  const blocks = new Set<ast.Declaration>();
  for (const each of bodies) {
    for (const call of callsIn(each)) {
      const callee = calls.get(call)?.callee;
      if (callee?.kind === 'op' && wanted.has(callee.op)) return true;
      if (callee?.kind === 'block') blocks.add(callee.global.declaration);
    }
    for (const block of blocks) {
      if (block.kind === 'block') bodies.add(block.body);
      for (const mentioned of mentions.get(block)?.keys() ?? []) blocks.add(mentioned);
    }
  }
  return false;
}
