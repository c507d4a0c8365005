import { MarkupKind, type SignatureHelp } from 'vscode-languageserver';
import { cursorAt, openCall } from '../cursor.ts';
import { signatureOf } from '../signatures.ts';
import type { Snapshot } from '../snapshot.ts';
import { calleeNamed } from './callees.ts';

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
  const named = parameters.findIndex((each) => each.name === call.named);
  // The tensors of a join are one entry, however many there are.
  const last = Math.max(0, parameters.length - 1);
  const active = named >= 0 ? named : parameters[0]?.name === '…' ? 0 : Math.min(call.index, last);
  const documentation = doc ? { kind: MarkupKind.Markdown, value: doc } : undefined;
  return {
    signatures: [{ label, parameters: places, ...(documentation && { documentation }) }],
    activeSignature: 0,
    activeParameter: active,
  };
}
