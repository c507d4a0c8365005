import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Graph, Module, Node, NodeId } from '../../src/ir/graph.ts';
import type { Shape } from '../../src/ir/shape.ts';
import type { OpName } from '../../src/ops/attributes.ts';
import { type Argument, isProblem } from '../../src/ops/definition.ts';
import { definitionOf } from '../../src/ops/query.ts';
import { span } from '../../src/source/source.ts';
import type { MatchOptions } from '../../src/weights/match.ts';
import { matchWeights } from '../../src/weights/match.ts';
import { type NamedWeight, namedWeights } from '../../src/weights/named.ts';
import { readSafetensors, type TensorFile } from '../../src/weights/safetensors.ts';
import type { WeightValues } from '../../src/weights/tensor.ts';

type Arguments = Readonly<Record<string, Argument>>;

const source = { path: 'network.arch', text: 'a line that stands for every call' };

/** A graph written node by node. */
export interface Builder {
  add(path: string, op: OpName, args?: Arguments, inputs?: readonly NodeId[]): NodeId;
  graph(): Graph;
}

export function builder(input: Shape): Builder {
  const nodes: Node[] = [];
  const modules: Module[] = [];
  const put = (path: string, op: OpName, attributes: object, inputs: readonly NodeId[], shape: Shape) => {
    const id = nodes.length;
    const node = {
      id,
      op,
      path,
      inputs,
      attributes,
      shape,
      module: undefined,
      origin: span(source, 0, 6),
    } as Node;
    nodes.push(node);
    return id;
  };
  put('image', 'input', {}, [], input);
  return {
    add(path, op, args = {}, inputs = [nodes.length - 1]) {
      const definition = definitionOf<OpName>(op);
      const given: Record<string, Argument> = {};
      for (const { name, default: fallback } of definition.parameters) {
        const value = args[name] ?? fallback ?? null;
        given[name] =
          typeof value === 'object' && value && 'sameAs' in value ? (given[value.sameAs] ?? null) : value;
      }
      const attributes = definition.normalise(given);
      if (isProblem(attributes)) throw new Error(`${path}: arguments`);
      const shapes = inputs.map((id) => nodes[id]?.shape ?? []);
      const shape = definition.shape(attributes, shapes);
      if (isProblem(shape)) throw new Error(`${path}: shapes ${JSON.stringify(shapes)}`);
      const id = put(path, op, attributes, inputs, shape);
      if (definition.weights(attributes, shapes).length > 0) modules.push({ path, node: id });
      return id;
    },
    graph: () => ({
      name: 'network',
      nodes,
      inputs: [0],
      outputs: [{ name: 'output', node: nodes.length - 1 }],
      modules,
      parts: [],
    }),
  };
}

/** A chain of layers: `['stem', 'conv2d', { filters: 8 }]`. */
export function chain(input: Shape, ...layers: readonly (readonly [string, OpName, Arguments?])[]): Graph {
  const { add, graph } = builder(input);
  for (const [path, op, args] of layers) add(path, op, args);
  return graph();
}

export function weightsOfChain(...chained: Parameters<typeof chain>): readonly NamedWeight[] {
  return namedWeights(chain(...chained));
}

/** The inverted residual block as the standard library writes it; the join is left to the caller. */
export function irblock(
  inp: number,
  oup: number,
  stride: number,
  expansion: number,
  size: readonly number[],
): Graph {
  const hidden = Math.trunc(inp * expansion);
  return chain(
    [...size, inp],
    ...(expansion === 1
      ? []
      : ([
          ['expand.conv2d', 'conv2d', { filters: hidden, kernel: 1, bias: false }],
          ['expand.batch_norm', 'batch_norm'],
        ] as const)),
    ['depthwise.depthwise_conv2d', 'depthwise_conv2d', { kernel: 3, stride, bias: false }],
    ['depthwise.batch_norm', 'batch_norm'],
    ['project.conv2d', 'conv2d', { filters: oup, kernel: 1, bias: false }],
    ['project.batch_norm', 'batch_norm'],
  );
}

export function fixturePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}

export function fixture(name: string): TensorFile {
  const read = readSafetensors(readFileSync(fixturePath(name)), name);
  if ('diagnostics' in read) throw new Error(read.diagnostics[0]?.message);
  return read.file;
}

/** The values of a match that must succeed. */
export function matched(graph: Graph, file: TensorFile, options?: MatchOptions): WeightValues {
  const result = matchWeights(namedWeights(graph), file, options);
  if ('diagnostics' in result)
    throw new Error(`${result.diagnostics[0]?.message} ${result.diagnostics[0]?.notes}`);
  return result.values;
}
