import { type Analysis, analyse, networksOf, withoutRepeats } from '../compile.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { diskHost } from '../disk.ts';
import type { Graph } from '../ir/graph.ts';
import type * as ast from '../parser/ast.ts';
import type { SourceFile } from '../source/source.ts';
import { compileNetworks, type NetworkOptions } from './networks.ts';

/** A network, and where it comes from. */
export interface FoundNetwork {
  readonly path: string;
  readonly graph: Graph;
  /** The arguments it was compiled with. */
  readonly set: ReadonlyMap<string, string>;
  /** Whether the size that was asked for does not suit it, so that it has its own. */
  readonly isSizeRefused: boolean;
}

export interface SizedOptions extends NetworkOptions {
  /** For a parameter called `size`, of the networks that have one and are not given another. */
  readonly size?: number;
}

/**
 * The networks of several files: the one named, or all whose parameters have defaults or are given. Of several files,
 * those that declare none are passed over; it is an error if no file declares one.
 */
export function findNetworks(
  sources: readonly SourceFile[],
  options: SizedOptions,
): { readonly networks: readonly FoundNetwork[]; readonly diagnostics: readonly Diagnostic[] } {
  const networks: FoundNetwork[] = [];
  const diagnostics: Diagnostic[] = [];
  const host = diskHost();
  const analyses = sources.map((source) => ({ path: source.path, analysis: analyse(host, source) }));
  const isEmpty = ({ analysis }: { readonly analysis: Analysis }) => networksOf(analysis).length === 0;
  const isAnyDeclared = !analyses.every(isEmpty);
  for (const { path, analysis } of analyses) {
    if (isEmpty({ analysis }) && isAnyDeclared) {
      diagnostics.push(...analysis.diagnostics);
      continue;
    }
    for (const { name, set, sized } of choicesOf(analysis, options)) {
      const compiled = compileNetworks(analysis, { network: name, set: sized ?? set });
      const isUnfit = sized !== undefined && compiled.diagnostics.some(isError);
      // A size that suits most networks need not suit every one of them.
      const { graphs, ...found } = isUnfit ? compileNetworks(analysis, { network: name, set }) : compiled;
      diagnostics.push(...found.diagnostics);
      const given = isUnfit ? set : (sized ?? set);
      for (const graph of graphs) networks.push({ path, graph, set: given, isSizeRefused: isUnfit });
    }
  }
  return { networks, diagnostics: withoutRepeats(diagnostics) };
}

interface Choice {
  /** Undefined: no network is complete, and the only one says what it lacks. */
  readonly name: string | undefined;
  readonly set: ReadonlyMap<string, string>;
  /** The same with the size, where the network has a parameter for it that is not given. */
  readonly sized: ReadonlyMap<string, string> | undefined;
}

function choicesOf(analysis: Analysis, { network, set, size }: SizedOptions): readonly Choice[] {
  const all = networksOf(analysis).map(({ name, parameters }) => {
    const isSized = size !== undefined && !set.has('size') && parameters.some(isSize);
    const sized = isSized ? new Map([...set, ['size', String(size)]]) : undefined;
    const isComplete = parameters.every(
      (each) => each.default !== undefined || (sized ?? set).has(each.name.name),
    );
    return { name: name.name, set, sized, isComplete };
  });
  const chosen = all.filter(({ name, isComplete }) =>
    network === undefined ? isComplete : name === network,
  );
  return chosen.length > 0 ? chosen : [{ name: network, set, sized: undefined }];
}

function isSize({ name }: ast.Parameter): boolean {
  return name.name === 'size';
}
