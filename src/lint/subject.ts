import type { Program } from '../check/program.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Instance, Observer } from '../elaborate/observer.ts';
import type { Graph } from '../ir/graph.ts';
import type * as ast from '../parser/ast.ts';
import { type BuiltNetwork, builtNetwork } from './network.ts';
import { type Tree, treeOf } from './tree.ts';

/** A file that is checked, and what was built of it. */
export interface Material {
  readonly module: ast.Module;
  readonly program: Program;
  /** The networks whose parameters have defaults. */
  readonly graphs: readonly Graph[];
  readonly instances: readonly Instance[];
  /** Of each `residual` that was built: whether its input was ever added. */
  readonly residuals: ReadonlyMap<ast.ResidualElement, boolean>;
}

/** What else can be built of a file: networks with other arguments, and tests. */
export type OtherBuilds = Pick<Material, 'graphs' | 'residuals'>;

/** What rules look at: a file without errors, and what was built of it. */
export interface Subject extends Omit<Material, 'graphs'>, Tree {
  readonly networks: readonly BuiltNetwork[];
}

export function subjectOf({ graphs, ...material }: Material): Subject {
  const { module } = material;
  return {
    ...material,
    ...treeOf(module),
    networks: graphs.map((graph) => builtNetwork(graph, module.source)),
  };
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
