import { type IToken, isRecognitionException, type ParserMethod } from 'chevrotain';
import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from './ast.ts';
import { type Maybe, MOST_ERRORS, type ParserOptions } from './base.ts';
import { A_DECLARATION, OR_DECLARATION } from './expected.ts';
import { beginsLine, declarationEnd, startsDeclaration } from './recovery.ts';
import { type Mutable, type OpenBody, StatementParser } from './statements.ts';
import * as t from './tokens.ts';

/** A module while it is read. */
export interface OpenModule {
  readonly imports: ast.Import[];
  readonly declarations: Mutable<ast.Declaration>[];
  /** Some text is neither import nor declaration, so that names may be missing. */
  incomplete: boolean;
}

/** Whether the body was never reached, so that even the name may be misread. */
function isHeadless(declaration: Mutable<ast.Declaration>): boolean {
  return 'body' in declaration && declaration.body.span.end === 0;
}

/** The grammar of modules and declarations, on top of those of statements and expressions. */
export class ArchParser extends StatementParser {
  constructor(options: ParserOptions = {}) {
    super(options);
    this.performSelfAnalysis();
  }

  module: ParserMethod<[OpenModule], void> = this.RULE('module', (module: OpenModule) => {
    this.ACTION(() => this.skipStray(module));
    this.MANY(() => this.oneDeclaration(module));
    this.CONSUME(t.EndOfFile);
  });

  /** One declaration; after an error in it, on to the next one. */
  private oneDeclaration(module: OpenModule): void {
    const length = this.ACTION(() => module.declarations.length);
    const before = this.tally.errors;
    try {
      this.SUBRULE(this.declaration, { ARGS: [module] });
    } catch (error) {
      if (!(error instanceof Error) || !isRecognitionException(error)) throw error;
      this.skipTo(declarationEnd(this.tokens, this.indexOf(this.LA(1))));
    }
    this.ACTION(() => {
      if (this.tally.errors > before) {
        const made = module.declarations[length];
        if (!made || isHeadless(made)) module.incomplete = true;
        if (made) this.spoil(made);
      }
      this.skipStray(module);
    });
  }

  /** What begins no declaration may belong to the one before, or be one whose first word is missing. */
  private skipStray(module: OpenModule): void {
    const next = this.LA(1);
    if (this.tally.errors >= MOST_ERRORS) this.skipTo(this.tokens.length);
    if (startsDeclaration(next) || next.tokenType === t.EndOfFile) return;
    const last = module.declarations[module.declarations.length - 1];
    const at = this.indexOf(next);
    const isTail = last !== undefined && !beginsLine(this.source, this.tokens, at);
    this.stray(isTail ? OR_DECLARATION : A_DECLARATION);
    this.skipTo(declarationEnd(this.tokens, at));
    module.incomplete = true;
    if (last) this.spoil(last);
  }

  private spoil(declaration: Mutable<ast.Declaration>): void {
    declaration.broken = true;
    declaration.span = this.since(declaration.span);
  }

  /** The inside of `{…}` in a string. */
  interpolation: ParserMethod<[], Maybe<ast.Expression>> = this.RULE('interpolation', () => {
    const value = this.SUBRULE(this.expression);
    this.CONSUME(t.EndOfFile);
    return value;
  });

  private declaration = this.rule('declaration', (module: OpenModule): void => {
    this.OR([
      { ALT: () => this.SUBRULE(this.importDeclaration, { ARGS: [module] }) },
      { ALT: () => this.SUBRULE(this.constDeclaration, { ARGS: [module] }) },
      { ALT: () => this.SUBRULE(this.fnDeclaration, { ARGS: [module] }) },
      { ALT: () => this.SUBRULE(this.blockDeclaration, { ARGS: [module] }) },
      { ALT: () => this.SUBRULE(this.networkDeclaration, { ARGS: [module] }) },
      { ALT: () => this.SUBRULE(this.testDeclaration, { ARGS: [module] }) },
    ]);
  });

  private importDeclaration = this.rule('importDeclaration', (module: OpenModule): void => {
    const word = this.CONSUME(t.keyword.import);
    const names: { name: ast.Identifier; alias: Maybe<ast.Identifier> }[] = [];
    this.CONSUME(t.LeftBrace);
    this.SUBRULE(this.importedName, { ARGS: [names] });
    this.MANY({
      GATE: () => this.goesOn(t.RightBrace),
      DEF: () => {
        this.CONSUME(t.Comma);
        this.SUBRULE2(this.importedName, { ARGS: [names] });
      },
    });
    this.OPTION(() => this.CONSUME2(t.Comma));
    this.CONSUME(t.RightBrace);
    this.CONSUME(t.From);
    const path = this.CONSUME(t.StringLiteral);
    this.ACTION(() => {
      const from = this.plainString(path);
      const place = this.since(this.place(word));
      if (module.declarations.length > 0) {
        this.report(diagnostic('ARC0019', place, {}, { help: ['move it to the top of the file'] }));
      }
      if (from) module.imports.push({ kind: 'import', names, from, span: place });
    });
  });

  private importedName = this.rule(
    'importedName',
    (names: { name: ast.Identifier; alias: Maybe<ast.Identifier> }[]): void => {
      const token = this.CONSUME(t.Identifier);
      const alias = this.OPTION(() => {
        this.CONSUME(t.keyword.as);
        return this.CONSUME2(t.Identifier);
      });
      this.ACTION(() => {
        const name = this.identifierOf(token);
        if (name) names.push({ name, alias: alias && this.identifierOf(alias) });
      });
    },
  );

  private constDeclaration = this.rule('constDeclaration', (module: OpenModule): void => {
    const word = this.CONSUME(t.keyword.const);
    const token = this.CONSUME(t.Identifier);
    this.CONSUME(t.Assign);
    const value = this.SUBRULE(this.expression);
    this.ACTION(() => {
      const name = this.identifierOf(token);
      if (!name || !value) return;
      module.declarations.push({
        kind: 'const',
        doc: undefined,
        name,
        value,
        broken: false,
        span: this.since(this.place(word)),
      });
    });
  });

  private fnDeclaration = this.rule('fnDeclaration', (module: OpenModule): void => {
    const word = this.CONSUME(t.keyword.fn);
    const token = this.CONSUME(t.Identifier);
    const parameters: ast.Parameter[] = [];
    this.SUBRULE(this.parameters, { ARGS: [parameters] });
    this.CONSUME(t.Arrow);
    const result = this.SUBRULE(this.type);
    this.CONSUME(t.Assign);
    const value = this.SUBRULE(this.expression);
    this.ACTION(() => {
      const name = this.identifierOf(token);
      if (!name || !value || !result) return;
      const place = this.since(this.place(word));
      module.declarations.push({
        kind: 'fn',
        doc: undefined,
        name,
        parameters,
        result,
        value,
        broken: false,
        span: place,
      });
    });
  });

  private parameters = this.rule('parameters', (into: ast.Parameter[]): void => {
    this.CONSUME(t.LeftParen);
    this.OPTION(() => {
      this.SUBRULE(this.parameter, { ARGS: [into] });
      this.MANY({
        GATE: () => this.goesOn(t.RightParen),
        DEF: () => {
          this.CONSUME(t.Comma);
          this.SUBRULE2(this.parameter, { ARGS: [into] });
        },
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
    });
    this.CONSUME(t.RightParen);
  });

  private parameter = this.rule('parameter', (into: ast.Parameter[]): void => {
    const token = this.CONSUME(t.Identifier);
    this.CONSUME(t.Colon);
    const type = this.SUBRULE(this.type);
    const value = this.OPTION(() => {
      this.CONSUME(t.Assign);
      return this.SUBRULE(this.expression);
    });
    this.ACTION(() => {
      const name = this.identifierOf(token);
      if (name && type) into.push({ name, type, default: value, span: this.since(name.span) });
    });
  });

  private blockDeclaration = this.rule('blockDeclaration', (module: OpenModule): void => {
    const word = this.CONSUME(t.keyword.block);
    const token = this.CONSUME(t.Identifier);
    const parameters: ast.Parameter[] = [];
    const body = this.openBody({ source: this.source, start: 0, end: 0 });
    this.SUBRULE(this.parameters, { ARGS: [parameters] });
    const signature = this.OPTION(() => {
      const colon = this.CONSUME(t.Colon);
      const input = this.SUBRULE(this.shape);
      this.CONSUME(t.Arrow);
      const output = this.SUBRULE2(this.shape);
      return this.ACTION(() => input && output && { input, output, span: this.since(this.place(colon)) });
    });
    const open = this.ACTION(() => {
      const node: Mutable<ast.BlockDeclaration> | undefined = this.opened(token, body, {
        kind: 'block',
        parameters,
        signature,
      });
      return node && this.open(module, node, word);
    });
    this.SUBRULE(this.body, { ARGS: [body] });
    this.ACTION(() => open && this.close(open, word));
  });

  private networkDeclaration = this.rule('networkDeclaration', (module: OpenModule): void => {
    const word = this.CONSUME(t.keyword.network);
    const token = this.CONSUME(t.Identifier);
    const parameters: ast.Parameter[] = [];
    const body = this.openBody({ source: this.source, start: 0, end: 0 });
    this.OPTION(() => this.SUBRULE(this.parameters, { ARGS: [parameters] }));
    const open = this.ACTION(() => {
      const node: Mutable<ast.NetworkDeclaration> | undefined = this.opened(token, body, {
        kind: 'network',
        parameters,
      });
      return node && this.open(module, node, word);
    });
    this.SUBRULE(this.body, { ARGS: [body] });
    this.ACTION(() => open && this.close(open, word));
  });

  private testDeclaration = this.rule('testDeclaration', (module: OpenModule): void => {
    const word = this.CONSUME(t.keyword.test);
    const text = this.CONSUME(t.StringLiteral);
    const code = this.OPTION(() => {
      this.CONSUME(t.Fails);
      return this.CONSUME2(t.StringLiteral);
    });
    const body = this.openBody({ source: this.source, start: 0, end: 0 });
    const open = this.ACTION(() => {
      const name = this.plainString(text);
      const fails = code && this.plainString(code);
      const span = this.place(word);
      return (
        name &&
        this.open(module, { kind: 'test', doc: undefined, name, fails, body, broken: false, span }, word)
      );
    });
    this.SUBRULE(this.body, { ARGS: [body] });
    this.ACTION(() => open && this.close(open, word));
  });

  private opened<T extends object>(token: IToken, body: OpenBody, rest: T) {
    const name = this.identifierOf(token);
    return name && { ...rest, doc: undefined, name, body, broken: false, span: name.span };
  }

  private open<T extends Mutable<ast.Declaration>>(module: OpenModule, node: T, word: IToken): T {
    node.span = this.since(this.place(word));
    module.declarations.push(node);
    return node;
  }

  private close(node: Mutable<ast.Declaration>, word: IToken): void {
    node.span = this.since(this.place(word));
  }
}
