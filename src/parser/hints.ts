import type { TokenType } from 'chevrotain';
import { A_DECLARATION, OR_DECLARATION, type SyntaxProblem } from './expected.ts';
import { isName, startsStatement } from './recovery.ts';
import * as t from './tokens.ts';

/** What the words of other languages are here, at the top level. */
const foreign: ReadonlyMap<string, string> = new Map([
  ['def', 'a function is declared with `fn`, a piece of network with `block`'],
  ['func', 'a function is declared with `fn`'],
  ['function', 'a function is declared with `fn`'],
  ['class', 'a piece of network is declared with `block`'],
  ['module', 'a piece of network is declared with `block`'],
  ['layer', 'a piece of network is declared with `block`'],
  ['model', 'what is built is declared with `network`'],
  ['net', 'what is built is declared with `network`'],
  ['let', 'at the top level a value is named with `const`'],
  ['var', 'a value is named with `const`'],
  ['export', 'everything at the top level can be imported: leave `export` out'],
  ['pub', 'everything at the top level can be imported: leave `pub` out'],
  ['from', 'an import is written `import { name } from "std/layers"`'],
  ['use', 'an import is written `import { name } from "std/layers"`'],
]);

const CHOICE = 'a choice is written `if condition then a else b`';
const BODY = 'what belongs to it stands between `{` and `}`';

/** What to do about a syntax error, where it is one that people make. */
export function hint(problem: SyntaxProblem): string[] {
  const { expected, token, rule } = problem;
  const type = token.tokenType;
  if (type === t.SizeSymbol && !expected.includes('name')) return [CHOICE];
  if (expected === A_DECLARATION || expected === OR_DECLARATION) return topLevel(problem);
  const advice = statementHint(problem) ?? declarationHint(problem) ?? expressionHint(type, expected, rule);
  return advice ? [advice] : [];
}

function topLevel({ token, expected }: SyntaxProblem): string[] {
  const { image, tokenType } = token;
  if (tokenType === t.keyword.if && expected === OR_DECLARATION) return [CHOICE];
  const known = foreign.get(image);
  if (known) return [known];
  if (image === '}') return ['it closes nothing: take it out, or look for a `}` too many above'];
  if (expected === OR_DECLARATION || !startsStatement(token)) return [];
  return ['statements stand in the body of a `block`, a `network` or a `test`'];
}

function statementHint({ expected, token, previous, rule }: SyntaxProblem): string | undefined {
  const type = token.tokenType;
  const before = previous?.image ?? '';
  if (rule === 'letStatement' && expected === '`=`') {
    if (type === t.Colon) return `a \`let\` has the type of its value: \`let ${before} = …\``;
    if (type === t.Comma) return `several names are a pattern: \`let (${before}, …) = …\``;
  }
  if (rule === 'forStatement' && expected === '`in`') return 'a loop is written `for x in xs { … }`';
  if (rule === 'shape' && expected === '`[`') return 'a shape is written `[224, 224, 3]`';
  if (rule === 'requireStatement' && expected === 'a string')
    return 'the message is a text: `require n > 0, "n is {n}"`';
  if (rule === 'expectStatement' && type === t.NumberLiteral)
    return 'what is measured stands on the left: `expect params <= 4M`';
  if (rule !== 'body') return undefined;
  if (expected === '`{`') return bodyHint(type, previous?.tokenType);
  switch (type) {
    case t.Assign:
      return /^\w/.test(before) ? `write \`let ${before} = …\` to name a value` : undefined;
    case t.keyword.else:
      return 'an `else` stands right behind the `}` of its `if`';
    case t.keyword.then:
      return 'as a statement, a choice is written `if condition { … } else { … }`';
    case t.Arrow:
      return 'a chain begins with a call, or with the name of a tensor';
    case t.Bar:
      return 'to apply one layer after the other, write `a() -> b()`';
    case t.LeftParen:
      return before === ')' ? 'to apply a layer to the result of another, write `a() -> b()`' : undefined;
    case t.RightParen:
    case t.RightBracket:
      return 'it closes nothing: take it out, or open it';
    case t.StringLiteral:
      return 'a comma stands before a message: `require n > 0, "n is {n}"`';
    default:
      return undefined;
  }
}

/** Where a body should begin. */
function bodyHint(type: TokenType, before: TokenType | undefined): string {
  if (type === t.Assign) return 'write `==` to compare';
  if (type === t.Arrow) return 'a signature is written `: [h, w, c] -> [h, w, c]`';
  if (before === t.StringLiteral && isName(type))
    return 'a test that should fail is written `test "name" fails "ARC3" { … }`';
  return BODY;
}

function declarationHint({ expected, token, previous, rule }: SyntaxProblem): string | undefined {
  const type = token.tokenType;
  const before = previous?.image ?? '';
  switch (rule) {
    case 'importDeclaration':
      return 'an import is written `import { name } from "std/layers"`';
    case 'fnDeclaration':
      if (expected === '`->`') return 'the type of the result is written: `fn name(x: int) -> int = x + 1`';
      return expected === '`=`'
        ? 'a function is one expression: `fn name(x: int) -> int = x + 1`'
        : undefined;
    case 'blockDeclaration':
      return expected === '`->`' ? 'a signature has two shapes: `: [h, w, c] -> [h, w, c]`' : undefined;
    case 'parameters':
      if (expected === '`(`') return 'the parentheses stand also where there are no parameters';
      return type === t.Arrow ? 'parameters are written `name: type`' : undefined;
    case 'parameter':
      if (type === t.Assign) return `write the type of the parameter: \`${before}: int = …\``;
      return expected === '`:`' ? `write the type of the parameter: \`${before}: int\`` : undefined;
    case 'testDeclaration':
      return 'a test is written `test "what holds" { … }`, or `test "what fails" fails "ARC3" { … }`';
    default:
      return undefined;
  }
}

function expressionHint(type: TokenType, expected: string, rule: string): string | undefined {
  if (
    type === t.Assign &&
    (/^`[,)\]]`/.test(expected) || expected.startsWith('a comparison') || expected === '`then`')
  )
    return 'write `==` to compare';
  if (type === t.Colon && rule === 'arguments') return 'an argument is given as `name = value`';
  if (type === t.keyword.if && rule === 'primary') return 'put parentheses around `if … then … else …`';
  if (type === t.keyword.if && expected.startsWith('`,`')) return CHOICE;
  if ((type === t.LeftBrace || type === t.Colon) && rule === 'conditional') return CHOICE;
  if (type === t.LeftBrace && rule === 'primary')
    return 'there are no dictionaries: a table is a list of tuples';
  if (type === t.Dots) return 'a range needs both ends: `0..n`';
  return undefined;
}
