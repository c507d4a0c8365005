import { MarkupKind, type SignatureHelp } from 'vscode-languageserver';
import { cursorAt, type OpenCall, openCall } from '../cursor.ts';
import { type ShownParameter, signatureOf } from '../signatures.ts';
import type { Snapshot } from '../snapshot.ts';
import { calleeNamed } from './callees.ts';

/** The parameter that is named, else the next one that has no argument. */
function activeParameter(parameters: readonly ShownParameter[], { named, given, index }: OpenCall): number {
  const chosen = parameters.findIndex(({ name }) => name === named);
  if (chosen >= 0) return chosen;
  // The tensors of a join are one entry, however many there are.
  if (parameters[0]?.name === '…') return 0;
  const positional = index - given.length;
  const next = parameters.findIndex(({ name }, i) => i >= positional && !given.includes(name));
  return next >= 0 ? next : Math.max(0, parameters.length - 1);
}

/** The parameters of the call that is being written, the one at the cursor first in mind. */
export function signatureHelp(snapshot: Snapshot, offset: number): SignatureHelp | undefined {
  const cursor = cursorAt(snapshot.source.text, offset);
  const call = cursor.inComment ? undefined : openCall(cursor, true);
  const meaning = call && calleeNamed(snapshot, call.callee);
  const signature = meaning && signatureOf(meaning);
  if (!call || !signature) return undefined;
  const { name, parameters, result, doc } = signature;
  const label = `${name}(${parameters.map(({ text }) => text).join(', ')})${result}`;
  let at = name.length + 1;
  const places = parameters.map(({ text, doc: about }) => {
    const start = at;
    at += text.length + 2;
    const documentation = about ? { kind: MarkupKind.Markdown, value: about } : undefined;
    return {
      label: [start, start + text.length] as [number, number],
      ...(documentation && { documentation }),
    };
  });
  const active = activeParameter(parameters, call);
  const documentation = doc ? { kind: MarkupKind.Markdown, value: doc } : undefined;
  return {
    signatures: [{ label, parameters: places, ...(documentation && { documentation }) }],
    activeSignature: 0,
    activeParameter: active,
  };
}
