import type { Graph } from '../ir/graph.ts';
import type { Shape } from '../ir/shape.ts';
import { substituteSize, symbolsOf } from '../ir/size.ts';
import { inputRange } from '../lower/metadata.ts';
import { nodeOf } from '../ops/query.ts';
import { fillWords, openStream } from '../weights/random.ts';
import { elementCount, type Tensor } from '../weights/tensor.ts';

export interface SampleOptions {
  /** Another seed, other numbers; 0 if it is left out. */
  readonly seed?: number;
  /** Samples at once; 1 if it is left out. */
  readonly batch?: number;
  /** What open sizes are made, at least: the next size that the program allows; 64 if it is left out. */
  readonly size?: number;
}

/**
 * Something to run a network on: for each input a tensor [batch, …] of numbers spread evenly over the range that it
 * expects, 0 to 1 where the program does not say. The same seed gives the same numbers.
 */
export function sampleInputs(
  graph: Graph,
  { seed = 0, batch = 1, size = 64 }: SampleOptions = {},
): readonly Tensor[] {
  const shapes = boundShapes(
    graph.inputs.map((id) => nodeOf(graph, id).shape),
    size,
  );
  return graph.inputs.map((id, i) => {
    const shape = [batch, ...(shapes[i] ?? [])];
    const words = new Int32Array(elementCount(shape));
    fillWords(openStream(seed, nodeOf(graph, id).path), words);
    const [least, most] = inputRange(graph, id) ?? [0, 1];
    const data = Float32Array.from(words, (word) => least + ((most - least) * (word >>> 0)) / 2 ** 32);
    return { shape, data };
  });
}

/** All symbols as one number, the smallest with which every open size is at least `size`. */
function boundShapes(shapes: readonly Shape[], size: number): readonly (readonly number[])[] {
  const names = new Set(shapes.flat().flatMap((each) => [...symbolsOf(each)]));
  for (let value = 1; ; value++) {
    const bindings = new Map([...names].map((name) => [name, value]));
    const open: number[] = [];
    const bound = shapes.map((shape) =>
      shape.map((each) => {
        const known = substituteSize(each, bindings);
        if (typeof known !== 'number') throw new Error('a size is open although its symbols are known');
        if (typeof each !== 'number') open.push(known);
        return known;
      }),
    );
    // A size such as `3 - ?h` never grows.
    if (value >= size || open.every((each) => each >= size)) return bound;
  }
}
