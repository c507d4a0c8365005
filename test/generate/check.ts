import type { LayersModel } from '@tensorflow/tfjs';
import { isError } from '../../src/diagnostics/diagnostic.ts';
import { isCode } from '../../src/diagnostics/registry.ts';
import { ArchError, compile, type Network } from '../../src/index.ts';
import type { Shape } from '../../src/ir/shape.ts';
import { substituteSize } from '../../src/ir/size.ts';
import { lowerToLayers } from '../../src/lower/layers/index.ts';
import { diskHost } from '../../src/node.ts';
import type { Host } from '../../src/source/host.ts';

const disk = diskHost();

/** What the compiler makes of a program: a network and its files, or the codes of its errors. */
export type Outcome =
  | { readonly network: Network; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly refused: readonly string[] };

/**
 * Compiles a text with one network down to files. An error of the compiler that is no list of diagnostics, each
 * an error of a known code with a place and a message, is thrown on.
 */
export function outcomeOf(text: string): Outcome {
  const host: Host = { ...disk, read: (path) => (path === 'program.arch' ? text : disk.read(path)) };
  try {
    const network = compile(host, 'program.arch').network();
    const lowered = lowerToLayers(network.graph, network.weights);
    if ('diagnostics' in lowered) throw new ArchError(lowered.diagnostics);
    return { network, files: lowered.files };
  } catch (failure) {
    if (!(failure instanceof ArchError)) throw failure;
    const errors = failure.diagnostics.filter(isError);
    if (errors.length === 0) throw new Error('the program is refused without an error');
    for (const { code, message, primary } of errors) {
      if (!isCode(code)) throw new Error(`${code} is no code`);
      if (!primary || message === '') throw new Error(`${code} has no place or no message`);
      const { source, start, end } = primary.span;
      if (!(0 <= start && start <= end && end <= source.text.length))
        throw new Error(`${code} lies outside of its file`);
    }
    return { refused: errors.map(({ code }) => code) };
  }
}

/** The sizes with which networks of open sizes are run. */
const OPEN = new Map([
  ['h', 2],
  ['w', 3],
]);

export function sizesOf(shape: Shape): readonly number[] {
  return shape.map((size) => {
    const known = typeof size === 'number' ? size : substituteSize(size, OPEN);
    if (typeof known !== 'number') throw new Error('a size has a symbol that no input has');
    return known;
  });
}

/** The shapes of a network's inputs or outputs as the compiler inferred them, with a batch in front. */
export function inferredShapes(
  network: Network,
  which: 'inputs' | 'outputs',
  batch: number,
): readonly (readonly number[])[] {
  const { graph } = network;
  const nodes = which === 'inputs' ? graph.inputs : graph.outputs.map((output) => output.node);
  return nodes.map((id) => [batch, ...sizesOf(graph.nodes[id]?.shape ?? [])]);
}

/** Whether a map of open sizes is empty at those chosen here: a backend may give anything then. */
export function hasEmptyMap(network: Network): boolean {
  return network.graph.nodes.some(({ shape }) => sizesOf(shape).some((size) => size < 1));
}

/** The shapes that tfjs itself gives every layer of a loaded model, by layer name; open sizes are null. */
export function layerShapes(model: LayersModel): ReadonlyMap<string, readonly (number | null)[]> {
  return new Map(
    model.layers.flatMap((layer) => {
      // Of a layer that is applied several times, tfjs gives a shape only where all agree.
      if (layer.inboundNodes.length !== 1) return [];
      const shape = layer.outputShape;
      return Array.isArray(shape[0]) ? [] : [[layer.name, shape as (number | null)[]] as const];
    }),
  );
}
