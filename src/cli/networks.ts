import { type Analysis, buildChosen, networksOf } from '../compile.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../ir/graph.ts';

/** Which networks of a file are meant, and the arguments of their parameters. */
export interface NetworkOptions {
  readonly network?: string;
  readonly set: ReadonlyMap<string, string>;
}

export interface Networks {
  readonly graphs: readonly Graph[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles the networks that are meant: the one named, or all whose parameters have defaults or are given. */
export function compileNetworks(analysis: Analysis, options: NetworkOptions): Networks {
  const graphs: Graph[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const network of chosen(analysis, options)) {
    const built = buildChosen(analysis, { network, set: options.set });
    diagnostics.push(...built.diagnostics);
    if (built.graph && !built.diagnostics.some(isError)) graphs.push(built.graph);
  }
  return { graphs, diagnostics };
}

/** Undefined stands for the only network, so that what it lacks is said. */
function chosen(analysis: Analysis, { network, set }: NetworkOptions): readonly (string | undefined)[] {
  if (network !== undefined) return [network];
  const complete = networksOf(analysis).filter(({ parameters }) =>
    parameters.every(({ name, default: value }) => value !== undefined || set.has(name.name)),
  );
  return complete.length === 0 ? [undefined] : complete.map(({ name }) => name.name);
}
