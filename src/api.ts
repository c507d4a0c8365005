import { type Analysis, analyse, buildChosen, networksOf } from './compile.ts';
import { type Diagnostic, isError } from './diagnostics/diagnostic.ts';
import { renderText } from './diagnostics/render/text.ts';
import { diagnostic } from './diagnostics/report.ts';
import { didYouMean } from './diagnostics/suggest.ts';
import { buildBlock } from './elaborate/build.ts';
import { readGiven } from './elaborate/given.ts';
import { type Costs, totalCosts } from './ir/costs.ts';
import type { Graph } from './ir/graph.ts';
import type { Shape } from './ir/shape.ts';
import { symbol } from './ir/size.ts';
import { applyGraph, type LayersApi, toLayersModel } from './lower/layers/index.ts';
import { lowerNetwork } from './lower/lower.ts';
import type { Refused, WeightStorage } from './lower/lowering.ts';
import type { Target } from './lower/targets.ts';
import type { Host } from './source/host.ts';
import { checkFinite } from './weights/finite.ts';
import { initialise, tooManyWeights } from './weights/initialise.ts';
import { type MatchOptions, matchWeights } from './weights/match.ts';
import { namedWeights } from './weights/named.ts';
import { readSafetensors } from './weights/safetensors.ts';
import type { WeightValues } from './weights/tensor.ts';

/** Thrown by this API where the command line would print diagnostics and end with status 1. */
export class ArchError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(renderText(diagnostics.filter(isError)));
    this.name = 'ArchError';
    this.diagnostics = diagnostics;
  }
}

/** A tensor of tfjs of which only the shape is known, the batch first. */
interface SymbolicTensor {
  readonly shape: readonly (number | null)[];
}

/** An argument: a number, a bool, none, a string, a list; or the text of an expression in `{ expression }`. */
export type ArgumentValue =
  | number
  | boolean
  | null
  | string
  | readonly ArgumentValue[]
  | { readonly expression: string };

export interface WeightChoice {
  /** The bytes of a .safetensors file, with our names or PyTorch's; without it, weights start from the seed. */
  readonly weights?: Uint8Array;
  /** What the bytes are called in messages. */
  readonly weightsName?: string;
  /** How PyTorch's names are matched: their order, a prefix before them. */
  readonly match?: MatchOptions;
  /** Of the initial weights; 0 by default. */
  readonly seed?: number;
}

export interface NetworkChoice extends WeightChoice {
  /** Not needed where the source declares one network. */
  readonly network?: string;
  /** Arguments for the network's parameters. */
  readonly set?: Readonly<Record<string, ArgumentValue>>;
}

/** A network that is compiled, with its weights. */
export interface Network {
  readonly name: string;
  readonly graph: Graph;
  /** By path: `stem.conv2d.kernel`, in TensorFlow's layouts. */
  readonly weights: WeightValues;
  /** What is odd in it without keeping it from being built: weights of a file that are no finite numbers (ARC6301). */
  readonly warnings: readonly Diagnostic[];
  /** Trainable parameters, and multiply-accumulates for one sample (undefined with symbolic sizes). */
  readonly costs: Costs;
  /** A live model of the caller's own tfjs. */
  toLayersModel<S extends SymbolicTensor, M>(tf: LayersApi<S, M>): M;
  /** Applies the network to tensors of a model that the caller writes by hand; `prefix` goes before layer names. */
  apply<S extends SymbolicTensor, M>(tf: LayersApi<S, M>, inputs: S | readonly S[], prefix?: string): S[];
  /**
   * The files of a model, by name. @throws ArchError where the target cannot express the network, RangeError for
   * `int8` with the target `layers`, which has no form for it.
   */
  toFiles(options?: FileOptions): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** What files are made. */
export interface FileOptions {
  /** `layers` by default, which is the one that can be trained. */
  readonly target?: Target;
  /** How weights are stored, `float32` by default; `int8`: kernels as 8-bit integers, with a factor a channel. */
  readonly storage?: WeightStorage;
}

/** A block with its arguments: from a tensor of the caller's own model to another. */
export type LiveBlock = <S extends SymbolicTensor, M>(tf: LayersApi<S, M>, x: S, prefix?: string) => S;

/** A source that is compiled. */
export interface Compiled {
  /** Lints, and whatever else does not keep it from being built. */
  readonly warnings: readonly Diagnostic[];
  readonly networks: readonly string[];
  /** @throws ArchError if the network cannot be built, or the weights do not fit. */
  network(choice?: NetworkChoice): Network;
  /** A block that the source declares or imports. @throws ArchError if there is none, or an argument is wrong. */
  block(name: string, args?: Readonly<Record<string, ArgumentValue>>, weights?: WeightChoice): LiveBlock;
}

/**
 * Compiles the source at a path of the host.
 * @throws ArchError with everything that is wrong with it.
 */
export function compile(host: Host, path: string): Compiled {
  const text = host.read(path);
  if (text === undefined)
    throw new ArchError([diagnostic('ARC7001', undefined, { path, reason: 'there is no such file' })]);
  const analysis = analyse(host, { path, text });
  if (analysis.diagnostics.some(isError)) throw new ArchError(analysis.diagnostics);
  return {
    warnings: analysis.diagnostics,
    networks: networksOf(analysis).map((network) => network.name.name),
    network: (choice = {}) => openNetwork(analysis, choice),
    block: (name, args = {}, weights = {}) => openBlock(analysis, name, args, weights),
  };
}

function openNetwork(analysis: Analysis, choice: NetworkChoice): Network {
  const set = new Map(Object.entries(choice.set ?? {}).map(([name, value]) => [name, argumentText(value)]));
  const { graph, diagnostics } = buildChosen(analysis, { network: choice.network, set });
  if (!graph) throw new ArchError(diagnostics);
  const { weights, warnings } = weightsFor(graph, choice);
  return {
    name: graph.name,
    graph,
    weights,
    warnings: [...diagnostics, ...warnings],
    costs: totalCosts(graph),
    toLayersModel: (tf) => accepted(toLayersModel(tf, graph, weights)).model,
    apply: (tf, inputs, prefix = '') =>
      accepted(applyGraph(tf, graph, weights, 'shape' in inputs ? [inputs] : inputs, prefix)).outputs,
    toFiles: async ({ target = 'layers', storage } = {}) =>
      accepted(await lowerNetwork(graph, weights, target, { storage })).files,
  };
}

function openBlock(
  analysis: Analysis,
  name: string,
  args: Readonly<Record<string, ArgumentValue>>,
  choice: WeightChoice,
): LiveBlock {
  const { program, constants } = analysis;
  const global = program.entry.globals.get(name);
  if (global?.declaration.kind !== 'block') {
    const blocks = [...program.entry.globals].flatMap(([known, each]) =>
      each.declaration.kind === 'block' ? [known] : [],
    );
    throw new ArchError([
      diagnostic('ARC1001', undefined, { what: 'block', name }, { help: didYouMean(name, blocks) }),
    ]);
  }
  const { declaration, module } = global;
  const texts = new Map(Object.entries(args).map(([key, value]) => [key, argumentText(value)]));
  const given = readGiven(program, constants, name, program.parameters.get(declaration) ?? [], texts);
  if (given.diagnostics.length > 0) throw new ArchError(given.diagnostics);
  return (tf, x, prefix = '') => {
    const shape: Shape = x.shape.slice(1).map((size, axis) => size ?? symbol(`input_${axis}`));
    const { graph, diagnostics } = buildBlock(
      program,
      constants,
      { declaration, module },
      given.values,
      shape,
    );
    if (!graph) throw new ArchError(diagnostics);
    const { weights } = weightsFor(graph, choice);
    const [output] = accepted(applyGraph(tf, graph, weights, [x], prefix)).outputs;
    if (output === undefined) throw new ArchError(diagnostics);
    return output;
  };
}

function weightsFor(graph: Graph, choice: WeightChoice): Pick<Network, 'weights' | 'warnings'> {
  const named = namedWeights(graph);
  if (!choice.weights) {
    const tooMany = tooManyWeights(named);
    if (tooMany) throw new ArchError([tooMany]);
    return { weights: initialise(named, choice.seed ?? 0), warnings: [] };
  }
  const name = choice.weightsName ?? 'weights';
  const read = readSafetensors(choice.weights, name);
  if ('diagnostics' in read) throw new ArchError(read.diagnostics);
  const matched = matchWeights(named, read.file, choice.match);
  if ('diagnostics' in matched) throw new ArchError(matched.diagnostics);
  return { weights: matched.values, warnings: checkFinite(matched.values, name) };
}

function accepted<T extends object>(result: T | Refused): T {
  if ('diagnostics' in result) throw new ArchError(result.diagnostics);
  return result;
}

/** An argument as the text of an expression of the language. */
function argumentText(value: ArgumentValue): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  if ('expression' in value) return value.expression;
  return `[${value.map((item) => (typeof item === 'string' ? JSON.stringify(item) : argumentText(item))).join(', ')}]`;
}
