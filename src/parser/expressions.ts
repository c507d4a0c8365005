import type { IToken, ParserMethod } from 'chevrotain';
import { diagnostic } from '../diagnostics/report.ts';
import type { Span } from '../source/source.ts';
import type * as ast from './ast.ts';
import type { Alternatives, Maybe } from './base.ts';
import { readNumber } from './numbers.ts';
import { climb, type Piece } from './precedence.ts';
import { readString } from './strings.ts';
import * as t from './tokens.ts';
import { TypeParser } from './types.ts';

/** The grammar of expressions. */
export abstract class ExpressionParser extends TypeParser {
  protected stringNode(token: IToken): Maybe<ast.StringExpression> {
    if (token.isInsertedInRecovery) return undefined;
    const pieces = readString(this.source, token.startOffset, token.image, this.report);
    const parts: (string | ast.Expression)[] = pieces.filter((piece) => typeof piece === 'string');
    const node = { kind: 'string' as const, parts, span: this.place(token) };
    if (pieces.length > parts.length) this.pending.push({ node, pieces });
    return node;
  }

  private numberNode(token: IToken): Maybe<ast.Expression> {
    if (token.isInsertedInRecovery) return undefined;
    const place = this.place(token);
    const reading = readNumber(token.image);
    if (reading.kind === 'int' || reading.kind === 'float')
      return { kind: reading.kind, value: reading.value, span: place };
    if (reading.kind === 'malformed') {
      this.report(diagnostic('ARC0002', place, { text: token.image }, { help: [reading.why] }));
    } else {
      this.report(diagnostic('ARC0005', place, { text: token.image }));
    }
    return { kind: 'int', value: 1, span: place };
  }

  // ─── expressions ───────────────────────────────────────────────────────────────────────────────────────────────

  expression: ParserMethod<[], Maybe<ast.Expression>> = this.rule('expression', () => {
    return this.OR(this.expressions);
  });

  // Alternatives that need nothing of the rule around them are made once: making them costs more than trying them.
  private readonly expressions: Alternatives<Maybe<ast.Expression>> = [
    { ALT: () => this.SUBRULE(this.conditional) },
    { ALT: () => this.SUBRULE(this.operation) },
  ];

  private conditional = this.rule('conditional', (): Maybe<ast.Expression> => {
    const first = this.CONSUME(t.keyword.if);
    const condition = this.SUBRULE(this.expression);
    this.CONSUME(t.keyword.then);
    const then = this.SUBRULE2(this.expression);
    this.CONSUME(t.keyword.else);
    const otherwise = this.SUBRULE3(this.expression);
    return this.ACTION(() =>
      condition && then && otherwise
        ? { kind: 'conditional', condition, then, else: otherwise, span: this.since(this.place(first)) }
        : undefined,
    );
  });

  private operation = this.rule('operation', (): Maybe<ast.Expression> => {
    const pieces: Piece[] = [];
    this.SUBRULE(this.operand, { ARGS: [pieces] });
    this.MANY(() => {
      this.SUBRULE(this.infix, { ARGS: [pieces] });
      this.SUBRULE2(this.operand, { ARGS: [pieces] });
    });
    return this.ACTION(() => {
      const [only] = pieces;
      return pieces.length === 1 && only?.kind === 'operand' ? only.expression : climb(pieces, this.report);
    });
  });

  private infix = this.rule('infix', (pieces: Piece[]): void => {
    this.OR([
      { ALT: () => this.infixOf(this.CONSUME(t.Infix), pieces) },
      { ALT: () => this.infixOf(this.CONSUME(t.keyword.and), pieces) },
      { ALT: () => this.infixOf(this.CONSUME(t.keyword.or), pieces) },
      { ALT: () => this.infixOf(this.CONSUME(t.keyword.in), pieces) },
      {
        ALT: () => {
          const not = this.CONSUME(t.keyword.not);
          this.CONSUME2(t.keyword.in);
          this.ACTION(() =>
            pieces.push({ kind: 'infix', operator: 'not in', span: this.since(this.place(not)) }),
          );
        },
      },
    ]);
  });

  private infixOf(token: IToken, pieces: Piece[]): void {
    this.ACTION(() => {
      pieces.push({ kind: 'infix', operator: this.operatorOf(token), span: this.place(token) });
    });
  }

  private operatorOf(token: IToken): ast.BinaryOperator {
    const { tokenType, image } = token;
    if (tokenType !== t.DoubleAnd && tokenType !== t.DoubleBar) return image as ast.BinaryOperator;
    const operator = tokenType === t.DoubleAnd ? 'and' : 'or';
    this.report(
      diagnostic('ARC0001', this.place(token), { text: `\`${image}\`` }, { help: [`write \`${operator}\``] }),
    );
    return operator;
  }

  private operand = this.rule('operand', (pieces: Piece[]): void => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.prefixOf('-', this.CONSUME(t.Minus), pieces) },
        { ALT: () => this.prefixOf('not', this.CONSUME(t.keyword.not), pieces) },
      ]);
    });
    const target = this.SUBRULE(this.primary);
    const indices: ast.Expression[] = [];
    this.MANY2(() => {
      this.CONSUME(t.LeftBracket);
      const index = this.SUBRULE(this.expression);
      this.CONSUME(t.RightBracket);
      this.ACTION(() => index && indices.push(index));
    });
    this.ACTION(() => {
      if (!target) return;
      const expression: ast.Expression =
        indices.length > 0 ? { kind: 'index', target, indices, span: this.since(target.span) } : target;
      pieces.push({ kind: 'operand', expression });
    });
  });

  private prefixOf(operator: '-' | 'not', token: IToken, pieces: Piece[]): void {
    this.ACTION(() => pieces.push({ kind: 'prefix', operator, span: this.place(token) }));
  }

  private primary = this.rule('primary', (): Maybe<ast.Expression> => this.OR(this.primaries));

  private readonly primaries: Alternatives<Maybe<ast.Expression>> = [
    { ALT: () => this.SUBRULE(this.nameOrCall) },
    {
      ALT: () => {
        const token = this.CONSUME(t.NumberLiteral);
        return this.ACTION(() => this.numberNode(token));
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(t.StringLiteral);
        return this.ACTION(() => this.stringNode(token));
      },
    },
    { ALT: () => this.SUBRULE(this.list) },
    { ALT: () => this.SUBRULE(this.parenthesised) },
    { ALT: () => this.SUBRULE(this.constant) },
  ];

  private constant = this.rule('constant', (): Maybe<ast.Expression> => this.OR(this.constants));

  private readonly constants: Alternatives<Maybe<ast.Expression>> = [
    {
      ALT: () =>
        this.constantOf(this.CONSUME(t.keyword.true), (at) => ({ kind: 'bool', value: true, span: at })),
    },
    {
      ALT: () =>
        this.constantOf(this.CONSUME(t.keyword.false), (at) => ({ kind: 'bool', value: false, span: at })),
    },
    { ALT: () => this.constantOf(this.CONSUME(t.keyword.none), (at) => ({ kind: 'none', span: at })) },
    { ALT: () => this.constantOf(this.CONSUME(t.Underscore), (at) => ({ kind: 'hole', span: at })) },
    {
      ALT: () => {
        const token = this.CONSUME(t.SizeSymbol);
        return this.constantOf(token, (at) => ({
          kind: 'symbol',
          name: token.image.slice(1) || undefined,
          span: at,
        }));
      },
    },
  ];

  private constantOf(token: IToken, make: (at: Span) => ast.Expression): Maybe<ast.Expression> {
    return this.ACTION(() => make(this.place(token)));
  }

  private nameOrCall = this.rule('nameOrCall', (): Maybe<ast.Expression> => {
    const token = this.CONSUME(t.Identifier);
    const args = this.OPTION(() => this.SUBRULE(this.arguments));
    return this.ACTION((): Maybe<ast.Expression> => {
      const callee = this.identifierOf(token);
      if (!callee) return undefined;
      return args
        ? { kind: 'call', callee, args, span: this.since(callee.span) }
        : { kind: 'name', name: callee.name, span: callee.span };
    });
  });

  arguments: ParserMethod<[], Maybe<ast.Argument[]>> = this.rule('arguments', () => {
    const args: ast.Argument[] = [];
    this.CONSUME(t.LeftParen);
    this.OPTION(() => {
      this.SUBRULE(this.argument, { ARGS: [args] });
      this.MANY({
        GATE: () => this.goesOn(t.RightParen),
        DEF: () => {
          this.CONSUME(t.Comma);
          this.SUBRULE2(this.argument, { ARGS: [args] });
        },
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
    });
    this.CONSUME(t.RightParen);
    return args;
  });

  private argument = this.rule('argument', (args: ast.Argument[]): void => {
    const name = this.OPTION({
      GATE: () => this.nextIs(t.Assign, 2),
      DEF: () => {
        const token = this.CONSUME(t.Identifier);
        this.CONSUME(t.Assign);
        return token;
      },
    });
    const value = this.SUBRULE(this.expression);
    this.ACTION(() => {
      if (!value) return;
      const identifier = name && this.identifierOf(name);
      args.push({ name: identifier, value, span: this.since(identifier?.span ?? value.span) });
    });
  });

  private parenthesised = this.rule('parenthesised', (): Maybe<ast.Expression> => {
    const open = this.CONSUME(t.LeftParen);
    const items: ast.Expression[] = [];
    const first = this.SUBRULE(this.expression);
    this.ACTION(() => first && items.push(first));
    this.MANY({
      GATE: () => this.goesOn(t.RightParen),
      DEF: () => {
        this.CONSUME(t.Comma);
        const item = this.SUBRULE2(this.expression);
        this.ACTION(() => item && items.push(item));
      },
    });
    const comma = this.OPTION(() => this.CONSUME2(t.Comma));
    this.CONSUME(t.RightParen);
    return this.ACTION(() => {
      const [only] = items;
      if (items.length === 1 && comma) {
        this.report(
          diagnostic(
            'ARC0010',
            this.place(comma),
            { expected: 'a second element', found: '`)`' },
            {
              help: ['a tuple has two or more elements; a list may have one: `[a]`'],
            },
          ),
        );
      }
      return items.length === 1 ? only : { kind: 'tuple', items, span: this.since(this.place(open)) };
    });
  });

  private list = this.rule('list', (): Maybe<ast.Expression> => {
    const open = this.CONSUME(t.LeftBracket);
    const items: ast.Expression[] = [];
    const clauses: { pattern: ast.Pattern; iterable: ast.Expression }[] = [];
    let condition: Maybe<ast.Expression>;
    this.OPTION(() => {
      const first = this.SUBRULE(this.expression);
      this.ACTION(() => first && items.push(first));
      this.OR([
        {
          ALT: () => {
            this.AT_LEAST_ONE(() => this.SUBRULE(this.clause, { ARGS: [clauses] }));
            condition = this.OPTION2(() => {
              this.CONSUME(t.keyword.if);
              return this.SUBRULE2(this.expression);
            });
          },
        },
        {
          ALT: () => {
            this.MANY({
              GATE: () => this.goesOn(t.RightBracket),
              DEF: () => {
                this.CONSUME(t.Comma);
                const item = this.SUBRULE3(this.expression);
                this.ACTION(() => item && items.push(item));
              },
            });
            this.OPTION3(() => this.CONSUME2(t.Comma));
          },
        },
      ]);
    });
    this.CONSUME(t.RightBracket);
    return this.ACTION((): Maybe<ast.Expression> => {
      const place = this.since(this.place(open));
      const [value] = items;
      if (clauses.length === 0) return { kind: 'list', items, span: place };
      return value && { kind: 'comprehension', value, clauses, condition, span: place };
    });
  });

  private clause = this.rule(
    'clause',
    (clauses: { pattern: ast.Pattern; iterable: ast.Expression }[]): void => {
      this.CONSUME(t.keyword.for);
      const pattern = this.SUBRULE(this.pattern);
      this.CONSUME(t.keyword.in);
      const iterable = this.SUBRULE(this.expression);
      this.ACTION(() => pattern && iterable && clauses.push({ pattern, iterable }));
    },
  );
}
