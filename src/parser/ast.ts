import type { SourceFile, Span } from '../source/source.ts';

/** A name where it is written. */
export interface Identifier {
  readonly name: string;
  readonly span: Span;
}

/** A comment, text without the slashes; `doc` for `///`. */
export interface Comment {
  readonly text: string;
  readonly doc: boolean;
  readonly span: Span;
}

/** One source as a tree. Every node has a span; where the text is broken, nodes may be missing, never half made. */
export interface Module {
  readonly source: SourceFile;
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
  /** Some text is neither import nor declaration, so that names may be missing. */
  readonly incomplete: boolean;
}

export interface Import {
  readonly kind: 'import';
  readonly names: readonly { readonly name: Identifier; readonly alias: Identifier | undefined }[];
  /** The path as written, and its place with the quotes. */
  readonly from: Identifier;
  readonly span: Span;
}

// ─── declarations ────────────────────────────────────────────────────────────────────────────────────────────────

export type Declaration =
  | ConstDeclaration
  | FnDeclaration
  | BlockDeclaration
  | NetworkDeclaration
  | TestDeclaration;

/** What can be imported and named; tests have no name that code could use. */
export type NamedDeclaration = Exclude<Declaration, TestDeclaration>;

interface Documented {
  /** The `///` lines above it. */
  readonly doc: string | undefined;
  readonly name: Identifier;
  /** A syntax error lies inside: parts may be missing, so nothing is said about the rest of it. */
  readonly broken: boolean;
  readonly span: Span;
}

export interface ConstDeclaration extends Documented {
  readonly kind: 'const';
  readonly value: Expression;
}

export interface FnDeclaration extends Documented {
  readonly kind: 'fn';
  readonly parameters: readonly Parameter[];
  readonly result: TypeExpression;
  readonly value: Expression;
}

export interface BlockDeclaration extends Documented {
  readonly kind: 'block';
  readonly parameters: readonly Parameter[];
  readonly signature: Signature | undefined;
  readonly body: Body;
}

export interface NetworkDeclaration extends Documented {
  readonly kind: 'network';
  readonly parameters: readonly Parameter[];
  readonly body: Body;
}

export interface TestDeclaration {
  readonly kind: 'test';
  readonly doc: string | undefined;
  /** What holds, as written between the quotes. */
  readonly name: Identifier;
  /** The code, or the beginning of one, that every error of the body must have. */
  readonly fails: Identifier | undefined;
  readonly body: Body;
  readonly broken: boolean;
  readonly span: Span;
}

export interface Parameter {
  readonly name: Identifier;
  readonly type: TypeExpression;
  readonly default: Expression | undefined;
  readonly span: Span;
}

/** `[h, w, inp] -> [ceil(h / stride), ceil(w / stride), oup]` */
export interface Signature {
  readonly input: ListExpression;
  readonly output: ListExpression;
  readonly span: Span;
}

export type TypeExpression =
  | { readonly kind: 'named-type'; readonly name: string; readonly span: Span }
  | { readonly kind: 'literal-type'; readonly value: string; readonly span: Span }
  | { readonly kind: 'list-type'; readonly item: TypeExpression; readonly span: Span }
  | { readonly kind: 'tuple-type'; readonly items: readonly TypeExpression[]; readonly span: Span }
  | { readonly kind: 'union-type'; readonly options: readonly TypeExpression[]; readonly span: Span };

// ─── statements ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface Body {
  readonly statements: readonly Statement[];
  readonly span: Span;
}

export type Statement =
  | Chain
  | LetStatement
  | SharedStatement
  | RequireStatement
  | ExpectStatement
  | InputStatement
  | OutputStatement
  | IfStatement
  | ForStatement
  | RepeatStatement;

/** `label: a() -> b() as name` */
export interface Chain {
  readonly kind: 'chain';
  readonly label: Identifier | undefined;
  /** At least one. */
  readonly elements: readonly Element[];
  readonly as: Identifier | undefined;
  readonly span: Span;
}

export type Element =
  | FlowElement
  | NameElement
  | ApplyElement
  | ResidualElement
  | ParallelElement
  | PathElement;

/** `_` */
export interface FlowElement {
  readonly kind: 'flow';
  readonly span: Span;
}

/** A bare name: a tensor where it stands first, else a call without its parentheses. */
export interface NameElement {
  readonly kind: 'name';
  readonly name: string;
  readonly span: Span;
}

export interface ApplyElement {
  readonly kind: 'apply';
  readonly call: CallExpression;
  readonly span: Span;
}

export interface ResidualElement {
  readonly kind: 'residual';
  readonly keyword: Identifier;
  readonly args: readonly Argument[];
  readonly body: Body;
  readonly shortcut: Body | undefined;
  readonly span: Span;
}

export interface ParallelElement {
  readonly kind: 'parallel';
  readonly keyword: Identifier;
  readonly args: readonly Argument[];
  readonly body: Body;
  readonly span: Span;
}

/** `path { … }`, inside `parallel`. */
export interface PathElement {
  readonly kind: 'path';
  readonly keyword: Identifier;
  readonly args: readonly Argument[];
  readonly body: Body;
  readonly span: Span;
}

export interface LetStatement {
  readonly kind: 'let';
  readonly pattern: Pattern;
  readonly value: Expression;
  readonly span: Span;
}

export interface SharedStatement {
  readonly kind: 'shared';
  readonly name: Identifier;
  readonly value: Expression;
  readonly span: Span;
}

export interface RequireStatement {
  readonly kind: 'require';
  readonly condition: Expression;
  readonly message: StringExpression | undefined;
  readonly span: Span;
}

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** `expect macs(224, 224) <= 301M`: one metric or tensor, one comparison. */
export interface ExpectStatement {
  readonly kind: 'expect';
  readonly subject: Identifier;
  /** `(224, 224)` after the subject. */
  readonly args: readonly Expression[] | undefined;
  readonly operator: Comparison;
  readonly value: Expression;
  readonly span: Span;
}

export interface InputStatement {
  readonly kind: 'input';
  readonly name: Identifier;
  readonly shape: ListExpression;
  readonly span: Span;
}

export interface OutputStatement {
  readonly kind: 'output';
  readonly names: readonly Identifier[];
  readonly span: Span;
}

export interface IfStatement {
  readonly kind: 'if';
  /** `if` and each `else if`. */
  readonly branches: readonly { readonly condition: Expression; readonly body: Body }[];
  readonly else: Body | undefined;
  readonly span: Span;
}

export interface ForStatement {
  readonly kind: 'for';
  readonly pattern: Pattern;
  readonly iterable: Expression;
  readonly body: Body;
  readonly span: Span;
}

export interface RepeatStatement {
  readonly kind: 'repeat';
  readonly count: Expression;
  readonly body: Body;
  readonly span: Span;
}

/** `n`, `_`, `(a, (b, _))` */
export type Pattern =
  | { readonly kind: 'bind'; readonly name: string; readonly span: Span }
  | { readonly kind: 'anything'; readonly span: Span }
  | { readonly kind: 'tuple-pattern'; readonly items: readonly Pattern[]; readonly span: Span };

// ─── expressions ─────────────────────────────────────────────────────────────────────────────────────────────────

export type Expression =
  | NumberExpression
  | StringExpression
  | { readonly kind: 'bool'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'none'; readonly span: Span }
  | NameExpression
  | SymbolExpression
  | { readonly kind: 'hole'; readonly span: Span }
  | ListExpression
  | { readonly kind: 'tuple'; readonly items: readonly Expression[]; readonly span: Span }
  | ComprehensionExpression
  | CallExpression
  | IndexExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression;

export interface NumberExpression {
  readonly kind: 'int' | 'float';
  readonly value: number;
  readonly span: Span;
}

/** Text and interpolated expressions in turn. */
export interface StringExpression {
  readonly kind: 'string';
  readonly parts: readonly (string | Expression)[];
  readonly span: Span;
}

export interface NameExpression {
  readonly kind: 'name';
  readonly name: string;
  readonly span: Span;
}

/** `?h`, or `?` alone: a symbol of its own. */
export interface SymbolExpression {
  readonly kind: 'symbol';
  readonly name: string | undefined;
  readonly span: Span;
}

export interface ListExpression {
  readonly kind: 'list';
  readonly items: readonly Expression[];
  readonly span: Span;
}

export interface ComprehensionExpression {
  readonly kind: 'comprehension';
  readonly value: Expression;
  readonly clauses: readonly { readonly pattern: Pattern; readonly iterable: Expression }[];
  readonly condition: Expression | undefined;
  readonly span: Span;
}

export interface Argument {
  /** Undefined: by position. */
  readonly name: Identifier | undefined;
  readonly value: Expression;
  readonly span: Span;
}

export interface CallExpression {
  readonly kind: 'call';
  readonly callee: Identifier;
  readonly args: readonly Argument[];
  readonly span: Span;
}

/** `xs[0][1]`, the indices in one list so that a long run of them is not a deep tree. */
export interface IndexExpression {
  readonly kind: 'index';
  readonly target: Expression;
  readonly indices: readonly Expression[];
  readonly span: Span;
}

export interface UnaryExpression {
  readonly kind: 'unary';
  readonly operator: '-' | 'not';
  readonly operand: Expression;
  readonly span: Span;
}

export type BinaryOperator =
  | 'or'
  | 'and'
  | Comparison
  | 'in'
  | 'not in'
  | '..'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '**';

/**
 * Operators of one level of precedence, applied from the left: `a + b - c` is one node with two steps, so that the
 * depth of a tree is bounded by its brackets and not by its length.
 */
export interface BinaryExpression {
  readonly kind: 'binary';
  readonly first: Expression;
  readonly rest: readonly {
    readonly operator: BinaryOperator;
    readonly operatorSpan: Span;
    readonly operand: Expression;
  }[];
  readonly span: Span;
}

export interface ConditionalExpression {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly then: Expression;
  readonly else: Expression;
  readonly span: Span;
}
