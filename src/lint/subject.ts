import type { Program } from '../check/program.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Instance, Observer } from '../elaborate/observer.ts';
import type { Graph, Node } from '../ir/graph.ts';
import type * as ast from '../parser/ast.ts';
import type { Spanned } from '../parser/walk.ts';
import type { Span } from '../source/source.ts';

/** What rules look at: a file without errors, and what was built of it. */
export interface Subject {
  readonly module: ast.Module;
  /** Every node of its tree, outer ones first. */
  readonly nodes: readonly Spanned[];
  readonly program: Program;
  /** The networks whose parameters have defaults. */
  readonly graphs: readonly Graph[];
  readonly instances: readonly Instance[];
  /** Of each `residual` that was built: whether its input was ever added. */
  readonly residuals: ReadonlyMap<ast.ResidualElement, boolean>;
}

/** One rule looks for one thing. Each stands in the file that is named after it. */
export type Rule = (subject: Subject) => Iterable<Diagnostic>;

/** Notes what builds tell, for a subject. */
export interface Notes extends Observer {
  readonly instances: Instance[];
  readonly residuals: Map<ast.ResidualElement, boolean>;
}

export function takeNotes(): Notes {
  const instances: Instance[] = [];
  const residuals = new Map<ast.ResidualElement, boolean>();
  return {
    instances,
    residuals,
    instance: (instance) => {
      instances.push(instance);
    },
    residual: (element, taken) => {
      residuals.set(element, taken || residuals.get(element) === true);
    },
  };
}

/**
 * Where the file itself asks for a node: the call that made it, or the call of the block that it lies in; undefined if
 * it comes from elsewhere.
 */
export function placeInFile({ module }: Subject, graph: Graph, node: Node): Span | undefined {
  if (node.origin.source === module.source) return node.origin;
  let nearest: Graph['parts'][number] | undefined;
  for (const part of graph.parts) {
    if (part.block === undefined || part.origin.source !== module.source) continue;
    if (!node.path.startsWith(`${part.path}.`)) continue;
    if (!nearest || part.path.length > nearest.path.length) nearest = part;
  }
  return nearest?.origin;
}

/** The nodes that take a node's result. */
export function readersOf(graph: Graph): ReadonlyMap<number, readonly Node[]> {
  const readers = new Map<number, Node[]>();
  for (const node of graph.nodes) {
    for (const input of new Set(node.inputs)) {
      const known = readers.get(input);
      if (known) known.push(node);
      else readers.set(input, [node]);
    }
  }
  return readers;
}
