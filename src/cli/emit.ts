import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatGraph } from '../ir/format.ts';
import { formatInference } from '../ir/format-inference.ts';
import { optimisedGraph } from '../lower/lower.ts';
import { plainTree } from '../parser/format-tree.ts';
import { parse } from '../parser/parse.ts';
import type { SourceFile } from '../source/source.ts';
import type { Job } from './build-jobs.ts';
import type { PhaseTimes } from './phase-times.ts';
import { type Stream, styled } from './terminal.ts';
import { type Failed, type WeightSource, weightsFor } from './weights-file.ts';

/**
 * `--emit ir`: prints the graph of a network, the graph for inference that each target begins with, and that graph after
 * each pass, where the pass changed it. The layers target is written from the graph as it is.
 */
export async function emitGraphs(
  out: Stream,
  { graph, models }: Job,
  weights: WeightSource,
  times: PhaseTimes,
): Promise<Failed> {
  const matched = weightsFor(graph, weights);
  times.lap('weights');
  if ('diagnostics' in matched) return matched;
  const title = (text: string) => out.write(`${styled(out, 'strong', `== ${graph.name}: ${text}`)}\n`);
  title('as written');
  out.write(`${formatGraph(graph).trimEnd()}\n\n`);
  for (const { target } of models) {
    if (target === 'layers') continue;
    const observe = times.observePasses(`${target}: `);
    let before = '';
    await optimisedGraph(graph, matched.values, target, (pass, optimised) => {
      observe(pass, optimised);
      const text = formatInference(optimised).trimEnd();
      const heading = pass === 'input' ? `${target}, for inference` : `${target}, after ${pass}`;
      title(text === before ? `${heading}: as before` : heading);
      if (text !== before) out.write(`${text}\n\n`);
      before = text;
      times.lap('print');
    });
  }
  return { diagnostics: matched.warnings };
}

/** `--emit ast`: prints the trees of sources, as one document of JSON. Gives what is wrong with their syntax. */
export function emitTrees(
  out: Stream,
  sources: readonly SourceFile[],
  times: PhaseTimes,
): readonly Diagnostic[] {
  const parsed = sources.map((source) => parse(source));
  times.lap('parse');
  const files = parsed.map(({ module }) => ({ path: module.source.path, tree: plainTree(module) }));
  out.write(`${JSON.stringify({ version: 1, files }, null, 1)}\n`);
  times.lap('print');
  return parsed.flatMap(({ diagnostics }) => diagnostics);
}
