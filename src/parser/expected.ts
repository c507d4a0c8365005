import type { IParserErrorMessageProvider, IToken, TokenType } from 'chevrotain';
import { listOr } from '../diagnostics/lists.ts';
import * as t from './tokens.ts';

export const A_DECLARATION = 'a declaration: `import`, `const`, `fn`, `block`, `network` or `test`';

export const OR_DECLARATION = 'an operator or the next declaration';

/** What a rule is about, for when it could go on in more than three ways. */
const categories: Readonly<Record<string, string>> = {
  module: A_DECLARATION,
  declaration: A_DECLARATION,
  body: 'a statement or `}`',
  statement: 'a statement',
  chain: 'a layer or block call',
  element: 'a layer or block call',
  namedElement: 'a layer or block call',
  expression: 'an expression',
  operation: 'an expression',
  operand: 'an expression',
  primary: 'an expression',
  infix: 'an operator',
  expectStatement: '`params`, `macs`, `shape`, `output` or the name of a tensor',
  pattern: 'a name or a pattern such as `(a, b)`',
  tuplePattern: '`,` and a second name',
  typeOption: 'a type such as `int`, `"same"` or `[float]`',
};

const names: ReadonlyMap<TokenType, string> = new Map([
  [t.Identifier, 'a name'],
  [t.NumberLiteral, 'a number'],
  [t.StringLiteral, 'a string'],
  [t.SizeSymbol, 'a symbolic size'],
  [t.Compare, 'a comparison such as `==` or `<=`'],
  [t.Infix, 'an operator'],
  [t.EndOfFile, 'the end of the file'],
]);

/** A kind of token in words, or its text in backticks. */
export function describeType(type: TokenType): string {
  const known = names.get(type);
  if (known) return known;
  return typeof type.PATTERN === 'string' ? `\`${type.PATTERN}\`` : type.name;
}

/** A token as found in the text. */
export function describeToken(token: IToken): string {
  const type = token.tokenType;
  if (type === t.EndOfFile) return 'the end of the file';
  const image = token.image.length > 40 ? `${token.image.slice(0, 37)}…` : token.image;
  if (type === t.StringLiteral) return `the string ${image}`;
  return `\`${image}\``;
}

/** A syntax error: what could stand where a token does, in words. */
export interface SyntaxProblem {
  readonly expected: string;
  readonly token: IToken;
  readonly previous: IToken | undefined;
  /** The rule that was being read. */
  readonly rule: string;
}

/** Counts the errors of a run, so that the parser can give up on a text that is none of ours. */
export interface Tally {
  errors: number;
}

/** Chevrotain's hook: the message of each error is only what was expected; `errors.ts` makes a diagnostic of it. */
export function messageProvider(tally: Tally): IParserErrorMessageProvider {
  const counted = (message: string) => {
    tally.errors++;
    return message;
  };
  return {
    buildMismatchTokenMessage: ({ expected, ruleName }) =>
      counted(
        lists.has(ruleName) && closers.has(expected)
          ? `\`,\` or ${describeType(expected)}`
          : describeType(expected),
      ),
    buildNotAllInputParsedMessage: () => counted(A_DECLARATION),
    buildNoViableAltMessage: ({ expectedPathsPerAlt, ruleName }) =>
      counted(alternatives(expectedPathsPerAlt.flat(), ruleName)),
    buildEarlyExitMessage: ({ expectedIterationPaths, ruleName }) =>
      counted(alternatives(expectedIterationPaths, ruleName)),
  };
}

/** The rules that read elements with commas between them. */
const lists = new Set([
  'arguments',
  'parameters',
  'parenthesised',
  'list',
  'shape',
  'tuplePattern',
  'tupleType',
  'importDeclaration',
]);
const closers = new Set([t.RightParen, t.RightBracket, t.RightBrace]);

function alternatives(paths: readonly (readonly TokenType[])[], ruleName: string): string {
  const firsts = [...new Set(paths.flatMap((path) => path.slice(0, 1)).map(describeType))];
  const category = categories[ruleName];
  return category !== undefined || firsts.length > 3 ? (category ?? 'something else') : listOr(firsts);
}
