import { type IToken, isRecognitionException, type ParserMethod } from 'chevrotain';
import { diagnostic } from '../diagnostics/report.ts';
import type { Span } from '../source/source.ts';
import type * as ast from './ast.ts';
import { type Alternatives, type Maybe, MOST_ERRORS } from './base.ts';
import { ExpressionParser } from './expressions.ts';
import { startsDeclaration, startsStatement, statementEnd } from './recovery.ts';
import * as t from './tokens.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A body while it is read. Its parent holds it from the beginning, so that a broken one keeps what was read. */
export interface OpenBody extends Mutable<ast.Body> {
  readonly statements: ast.Statement[];
}

/** The grammar of bodies and statements. */
export abstract class StatementParser extends ExpressionParser {
  /** The body whose statement is read. */
  private inner: OpenBody = this.openBody({ source: this.source, start: 0, end: 0 });

  protected openBody(at: Span): OpenBody {
    return { statements: [], span: at };
  }

  body: ParserMethod<[OpenBody], void> = this.rule('body', (body: OpenBody) => {
    const open = this.CONSUME(t.LeftBrace);
    this.ACTION(() => {
      body.span = this.place(open);
    });
    this.ACTION(() => this.skipJunk(this.LA(1)));
    this.MANY(() => this.oneStatement(body));
    this.CONSUME(t.RightBrace);
    this.ACTION(() => {
      body.span = this.since(this.place(open));
    });
  });

  /** One statement; after an error in it, on to the next one. */
  private oneStatement(body: OpenBody): void {
    const first = this.LA(1);
    this.inner = body;
    try {
      this.SUBRULE(this.statement);
    } catch (error) {
      if (!(error instanceof Error) || !isRecognitionException(error)) throw error;
      this.skipTo(statementEnd(this.source, this.tokens, this.indexOf(first), this.indexOf(this.LA(1))));
    }
    this.ACTION(() => this.skipJunk(first));
  }

  /** What can neither begin a statement nor end the body belongs to the statement before, which it spoils. */
  private skipJunk(first: IToken): void {
    const next = this.LA(1);
    if (this.tally.errors >= MOST_ERRORS) this.skipTo(this.tokens.length);
    if (next.tokenType === t.RightBrace || next.tokenType === t.EndOfFile) return;
    if (startsStatement(next) || startsDeclaration(next)) return;
    this.stray('a statement or `}`');
    const at = this.indexOf(next);
    const end = statementEnd(this.source, this.tokens, Math.min(this.indexOf(first), at), at);
    this.skipTo(Math.max(end, at + 1));
  }

  private statement = this.rule('statement', (): void => this.OR(this.statements));

  private readonly statements: Alternatives<void> = [
    { ALT: () => this.SUBRULE(this.letStatement, { ARGS: [this.inner] }) },
    { ALT: () => this.SUBRULE(this.requireStatement, { ARGS: [this.inner] }) },
    { ALT: () => this.SUBRULE(this.expectStatement, { ARGS: [this.inner] }) },
    { ALT: () => this.SUBRULE(this.inputStatement, { ARGS: [this.inner] }) },
    { ALT: () => this.SUBRULE(this.outputStatement, { ARGS: [this.inner] }) },
    { ALT: () => this.SUBRULE(this.ifStatement, { ARGS: [this.inner] }) },
    { ALT: () => this.SUBRULE(this.forStatement, { ARGS: [this.inner] }) },
    { ALT: () => this.SUBRULE(this.repeatStatement, { ARGS: [this.inner] }) },
    {
      // `shared` is a name unless another name follows: `shared tower = …`.
      GATE: () => this.LA(2).tokenType.CATEGORIES?.includes(t.Identifier) || this.nextIs(t.Identifier, 2),
      ALT: () => this.SUBRULE(this.sharedStatement, { ARGS: [this.inner] }),
      IGNORE_AMBIGUITIES: true,
    },
    { ALT: () => this.SUBRULE(this.chain, { ARGS: [this.inner] }), IGNORE_AMBIGUITIES: true },
  ];

  private letStatement = this.rule('letStatement', (into: OpenBody): void => {
    const word = this.CONSUME(t.keyword.let);
    const pattern = this.SUBRULE(this.pattern);
    this.CONSUME(t.Assign);
    const value = this.SUBRULE(this.expression);
    this.ACTION(
      () =>
        pattern &&
        value &&
        into.statements.push({ kind: 'let', pattern, value, span: this.since(this.place(word)) }),
    );
  });

  private sharedStatement = this.rule('sharedStatement', (into: OpenBody): void => {
    const word = this.CONSUME(t.Shared);
    const token = this.CONSUME(t.Identifier);
    this.CONSUME(t.Assign);
    const value = this.SUBRULE(this.expression);
    this.ACTION(() => {
      const name = this.identifierOf(token);
      if (name && value)
        into.statements.push({ kind: 'shared', name, value, span: this.since(this.place(word)) });
    });
  });

  private requireStatement = this.rule('requireStatement', (into: OpenBody): void => {
    const word = this.CONSUME(t.keyword.require);
    const condition = this.SUBRULE(this.expression);
    const text = this.OPTION(() => {
      this.CONSUME(t.Comma);
      return this.CONSUME(t.StringLiteral);
    });
    this.ACTION(() => {
      const message = text && this.stringNode(text);
      if (condition)
        into.statements.push({ kind: 'require', condition, message, span: this.since(this.place(word)) });
    });
  });

  private expectStatement = this.rule('expectStatement', (into: OpenBody): void => {
    const word = this.CONSUME(t.keyword.expect);
    const token = this.OR([
      { ALT: () => this.CONSUME(t.Identifier) },
      { ALT: () => this.CONSUME(t.keyword.output) },
    ]);
    const args: ast.Expression[] = [];
    const open = this.OPTION(() => {
      const paren = this.CONSUME(t.LeftParen);
      const first = this.SUBRULE(this.expression);
      this.ACTION(() => first && args.push(first));
      this.MANY({
        GATE: () => this.goesOn(t.RightParen),
        DEF: () => {
          this.CONSUME(t.Comma);
          const next = this.SUBRULE2(this.expression);
          this.ACTION(() => next && args.push(next));
        },
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
      this.CONSUME(t.RightParen);
      return paren;
    });
    const operator = this.CONSUME(t.Compare);
    const value = this.SUBRULE3(this.expression);
    this.ACTION(() => {
      const subject = this.identifierOf(token);
      if (!subject || !value || operator.isInsertedInRecovery) return;
      into.statements.push({
        kind: 'expect',
        subject,
        args: open && args,
        operator: operator.image as ast.Comparison,
        value,
        span: this.since(this.place(word)),
      });
    });
  });

  private inputStatement = this.rule('inputStatement', (into: OpenBody): void => {
    const word = this.CONSUME(t.keyword.input);
    const token = this.CONSUME(t.Identifier);
    this.CONSUME(t.Colon);
    const shape = this.SUBRULE(this.shape);
    this.ACTION(() => {
      const name = this.identifierOf(token);
      if (name && shape)
        into.statements.push({ kind: 'input', name, shape, span: this.since(this.place(word)) });
    });
  });

  /** A list of sizes: `[32 * ?h, 32 * ?w, 3]`. */
  shape: ParserMethod<[], Maybe<ast.ListExpression>> = this.rule('shape', () => {
    const items: ast.Expression[] = [];
    const open = this.CONSUME(t.LeftBracket);
    const first = this.SUBRULE(this.expression);
    this.ACTION(() => first && items.push(first));
    this.MANY({
      GATE: () => this.goesOn(t.RightBracket),
      DEF: () => {
        this.CONSUME(t.Comma);
        const next = this.SUBRULE2(this.expression);
        this.ACTION(() => next && items.push(next));
      },
    });
    this.OPTION(() => this.CONSUME2(t.Comma));
    this.CONSUME(t.RightBracket);
    return this.ACTION(
      (): ast.ListExpression => ({ kind: 'list', items, span: this.since(this.place(open)) }),
    );
  });

  private outputStatement = this.rule('outputStatement', (into: OpenBody): void => {
    const word = this.CONSUME(t.keyword.output);
    const names: ast.Identifier[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => {
        const token = this.CONSUME(t.Identifier);
        this.ACTION(() => {
          const name = this.identifierOf(token);
          if (name) names.push(name);
        });
      },
    });
    this.ACTION(
      () =>
        names.length > 0 &&
        into.statements.push({ kind: 'output', names, span: this.since(this.place(word)) }),
    );
  });

  private ifStatement = this.rule('ifStatement', (into: OpenBody): void => {
    const word = this.CONSUME(t.keyword.if);
    const branches: { condition: ast.Expression; body: ast.Body }[] = [];
    let otherwise: OpenBody | undefined;
    this.SUBRULE(this.branch, { ARGS: [branches] });
    let more = true;
    this.MANY({
      GATE: () => more && this.nextIs(t.keyword.if, 2),
      DEF: () => {
        this.CONSUME(t.keyword.else);
        this.CONSUME2(t.keyword.if);
        this.SUBRULE2(this.branch, { ARGS: [branches] });
      },
    });
    this.OPTION(() => {
      const last = this.CONSUME2(t.keyword.else);
      more = false;
      const body =
        this.ACTION(() => this.openBody(this.place(last))) ??
        this.openBody({ source: this.source, start: 0, end: 0 });
      otherwise = body;
      this.SUBRULE(this.body, { ARGS: [body] });
    });
    this.ACTION(() => {
      if (branches.length > 0)
        into.statements.push({ kind: 'if', branches, else: otherwise, span: this.since(this.place(word)) });
    });
  });

  private branch = this.rule('branch', (branches: { condition: ast.Expression; body: ast.Body }[]): void => {
    const condition = this.SUBRULE(this.expression);
    const body = this.openBody({ source: this.source, start: 0, end: 0 });
    this.ACTION(() => condition && branches.push({ condition, body }));
    this.SUBRULE(this.body, { ARGS: [body] });
  });

  private forStatement = this.rule('forStatement', (into: OpenBody): void => {
    const word = this.CONSUME(t.keyword.for);
    const pattern = this.SUBRULE(this.pattern);
    this.CONSUME(t.keyword.in);
    const iterable = this.SUBRULE(this.expression);
    const body = this.openBody({ source: this.source, start: 0, end: 0 });
    this.SUBRULE(this.body, { ARGS: [body] });
    this.ACTION(() => {
      if (pattern && iterable)
        into.statements.push({ kind: 'for', pattern, iterable, body, span: this.since(this.place(word)) });
    });
  });

  private repeatStatement = this.rule('repeatStatement', (into: OpenBody): void => {
    const word = this.CONSUME(t.keyword.repeat);
    const count = this.SUBRULE(this.expression);
    const body = this.openBody({ source: this.source, start: 0, end: 0 });
    this.SUBRULE(this.body, { ARGS: [body] });
    this.ACTION(() => {
      if (count) into.statements.push({ kind: 'repeat', count, body, span: this.since(this.place(word)) });
    });
  });

  private chain = this.rule('chain', (into: OpenBody): void => {
    const elements: ast.Element[] = [];
    const label = this.OPTION({
      GATE: () => this.nextIs(t.Colon, 2),
      DEF: () => {
        const token = this.CONSUME(t.Identifier);
        this.CONSUME(t.Colon);
        return token;
      },
    });
    this.SUBRULE(this.element, { ARGS: [elements] });
    this.MANY(() => {
      this.CONSUME(t.Arrow);
      this.SUBRULE2(this.element, { ARGS: [elements] });
    });
    const alias = this.OPTION2(() => {
      this.CONSUME(t.keyword.as);
      return this.CONSUME2(t.Identifier);
    });
    this.ACTION(() => {
      const [first] = elements;
      if (!first) return;
      const labelled = label && this.identifierOf(label);
      into.statements.push({
        kind: 'chain',
        label: labelled,
        elements,
        as: alias && this.identifierOf(alias),
        span: this.since(labelled?.span ?? first.span),
      });
    });
  });

  private element = this.rule('element', (into: ast.Element[]): void => {
    this.OR([
      {
        ALT: () => {
          const token = this.CONSUME(t.Underscore);
          this.ACTION(() => into.push({ kind: 'flow', span: this.place(token) }));
        },
      },
      { ALT: () => this.SUBRULE(this.namedElement, { ARGS: [into] }) },
    ]);
  });

  /** A call, a bare name, or a construct: what has a body is one. */
  private namedElement = this.rule('namedElement', (into: ast.Element[]): void => {
    const token = this.CONSUME(t.Identifier);
    const args = this.OPTION(() => this.SUBRULE(this.arguments));
    const nowhere = { source: this.source, start: 0, end: 0 };
    const body = this.openBody(nowhere);
    const shortcut = this.openBody(nowhere);
    const hasBody = this.OPTION2(() => {
      this.SUBRULE(this.body, { ARGS: [body] });
      return true;
    });
    const second = this.OPTION3({
      GATE: () => hasBody === true && this.LA(1).image === 'shortcut' && this.nextIs(t.LeftBrace, 2),
      DEF: () => {
        const word = this.CONSUME2(t.Identifier);
        this.SUBRULE2(this.body, { ARGS: [shortcut] });
        return word;
      },
    });
    this.ACTION(() => {
      const keyword = this.identifierOf(token);
      if (!keyword) return;
      const place = this.since(keyword.span);
      if (!hasBody) {
        into.push(
          args
            ? { kind: 'apply', call: { kind: 'call', callee: keyword, args, span: place }, span: place }
            : { kind: 'name', name: keyword.name, span: place },
        );
        return;
      }
      const construct = { keyword, args: args ?? [], body, span: place };
      if (keyword.name === 'residual') {
        into.push({ kind: 'residual', ...construct, shortcut: second && shortcut });
        return;
      }
      if (keyword.name === 'parallel' || keyword.name === 'path')
        into.push({ kind: keyword.name, ...construct });
      else this.reportBody(keyword);
      if (second) this.reportBody({ name: 'shortcut', span: this.place(second) });
    });
  });

  private reportBody(keyword: ast.Identifier): void {
    const help =
      keyword.name === 'shortcut'
        ? 'a `shortcut { … }` stands right behind the body of a `residual`'
        : 'the constructs that take a body are `residual`, `parallel` and `path`; a piece of network with a name is a `block`';
    this.report(diagnostic('ARC0018', keyword.span, { name: keyword.name }, { help: [help] }));
  }
}
