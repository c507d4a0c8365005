import { A_DECLARATION, type SyntaxProblem } from './expected.ts';
import { startsStatement } from './recovery.ts';
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

/** What to do about a syntax error, where it is one that people make. */
export function hint({ expected, token, previous, rule }: SyntaxProblem): string[] {
  const type = token.tokenType;
  const before = previous?.image ?? '';
  if (expected === A_DECLARATION) return topLevel(token.image, startsStatement(token));
  if (type === t.Assign) {
    if (rule === 'expectStatement' || rule === 'branch' || rule === 'requireStatement')
      return ['write `==` to compare'];
    if (expected === '`:`') return ['write the type of the parameter: `name: int = 3`'];
    if (expected.includes('statement') && /^\w/.test(before))
      return [`write \`let ${before} = …\` to name a value`];
    if (/`[,)]/.test(expected) || expected === '`then`') return ['write `==` to compare'];
  }
  if (type === t.keyword.if && rule === 'primary') return ['put parentheses around `if … then … else …`'];
  if (type === t.keyword.if && expected.includes('`,`'))
    return ['a choice is written `if condition then a else b`'];
  if (type === t.Dots) return ['a range needs both ends: `0..n`'];
  if (type === t.Arrow && expected.includes('type')) return ['parameters are written `name: type`'];
  if (expected === '`:`' && (type === t.Comma || type === t.RightParen))
    return [`write the type of \`${before}\`: \`${before}: int\``];
  if (type === t.LeftBrace && expected === '`then`')
    return ['in an expression, a choice is written `if condition then a else b`'];
  if (type === t.Colon && rule === 'conditional') return ['a choice is written `if condition then a else b`'];
  if (type === t.keyword.then && rule === 'body')
    return ['as a statement, a choice is written `if condition { … } else { … }`'];
  if (type === t.keyword.else) return ['an `else` stands right behind the `}` of its `if`'];
  if (rule === 'parallel' || expected === '`from`')
    return ['an import is written `import { name } from "std/layers"`'];
  if (type === t.Arrow && rule === 'body')
    return ['a chain begins with a call, or with the name of a tensor'];
  return [];
}

function topLevel(word: string, isStatement: boolean): string[] {
  const known = foreign.get(word);
  if (known) return [known];
  if (word === '}') return ['it closes nothing: take it out, or look for a `}` too many above'];
  return isStatement ? ['statements stand in the body of a `block`, a `network` or a `test`'] : [];
}
