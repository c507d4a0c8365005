import type { ParameterInfo } from '../check/program.ts';
import type * as ast from '../parser/ast.ts';
import type { Type } from '../values/type.ts';

/** An argument for a parameter of a network, as text. */
export interface OtherArgument {
  readonly name: string;
  readonly text: string;
}

/** Arguments that make another network than the defaults do, where the type says which ones there are; one at a time. */
export function otherArguments(
  { parameters }: ast.NetworkDeclaration,
  infos: readonly ParameterInfo[],
): readonly OtherArgument[] {
  return parameters.flatMap(({ name, default: given }, i) => {
    const type = infos[i]?.type;
    const texts = type && given ? otherTexts(type, given) : [];
    return texts.map((text) => ({ name: name.name, text }));
  });
}

function otherTexts(type: Type, given: ast.Expression): readonly string[] {
  if (type.kind === 'union') return type.options.flatMap((option) => otherTexts(option, given));
  if (type.kind === 'bool') return given.kind === 'bool' ? [String(!given.value)] : ['true', 'false'];
  if (type.kind === 'literal') return [type.value];
  if (type.kind === 'none') return ['none'];
  if (type.kind === 'layer') return ['identity'];
  if (type.kind !== 'int' && type.kind !== 'float') return [];
  const number = numberOf(given) ?? 0;
  const others = type.kind === 'int' ? [number + 1, number - 1] : [2 * number + 1, number / 2];
  return others.map(String);
}

function numberOf(given: ast.Expression): number | undefined {
  if (given.kind === 'int' || given.kind === 'float') return given.value;
  const inner = given.kind === 'unary' && given.operator === '-' ? numberOf(given.operand) : undefined;
  return inner === undefined ? undefined : -inner;
}
