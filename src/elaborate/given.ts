import type { ParameterInfo, Program } from '../check/program.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { parseExpression } from '../parser/parse.ts';
import type { SourceFile } from '../source/source.ts';
import { coerce, formatValue } from '../values/coerce.ts';
import { formatType } from '../values/type.ts';
import { isUnknown, type Value } from '../values/value.ts';
import type { Constants } from './build.ts';
import { evaluateAlone } from './build.ts';

export interface Given {
  readonly values: ReadonlyMap<string, Value>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Arguments from outside of a program, each the text of an expression: `width=0.5`, `act=leaky_relu(slope = 0.2)`.
 * Names in them mean what they mean in the program's own file. For a parameter that takes strings, a text that is no
 * expression of the right type is that string: `mode=fast`.
 */
export function readGiven(
  program: Program,
  constants: Constants,
  callee: string,
  parameters: readonly ParameterInfo[],
  texts: ReadonlyMap<string, string>,
): Given {
  const values = new Map<string, Value>();
  const diagnostics: Diagnostic[] = [];
  for (const [name, text] of texts) {
    const parameter = parameters.find((each) => each.name === name);
    if (!parameter) {
      const known = parameters.map((each) => each.name);
      const help = didYouMean(name, known);
      if (help.length === 0 && known.length > 0) help.push(`its parameters are ${known.join(', ')}`);
      diagnostics.push(diagnostic('ARC2002', undefined, { callee, name }, { help }));
      continue;
    }
    const source: SourceFile = { path: `--set ${name}`, text };
    const value = evaluateText(program, constants, source);
    const fitted = value.value !== undefined ? coerce(value.value, parameter.type) : undefined;
    const asString = coerce(text, parameter.type);
    if (fitted !== undefined && !isUnknown(fitted)) values.set(name, fitted);
    else if (asString !== undefined) values.set(name, asString);
    else if (value.diagnostics.length > 0) diagnostics.push(...value.diagnostics);
    else {
      const found = value.value === undefined ? `\`${text}\`` : formatValue(value.value);
      const what = `\`${name}\` of \`${callee}\``;
      diagnostics.push(
        diagnostic('ARC2107', undefined, { what, expected: formatType(parameter.type), found }),
      );
    }
  }
  return { values, diagnostics };
}

function evaluateText(
  program: Program,
  constants: Constants,
  source: SourceFile,
): { readonly value: Value | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const parsed = parseExpression(source);
  if (!parsed.expression) return { value: undefined, diagnostics: parsed.diagnostics };
  const problems = program.checkExpression(parsed.expression);
  if (problems.length > 0) return { value: undefined, diagnostics: problems };
  return evaluateAlone(program, constants, parsed.expression);
}
