import { EOF, type ILexingResult, type IToken } from 'chevrotain';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { type SourceFile, span } from '../source/source.ts';
import type * as ast from './ast.ts';
import { documentation } from './docs.ts';
import { problemOf, SHOWN, syntaxErrors } from './errors.ts';
import type { SyntaxProblem } from './expected.ts';
import { ArchParser, type OpenModule } from './grammar.ts';
import { checkLimits } from './limits.ts';
import { findDivisions } from './slashes.ts';
import { archLexer } from './tokens.ts';
import { tokensFor, type Use } from './use.ts';

export interface Parsed {
  readonly module: ast.Module;
  readonly diagnostics: readonly Diagnostic[];
}

let quick: ArchParser | undefined;
let recovering: ArchParser | undefined;

/**
 * Parses as much of one source as its use needs. Never throws and always gives a tree: of broken text, what could be
 * read of it, with the declarations around a syntax error marked as broken.
 */
export function parse(source: SourceFile, use: Use = 'whole'): Parsed {
  const { tokens: written, comments, diagnostics: found } = lex(source);
  const tokens = tokensFor(use, written);
  const diagnostics = [...found];

  const tooMuch = checkLimits(source, tokens);
  if (tooMuch)
    return {
      module: { source, imports: [], declarations: [], comments, incomplete: true },
      diagnostics: [...diagnostics, tooMuch],
    };

  const { open, problems, others } = readModule(source, tokens);
  diagnostics.push(...syntaxErrors(source, tokens, problems, [...diagnostics, ...others]), ...others);
  diagnostics.sort((a, b) => (a.primary?.span.start ?? 0) - (b.primary?.span.start ?? 0));

  for (const declaration of open.declarations) {
    declaration.doc = documentation(source, comments, declaration.span.start);
    declaration.broken ||= diagnostics.some((each) => inside(each, declaration));
  }
  return { module: { source, ...open, comments }, diagnostics };
}

/** The tokens of a source, comments apart, each as the writer meant it. */
interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly ast.Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

function lex(source: SourceFile): Lexed {
  const lexed = archLexer().tokenize(source.text);
  const comments = lexed.groups.comments ?? [];
  const { mistaken, diagnostics } = findDivisions(source, lexed.tokens, comments);
  return {
    tokens: mistaken.size > 0 ? withDivisions(lexed.tokens, mistaken) : lexed.tokens,
    comments: comments.filter((token) => !mistaken.has(token)).map((token) => commentOf(source, token)),
    diagnostics: [...characterErrors(source, lexed), ...diagnostics],
  };
}

interface Reading {
  readonly open: OpenModule;
  readonly problems: readonly SyntaxProblem[];
  /** What is wrong beyond syntax: numbers, strings. */
  readonly others: readonly Diagnostic[];
}

/** Most texts are right, and need no parser that goes on behind errors; the others are read again by one. */
function readModule(source: SourceFile, tokens: IToken[]): Reading {
  quick ??= new ArchParser({ recovers: false });
  const reading = readWith(quick, source, tokens);
  if (reading.problems.length === 0 && reading.others.length === 0) return reading;
  recovering ??= new ArchParser();
  return readWith(recovering, source, tokens);
}

function readWith(parser: ArchParser, source: SourceFile, tokens: IToken[]): Reading {
  const open: OpenModule = { imports: [], declarations: [], incomplete: false };
  parser.problems = [];
  parser.pending = [];
  parser.begin(source, tokens);
  parser.module(open);
  const problems = problemsOf(parser);
  return { open, problems, others: [...interpolate(parser, source), ...parser.problems] };
}

/** Parses a text that is one expression. */
export function parseExpression(source: SourceFile): {
  readonly expression: ast.Expression | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const lexed = archLexer().tokenize(source.text);
  const errors = characterErrors(source, lexed);
  const tooMuch = checkLimits(source, lexed.tokens);
  if (tooMuch) return { expression: undefined, diagnostics: [...errors, tooMuch] };
  recovering ??= new ArchParser();
  const parser = recovering;
  parser.problems = [];
  parser.pending = [];
  parser.begin(source, lexed.tokens);
  const expression = parser.interpolation();
  const problems = problemsOf(parser);
  const others = [...errors, ...interpolate(parser, source), ...parser.problems];
  const diagnostics = [...others, ...syntaxErrors(source, lexed.tokens, problems, others)];
  return { expression: diagnostics.length > 0 ? undefined : expression, diagnostics };
}

function problemsOf(parser: ArchParser): SyntaxProblem[] {
  return [...parser.errors.map(problemOf), ...parser.strays];
}

/** Parses what stands inside `{…}` in strings, with the same parser once it is done with the file. */
function interpolate(parser: ArchParser, source: SourceFile): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const { node, pieces } of parser.pending.splice(0)) {
    if (diagnostics.length >= SHOWN) break;
    node.parts = pieces.flatMap((piece): (string | ast.Expression)[] => {
      if (typeof piece === 'string') return [piece];
      if (diagnostics.length >= SHOWN) return [];
      const lexed = archLexer().tokenize(source.text.slice(piece.start, piece.end));
      for (const token of lexed.tokens) token.startOffset += piece.start;
      const place = span(source, piece.start - 1, piece.end + 1);
      diagnostics.push(...characterErrors(source, lexed, piece.start));
      if (lexed.tokens.length === 0) {
        diagnostics.push(diagnostic('ARC0006', place, { problem: 'this interpolation is empty' }));
        return [];
      }
      const tooMuch = checkLimits(source, lexed.tokens);
      if (tooMuch) {
        diagnostics.push(tooMuch);
        return [];
      }
      parser.begin(source, lexed.tokens);
      const value = parser.interpolation();
      const atEnd = parser.errors.some((error) => error.token.tokenType === EOF);
      if (atEnd) {
        const problem = `the interpolation ends where ${parser.errors[0]?.message} is expected`;
        diagnostics.push(diagnostic('ARC0006', place, { problem }));
      } else diagnostics.push(...syntaxErrors(source, lexed.tokens, problemsOf(parser), []));
      return value ? [value] : [];
    });
  }
  return diagnostics;
}

const elsewhere: Readonly<Record<string, string>> = {
  ';': 'statements need no `;`',
  "'": 'strings stand between `"`',
  '#': 'comments begin with `//`',
  '&': 'write `and`',
  '.': 'nothing has members: a name stands by itself',
  '@': 'there is no matrix product and no decorator: a dense layer is `dense(units)`',
  '!': 'write `not`, or `!=` to compare',
  '`': 'strings stand between `"`',
};

/** What the lexer could make nothing of. `shift` is where its text begins in the source. */
function characterErrors(source: SourceFile, lexed: ILexingResult, shift = 0): Diagnostic[] {
  const runs = [
    ...(lexed.groups.unexpected ?? []).map((token) => ({
      offset: token.startOffset,
      length: token.image.length,
    })),
    ...lexed.errors,
  ];
  return runs.slice(0, SHOWN).map((run) => {
    const start = run.offset + shift;
    const first = String.fromCodePoint(source.text.codePointAt(start) ?? 32);
    const printable = /^[^\p{C}\p{Z}]$/u.test(first);
    const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const text = printable ? `\`${first}\`` : `the character U+${code}`;
    const help = elsewhere[first];
    return diagnostic(
      'ARC0001',
      span(source, start, start + Math.max(run.length, 1)),
      { text },
      { help: help ? [help] : [] },
    );
  });
}

export function commentOf(source: SourceFile, token: IToken): ast.Comment {
  const text = token.image.trimEnd();
  const doc = text.startsWith('///') && !text.startsWith('////');
  return {
    text: text.slice(doc ? 3 : 2).replace(/^ /, ''),
    doc,
    span: span(source, token.startOffset, token.startOffset + text.length),
  };
}

/** The tokens as the writer meant them: a `/` and what the comment holds in place of the comment. */
function withDivisions(tokens: readonly IToken[], mistaken: ReadonlySet<IToken>): IToken[] {
  const all = [...tokens];
  for (const token of mistaken) {
    for (const inner of archLexer().tokenize(token.image.slice(1)).tokens) {
      all.push({ ...inner, startOffset: inner.startOffset + token.startOffset + 1 });
    }
  }
  return all.sort((a, b) => a.startOffset - b.startOffset);
}

function inside(problem: Diagnostic, declaration: ast.Declaration): boolean {
  return [problem.primary, ...problem.labels].some(
    (label) =>
      label && label.span.start >= declaration.span.start && label.span.start <= declaration.span.end,
  );
}
