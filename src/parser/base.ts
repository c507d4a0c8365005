import {
  EmbeddedActionsParser,
  type IOrAlt,
  type IToken,
  type ParserMethod,
  type TokenType,
} from 'chevrotain';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type SourceFile, type Span, span } from '../source/source.ts';
import type * as ast from './ast.ts';
import { messageProvider, type SyntaxProblem, type Tally } from './expected.ts';
import { FirstTokenStrategy } from './lookahead.ts';
import { indexAt } from './recovery.ts';
import { readPlainString, type StringPiece } from './strings.ts';
import * as t from './tokens.ts';

/** A string whose interpolations are parsed when the rest of the file is. */
export interface PendingString {
  readonly node: { parts: (string | ast.Expression)[] };
  readonly pieces: readonly StringPiece[];
}

/** After so many errors no more recovery is tried. */
export const MOST_ERRORS = 50;

/** The ways in which a rule goes on. */
export type Alternatives<T> = IOrAlt<T>[];

/** What a rule gives: undefined where recovery has skipped its text. */
export type Maybe<T> = T | undefined;

const recordWith: () => void = Reflect.get(EmbeddedActionsParser.prototype, 'enableRecording');

export interface ParserOptions {
  /** Whether the grammar itself is checked, which takes long; a test does. */
  readonly validate?: boolean;
  /** Whether it goes on behind a syntax error. One that does not is built sooner and reads faster. */
  readonly recovers?: boolean;
}

/** What all rules share: the source, places, lists, and how the parser goes on behind an error. */
export abstract class BaseParser extends EmbeddedActionsParser {
  source: SourceFile = { path: '', text: '' };
  tokens: readonly IToken[] = [];
  problems: Diagnostic[] = [];
  pending: PendingString[] = [];
  /** Syntax errors that the grammar itself does not notice. */
  strays: SyntaxProblem[] = [];
  protected readonly tally: Tally;

  constructor({ validate = false, recovers = true }: ParserOptions, tally: Tally = { errors: 0 }) {
    super(t.allTokens, {
      recoveryEnabled: recovers,
      maxLookahead: 1,
      lookaheadStrategy: new FirstTokenStrategy(),
      skipValidations: !validate,
      errorMessageProvider: messageProvider(tally),
      nodeLocationTracking: 'none',
    });
    this.tally = tally;
  }

  /**
   * While it learns the grammar, chevrotain puts other methods on the parser, and deletes them afterwards, which makes
   * it an object of V8's slow kind for good. They are put on a prototype in between instead, for as long.
   */
  protected enableRecording(): void {
    const recorder = Object.create(Object.getPrototypeOf(this));
    recordWith.call(recorder);
    Object.setPrototypeOf(this, recorder);
    this.RECORDING_PHASE = true;
  }

  protected disableRecording(): void {
    Object.setPrototypeOf(this, Object.getPrototypeOf(Object.getPrototypeOf(this)));
    this.RECORDING_PHASE = false;
  }

  /** Makes the parser ready for the tokens of a source, or of an interpolation in it. */
  begin(source: SourceFile, tokens: IToken[]): void {
    this.source = source;
    this.tokens = tokens;
    this.strays = [];
    this.tally.errors = 0;
    this.input = tokens;
  }

  /** A rule that leaves errors to the statement or declaration around it, which knows where the next one begins. */
  protected rule<A extends unknown[], R>(name: string, read: (...args: A) => R): ParserMethod<A, R> {
    return this.RULE(name, read, { resyncEnabled: false });
  }

  /** Whether a list goes on behind the comma that comes next, rather than ending with it. */
  protected goesOn(closer: TokenType): boolean {
    return this.LA(2).tokenType !== closer && this.tally.errors < MOST_ERRORS;
  }

  /** Records an error at the next token. */
  protected stray(expected: string): void {
    this.tally.errors++;
    this.strays.push({ expected, token: this.LA(1), previous: this.LA(0), rule: 'body' });
  }

  protected skipTo(index: number): void {
    const token = this.tokens[index];
    while (this.LA(1) !== token && this.LA(1).tokenType !== t.EndOfFile) this.SKIP_TOKEN();
  }

  protected indexOf(token: IToken): number {
    return token.tokenType === t.EndOfFile ? this.tokens.length : indexAt(this.tokens, token.startOffset);
  }

  protected override canTokenTypeBeInsertedInRecovery(): boolean {
    return this.tally.errors < MOST_ERRORS;
  }

  protected override canTokenTypeBeDeletedInRecovery(): boolean {
    return this.tally.errors < MOST_ERRORS;
  }

  protected readonly report = (diagnostic: Diagnostic): void => {
    if (this.problems.length < MOST_ERRORS) this.problems.push(diagnostic);
  };

  /** The place of a token; one that recovery has made up lies at the end of the token before. */
  protected place(token: IToken): Span {
    if (token.isInsertedInRecovery) return this.endOf(this.LA(0));
    return span(this.source, token.startOffset, token.startOffset + token.image.length);
  }

  private endOf(token: IToken): Span {
    const offset = token.isInsertedInRecovery || !token.image ? 0 : token.startOffset + token.image.length;
    return span(this.source, offset, offset);
  }

  /** From where `first` begins to the end of the token consumed last. */
  protected since(first: Span): Span {
    const last = this.LA(0);
    const end = last.isInsertedInRecovery || !last.image ? first.end : last.startOffset + last.image.length;
    return span(this.source, first.start, Math.max(first.end, end));
  }

  protected identifierOf(token: IToken): Maybe<ast.Identifier> {
    return token.isInsertedInRecovery ? undefined : { name: token.image, span: this.place(token) };
  }

  protected nextIs(type: TokenType, ahead: number): boolean {
    return this.LA(ahead).tokenType === type;
  }

  /** The text of a string that is not interpolated, its place with the quotes. */
  protected plainString(token: IToken): Maybe<ast.Identifier> {
    if (token.isInsertedInRecovery) return undefined;
    return {
      name: readPlainString(this.source, token.startOffset, token.image, this.report),
      span: this.place(token),
    };
  }
}
