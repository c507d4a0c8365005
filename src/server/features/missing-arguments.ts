import { opParameters } from '../../check/calls.ts';
import type { Callee, ParameterInfo } from '../../check/program.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { callsIn } from '../../parser/walk.ts';
import { type Span, span } from '../../source/source.ts';
import type { Type } from '../../values/type.ts';
import type { Snapshot } from '../snapshot.ts';

/** Writes the arguments that a call leaves out, each with a value of its type to start from. */
export function missingArgumentFixes({ module, analysis }: Snapshot, place: Span): readonly Fix[] {
  for (const call of callsIn(module)) {
    const resolved = analysis.program.calls.get(call);
    if (!resolved || call.span.start !== place.start || call.span.end !== place.end) continue;
    const missing = parametersOf(analysis.program.parameters, resolved.callee).filter(
      (each, i) => !resolved.args[i] && !each.hasDefault && !each.bound,
    );
    if (missing.length === 0) return [];
    const text = missing.map(({ name, type }) => `${name} = ${exampleOf(type)}`).join(', ');
    const { source, end } = call.span;
    const last = call.args[call.args.length - 1];
    const at = last ? last.span.end : end - 1;
    const names = missing.map(({ name }) => `\`${name}\``).join(', ');
    return [
      { title: `insert ${names}`, edits: [{ span: span(source, at, at), text: last ? `, ${text}` : text }] },
    ];
  }
  return [];
}

function parametersOf(
  parameters: Snapshot['analysis']['program']['parameters'],
  callee: Callee,
): readonly ParameterInfo[] {
  if (callee.kind === 'op') return opParameters(callee.op);
  if (callee.kind === 'local' || callee.kind === 'function') return [];
  return parameters.get(callee.global.declaration) ?? [];
}

/** A value of a type that is there to be replaced. */
export function exampleOf(type: Type): string {
  switch (type.kind) {
    case 'int':
      return '1';
    case 'float':
      return '1.0';
    case 'bool':
      return 'false';
    case 'string':
      return '""';
    case 'literal':
      return JSON.stringify(type.value);
    case 'layer':
      return 'relu';
    case 'list':
      return '[]';
    case 'tuple':
      return `(${type.items.map(exampleOf).join(', ')})`;
    case 'union':
      return type.options[0] ? exampleOf(type.options[0]) : 'none';
    default:
      return 'none';
  }
}
