import { constructWords, contextualWords } from '../../src/parser/tokens.ts';
import { lexicalRules, type Piece, type Production } from './productions.ts';

/** The grammar in the EBNF of the XML recommendation (https://www.w3.org/TR/xml/#sec-notation). */
export function ebnf(rules: readonly Production[]): string {
  const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ');
  return [
    '/* The grammar of .arch, written from the parser by `npm run grammar`. Do not edit. */',
    '',
    ...rules.map(({ name, definition }) => wrapped(name, definition)),
    '',
    '/* Tokens, as regular expressions. White space and comments may stand between any two. */',
    '',
    ...lexicalRules().map(({ name, pattern }) => `${name} ::= /${pattern}/`),
    '',
    `/* Names everywhere else: ${quoted(contextualWords)}, and the constructs ${quoted(constructWords)}, which a name is`,
    "   where a body follows it. `shared` begins a statement where a name follows it; 'shortcut' follows a residual. */",
    '',
  ].join('\n');
}

function wrapped(name: string, definition: Piece): string {
  const line = `${name} ::= ${written(definition, false)}`;
  if (line.length <= 110 || definition.kind !== 'choice') return line;
  const pad = ' '.repeat(name.length + 3);
  return `${name} ::= ${definition.items.map((item) => written(item, false)).join(`\n${pad}| `)}`;
}

function written(piece: Piece, inner: boolean): string {
  switch (piece.kind) {
    case 'text':
      return `'${piece.text}'`;
    case 'token':
    case 'rule':
      return piece.text;
    case 'sequence': {
      const text = piece.items.map((item) => written(item, item.kind === 'choice')).join(' ');
      return inner && piece.items.length > 1 ? `(${text})` : text;
    }
    case 'choice': {
      const text = piece.items.map((item) => written(item, false)).join(' | ');
      return inner ? `(${text})` : text;
    }
    case 'optional':
      return `${written(piece.item, true)}?`;
    case 'many':
      return `${written(piece.item, true)}*`;
    case 'some':
      return `${written(piece.item, true)}+`;
  }
}
