import type { IToken, ParserMethod } from 'chevrotain';
import type * as ast from './ast.ts';
import { BaseParser, type Maybe } from './base.ts';
import * as t from './tokens.ts';

/** The grammar of patterns and types. */
export abstract class TypeParser extends BaseParser {
  pattern: ParserMethod<[], Maybe<ast.Pattern>> = this.rule('pattern', () => {
    return this.OR<Maybe<ast.Pattern>>([
      {
        ALT: () => {
          const token = this.CONSUME(t.Identifier);
          return this.ACTION((): Maybe<ast.Pattern> => {
            const name = this.identifierOf(token);
            return name && { kind: 'bind', ...name };
          });
        },
      },
      {
        ALT: () => {
          const token = this.CONSUME(t.Underscore);
          return this.ACTION((): ast.Pattern => ({ kind: 'anything', span: this.place(token) }));
        },
      },
      { ALT: () => this.SUBRULE(this.tuplePattern) },
    ]);
  });

  private tuplePattern = this.rule('tuplePattern', (): Maybe<ast.Pattern> => {
    const items: ast.Pattern[] = [];
    const open = this.CONSUME(t.LeftParen);
    const first = this.SUBRULE(this.pattern);
    this.ACTION(() => first && items.push(first));
    this.AT_LEAST_ONE({
      GATE: () => this.goesOn(t.RightParen),
      DEF: () => {
        this.CONSUME(t.Comma);
        const item = this.SUBRULE2(this.pattern);
        this.ACTION(() => item && items.push(item));
      },
    });
    this.OPTION(() => this.CONSUME2(t.Comma));
    this.CONSUME(t.RightParen);
    return this.ACTION(() => ({ kind: 'tuple-pattern', items, span: this.since(this.place(open)) }));
  });

  type: ParserMethod<[], Maybe<ast.TypeExpression>> = this.rule('type', () => {
    const options: ast.TypeExpression[] = [];
    const first = this.SUBRULE(this.typeOption);
    this.ACTION(() => first && options.push(first));
    this.MANY(() => {
      this.CONSUME(t.Bar);
      const option = this.SUBRULE2(this.typeOption);
      this.ACTION(() => option && options.push(option));
    });
    return this.ACTION((): Maybe<ast.TypeExpression> => {
      const [only] = options;
      if (options.length < 2) return only;
      return only && { kind: 'union-type', options, span: this.since(only.span) };
    });
  });

  private typeOption = this.rule('typeOption', (): Maybe<ast.TypeExpression> => {
    return this.OR<Maybe<ast.TypeExpression>>([
      { ALT: () => this.namedType(this.CONSUME(t.Identifier)) },
      { ALT: () => this.namedType(this.CONSUME(t.keyword.none)) },
      {
        ALT: () => {
          const token = this.CONSUME(t.StringLiteral);
          return this.ACTION((): Maybe<ast.TypeExpression> => {
            const value = this.plainString(token);
            return value && { kind: 'literal-type', value: value.name, span: value.span };
          });
        },
      },
      {
        ALT: () => {
          const open = this.CONSUME(t.LeftBracket);
          const item = this.SUBRULE(this.type);
          this.CONSUME(t.RightBracket);
          return this.ACTION(
            (): Maybe<ast.TypeExpression> =>
              item && { kind: 'list-type', item, span: this.since(this.place(open)) },
          );
        },
      },
      { ALT: () => this.SUBRULE(this.tupleType) },
    ]);
  });

  private namedType(token: IToken): Maybe<ast.TypeExpression> {
    return this.ACTION((): Maybe<ast.TypeExpression> => {
      const name = this.identifierOf(token);
      return name && { kind: 'named-type', name: name.name, span: name.span };
    });
  }

  private tupleType = this.rule('tupleType', (): Maybe<ast.TypeExpression> => {
    const items: ast.TypeExpression[] = [];
    const open = this.CONSUME(t.LeftParen);
    const first = this.SUBRULE(this.type);
    this.ACTION(() => first && items.push(first));
    this.MANY({
      GATE: () => this.goesOn(t.RightParen),
      DEF: () => {
        this.CONSUME(t.Comma);
        const item = this.SUBRULE2(this.type);
        this.ACTION(() => item && items.push(item));
      },
    });
    this.OPTION(() => this.CONSUME2(t.Comma));
    this.CONSUME(t.RightParen);
    return this.ACTION((): Maybe<ast.TypeExpression> => {
      const [only] = items;
      return items.length < 2 ? only : { kind: 'tuple-type', items, span: this.since(this.place(open)) };
    });
  });
}
