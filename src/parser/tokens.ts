import { EOF, Lexer, type TokenType } from 'chevrotain';

/*
 * The lexer looks up which tokens a character may begin. It would work that out from the patterns at every start; the
 * hints save a fifth of its building. A test holds them against what it works out.
 */
const DIGITS = [...'0123456789'];
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];

interface TokenSettings {
  readonly name: string;
  readonly pattern: TokenType['PATTERN'];
  readonly categories?: TokenType[];
  readonly longer_alt?: TokenType;
  readonly start_chars_hint?: (string | number)[];
  readonly group?: string;
}

/**
 * A token as chevrotain's `createToken` makes it, but for the numbers that tell tokens apart: lexer and parser number
 * all tokens together anyway, and to do it for each by itself takes 3 ms of every start.
 */
function createToken(settings: TokenSettings): TokenType {
  const { name, pattern, categories, longer_alt, start_chars_hint, group } = settings;
  return {
    name,
    PATTERN: pattern,
    ...(categories && { CATEGORIES: categories }),
    ...(longer_alt && { LONGER_ALT: longer_alt }),
    ...(start_chars_hint && { START_CHARS_HINT: start_chars_hint }),
    ...(group !== undefined && { GROUP: group }),
  };
}

const codes = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);
/** One character of each 255 beyond the first 256, which is as fine as the lexer's table is there. */
const BEYOND = Array.from({ length: 257 }, (_, i) => 255 * (i + 1) + 1);

/** Names. Contextual keywords are tokens of this category, so that they stay usable as names. */
export const Identifier = createToken({
  name: 'Identifier',
  pattern: /[A-Za-z][A-Za-z0-9_]*|_[A-Za-z0-9_]+/,
  start_chars_hint: [...LETTERS, '_'],
});

/** The words that can never be names. */
export const reservedWords = [
  'import',
  'as',
  'const',
  'fn',
  'block',
  'network',
  'test',
  'input',
  'output',
  'let',
  'require',
  'expect',
  'if',
  'then',
  'else',
  'for',
  'in',
  'repeat',
  'and',
  'or',
  'not',
  'true',
  'false',
  'none',
] as const;

export type ReservedWord = (typeof reservedWords)[number];

/** Words that mean something in one place and are names everywhere else; the constructs are recognised by their body. */
export const contextualWords = ['from', 'fails', 'shared'] as const;
export const constructWords = ['residual', 'shortcut', 'parallel', 'path'] as const;

/** Any reserved word; lets a message say that one was used as a name. */
export const Reserved = createToken({ name: 'Reserved', pattern: Lexer.NA });

function word(text: string, category: TokenType): TokenType {
  const name = `${text[0]?.toUpperCase()}${text.slice(1)}`;
  return createToken({ name, pattern: text, longer_alt: Identifier, categories: [category] });
}

const keywordList = reservedWords.map((text) => [text, word(text, Reserved)] as const);
export const keyword = Object.fromEntries(keywordList) as Record<ReservedWord, TokenType>;

export const From = word('from', Identifier);
export const Fails = word('fails', Identifier);
export const Shared = word('shared', Identifier);

/** `?h`, or `?` alone. */
export const SizeSymbol = createToken({
  name: 'SizeSymbol',
  pattern: /\?(?:[A-Za-z_][A-Za-z0-9_]*)?/,
  start_chars_hint: ['?'],
});
export const Underscore = createToken({ name: 'Underscore', pattern: '_', longer_alt: Identifier });

/** Everything that begins like a number; `numbers.ts` says which of them are numbers. */
export const NumberLiteral = createToken({
  name: 'NumberLiteral',
  pattern: /\d[\d_]*(?:\.(?!\.)[\d_]*)*(?:[eE][+-]?\d[\d_]*)?[A-Za-z_]*\d*[A-Za-z0-9_]*|\.\d[\d_]*/,
  start_chars_hint: [...DIGITS, '.'],
});

/** A whole string, or one that its line ends too early; `strings.ts` reads what is inside. */
export const StringLiteral = createToken({
  name: 'StringLiteral',
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*(?:"|\\)?/,
  start_chars_hint: ['"'],
});

/** What people write for a string in other languages; reported, and read as one. */
export const QuotedText = createToken({
  name: 'QuotedText',
  pattern: /'[^'\r\n]*'|`[^`\r\n]*`/,
  start_chars_hint: ["'", '`'],
  categories: [StringLiteral],
});

/** A run of characters without meaning, kept apart from the tokens. */
export const Unexpected = createToken({
  name: 'Unexpected',
  pattern:
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among them
    /[\x00-\x08\x0b\x0c\x0e-\x1f#$;@\\^~\x7f-\uFEFE\uFF00-\uFFFF]+|[&!'`.]/,
  start_chars_hint: [
    ...`#$;@\\^~&!'\`.`,
    ...codes(0, 8),
    11,
    12,
    ...codes(14, 31),
    ...codes(127, 255),
    ...BEYOND,
  ],
  group: 'unexpected',
});

const symbol = (name: string, pattern: string, categories: TokenType[] = []) =>
  createToken({ name, pattern, categories });

/** Operators between two operands; `in` and `not in` join them in the grammar. */
export const Infix = createToken({ name: 'Infix', pattern: Lexer.NA });
/** `==` and its kin: what an `expect` takes. */
export const Compare = createToken({ name: 'Compare', pattern: Lexer.NA, categories: [Infix] });

/** `and` and `or` of other languages; reported, and read as ours. */
export const DoubleAnd = symbol('DoubleAnd', '&&', [Infix]);
export const DoubleBar = symbol('DoubleBar', '||', [Infix]);

export const Arrow = symbol('Arrow', '->');
export const Dots = symbol('Dots', '..', [Infix]);
export const Equal = symbol('Equal', '==', [Compare]);
export const NotEqual = symbol('NotEqual', '!=', [Compare]);
export const LessEqual = symbol('LessEqual', '<=', [Compare]);
export const GreaterEqual = symbol('GreaterEqual', '>=', [Compare]);
export const Less = symbol('Less', '<', [Compare]);
export const Greater = symbol('Greater', '>', [Compare]);
export const Power = symbol('Power', '**', [Infix]);
export const Star = symbol('Star', '*', [Infix]);
export const Slash = symbol('Slash', '/', [Infix]);
export const Percent = symbol('Percent', '%', [Infix]);
export const Plus = symbol('Plus', '+', [Infix]);
export const Minus = symbol('Minus', '-', [Infix]);
export const Assign = symbol('Assign', '=');
export const Bar = symbol('Bar', '|');
export const Comma = symbol('Comma', ',');
export const Colon = symbol('Colon', ':');
export const LeftParen = symbol('LeftParen', '(');
export const RightParen = symbol('RightParen', ')');
export const LeftBracket = symbol('LeftBracket', '[');
export const RightBracket = symbol('RightBracket', ']');
export const LeftBrace = symbol('LeftBrace', '{');
export const RightBrace = symbol('RightBrace', '}');

export const EndOfFile = EOF;

export const WhiteSpace = createToken({
  name: 'WhiteSpace',
  pattern: /[ \t\r\n\uFEFF]+/,
  start_chars_hint: [' ', '\t', '\r', '\n', '\uFEFF'],
  group: Lexer.SKIPPED,
});
export const LineComment = createToken({
  name: 'LineComment',
  pattern: /\/\/[^\n]*/,
  start_chars_hint: ['/'],
  group: 'comments',
});

/** Tokens that are read only to be reported: no part of the language. */
export const mistakenTokens: ReadonlySet<TokenType> = new Set([QuotedText, DoubleAnd, DoubleBar]);

/** Every token, in the order in which the lexer tries them. */
export const allTokens: TokenType[] = [
  WhiteSpace,
  LineComment,
  NumberLiteral,
  StringLiteral,
  QuotedText,
  SizeSymbol,
  Underscore,
  ...keywordList.map(([, type]) => type).sort((a, b) => b.name.length - a.name.length),
  From,
  Fails,
  Shared,
  Identifier,
  Reserved,
  Infix,
  Compare,
  DoubleAnd,
  DoubleBar,
  Arrow,
  Dots,
  Equal,
  NotEqual,
  LessEqual,
  GreaterEqual,
  Less,
  Greater,
  Power,
  Star,
  Slash,
  Percent,
  Plus,
  Minus,
  Assign,
  Bar,
  Comma,
  Colon,
  LeftParen,
  RightParen,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  Unexpected,
];

let lexer: Lexer | undefined;

/** The lexer, built on first use without validation (a test builds it with). */
export function archLexer(): Lexer {
  lexer ??= buildLexer(false);
  return lexer;
}

export function buildLexer(validate: boolean): Lexer {
  return new Lexer(allTokens, {
    ensureOptimizations: true,
    positionTracking: 'onlyOffset',
    skipValidations: !validate,
  });
}
