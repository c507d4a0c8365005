import type { Program, ResolvedCall } from '../check/program.ts';
import type { Diagnostic, Label } from '../diagnostics/diagnostic.ts';
import type { ModuleId, Node, NodeId, Part } from '../ir/graph.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import type { Value } from '../values/value.ts';
import type { Calls, Env, ModuleOrder, Tensor } from './environment.ts';
import type { MadeLayer } from './made-layers.ts';
import type { Observer } from './observer.ts';
import type { PathScope } from './path-scope.ts';

/** Values, list elements and characters that one instantiation may evaluate (LANGUAGE, promise 4). */
export const MAX_STEPS = 20_000_000;
/** What counts for more than one step, in proportion to its time, so that the limit is reached within two seconds. */
export const STEPS = {
  node: 12,
  /** More for a node that owns weights, and for one whose size is symbolic. */
  weights: 24,
  symbolic: 40,
  instance: 400,
  call: 5,
  branch: 200,
  statement: 2,
} as const;
/** Nodes of one graph. */
export const MAX_NODES = 1_000_000;
/** Blocks and functions inside one another. */
export const MAX_CALLS = 250;

/**
 * The steps that recurse into one another over the tree: values into calls and layers and back, statements into
 * chains and instances and back. They meet here, so that no two files import each other.
 */
export interface Recursion {
  evaluate(site: Site, expression: ast.Expression): Value;
  runStatements(site: Site, body: ast.Body, flow: Flow): void;
}

/** What one build of a network or test writes to. The one mutable value of the phase. */
export interface Elaboration {
  readonly recursion: Recursion;
  readonly observer: Observer | undefined;
  readonly program: Program;
  readonly constants: ReadonlyMap<ast.ConstDeclaration, Value>;
  readonly diagnostics: Diagnostic[];
  /** Code and place of what is reported, so that one mistake in a block is one error however often it is built. */
  readonly reported: Set<string>;
  readonly nodes: Node[];
  /** Parts with the prefix of their paths, which their nodes hold as well. */
  readonly parts: (Omit<Part, 'path'> & { readonly prefix: string })[];
  /** Of each module, in the order in which they were made, the node that used it first. */
  readonly moduleNodes: NodeId[];
  /** The paths of modules that are not the paths of their nodes: of shared layers. */
  readonly modulePaths: Map<ModuleId, string>;
  /** The layers that the calls of a program have made last, since most calls make the same layer again. */
  readonly layers: Map<ResolvedCall['args'], MadeLayer>;
  /** Expectations about the whole, checked when it is complete. */
  readonly expects: PendingExpect[];
  outputs: readonly Output[];
  stepsLeft: number;
}

export interface Output {
  readonly name: string;
  readonly tensor: Tensor;
}

/** `expect params == …`, with the right side evaluated where it stands. */
export interface PendingExpect {
  readonly frame: Frame;
  readonly statement: ast.ExpectStatement;
  readonly value: Value;
  readonly sizes: readonly (number | undefined)[] | undefined;
}

/** One instance of a block, or a network or test. */
export interface Frame {
  readonly build: Elaboration;
  /** For messages. */
  readonly name: string;
  /** What led here; one object for each instance. */
  readonly calls: Calls | undefined;
  /** The body that the call stands in, and where its arguments are written. */
  readonly caller: Frame | undefined;
  readonly argumentPlaces: (parameter: string) => Span | undefined;
  readonly paths: PathScope;
  readonly order: ModuleOrder;
  /** Whether what is made here stands on a branch of an addition, which `drop_path` needs. */
  readonly branch: 'none' | 'add' | 'left out';
  /** The modules of a shared layer that is applied again, by path; undefined elsewhere. */
  readonly reuse: ReadonlyMap<string, ModuleId> | undefined;
  /** Where shared layers that are applied for the first time note their modules. */
  readonly record: readonly Map<string, ModuleId>[];
}

/** Where an expression is evaluated. */
export interface Site {
  readonly frame: Frame;
  readonly env: Env;
  /** Whether symbolic sizes may be used: in shapes, not as ints of a body. */
  readonly sizes: boolean;
}

/** Thrown when a limit is passed; caught where a build begins, never seen by a user. */
export class LimitPassed extends Error {}

/** The tensor that flows through a body, and whether it would be lost if it were replaced now. */
export interface Flow {
  tensor: Tensor | undefined;
  /** The call whose result nothing has used or named yet. */
  pending: Span | undefined;
  /** Whether any statement has changed the flow. */
  touched: boolean;
}

export function flowOf(tensor: Tensor | undefined): Flow {
  return { tensor, pending: undefined, touched: false };
}

/** Reports once for each code and place, with the chain of calls that led there. */
export function report(frame: Frame, problem: Diagnostic): void {
  const { build } = frame;
  const at = problem.primary?.span;
  const key = `${problem.code} ${at?.source.path} ${at?.start} ${at?.end}`;
  if (build.reported.has(key)) return;
  build.reported.add(key);
  build.diagnostics.push({ ...problem, labels: [...problem.labels, ...callLabels(frame.calls, problem)] });
}

/** The outer calls are told by labels; of a long chain, the nearest and the outermost. */
const SHOWN_CALLS = 6;

function callLabels(calls: Calls | undefined, problem: Diagnostic): Label[] {
  const known = [problem.primary, ...problem.labels].flatMap((label) => (label ? [label.span] : []));
  const labels: Label[] = [];
  for (let call = calls; call; call = call.parent) {
    const { span, name } = call;
    if (
      known.some((each) => each.source === span.source && each.start === span.start && each.end === span.end)
    )
      continue;
    labels.push({ span, text: `in this call of \`${name}\`` });
  }
  return labels.length <= SHOWN_CALLS ? labels : [...labels.slice(0, SHOWN_CALLS - 1), ...labels.slice(-1)];
}
