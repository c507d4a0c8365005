// How fast and how large built models are: `npm run bench:inference`, or with the number of rounds behind it.
// MobileNetV2 1.0 at 224, one image, one thread. onnxruntime-node is no dependency of archc; to measure it as well:
// `bash scripts/native-onnxruntime`.
import * as tf from '@tensorflow/tfjs';
import { selectBackend } from '../src/runtime/backends.ts';
import { openRunner } from '../src/runtime/open-runner.ts';
import type { Runner } from '../src/runtime/runner.ts';
import { graphRunner, layersRunner } from '../src/runtime/tfjs-runner.ts';
import { asTrained } from '../test/generate/weights.ts';
import { fusedGraph } from './handwritten/mobilenet-v2-graph.ts';
import { mobileNetV2 } from './handwritten/mobilenet-v2-layers.mjs';
import { interleaved, type Timing } from './inference/interleaved.ts';
import { filesOf, image, type Network, seeded } from './inference/networks.ts';
import { fillLayers, nativeOnnxRunner, opened, webOnnxRunner } from './inference/runners.ts';
import { float16Sizes, keptTopClasses } from './inference/storage.ts';

const rounds = Number(process.argv[2] ?? 60);
/** Of a model's scores from those of the graph target, of the largest of these. */
const TOLERANCE = 1e-4;
/** The most bytes that files with float16 weights may have, of those with float32. */
const FLOAT16_SIZE = 0.51;
const IMAGES = 32;

const titles = {
  graph: 'archc --target graph, tfjs on wasm',
  layers: 'tf.layers code by hand, tfjs on wasm',
  fused: 'a fused graph model by hand, tfjs on wasm',
  onnxWeb: 'archc --target onnx, onnxruntime-web on wasm',
  onnxNode: 'archc --target onnx, onnxruntime-node',
  siluGraph: 'SiLU: archc --target graph, tfjs on wasm',
  siluLayers: 'SiLU: tf.layers code by hand, tfjs on wasm',
} as const;

type Name = keyof typeof titles;

/** The first takes at most `target` of the time of the second. */
const comparisons: readonly { readonly first: Name; readonly second: Name; readonly target: number }[] = [
  { first: 'graph', second: 'layers', target: 0.45 },
  { first: 'siluGraph', second: 'siluLayers', target: 0.58 },
  { first: 'graph', second: 'onnxWeb', target: 0.8 },
  { first: 'graph', second: 'fused', target: 1.03 },
  { first: 'onnxNode', second: 'graph', target: 0.4 },
];

const backend = await selectBackend('wasm');
if ('code' in backend) throw new Error(backend.message);

const runners = new Map<Name, Runner>();
const missing = new Map<Name, string>();
await prepareRelu6(trained('examples/mobilenet_v2.arch'));
await prepareSilu(trained('examples/mobilenet_v2_silu.arch'));
const timings = await interleaved(runners, image(1), rounds);
process.stdout.write(`MobileNetV2 1.0 at 224, one image, one thread: median of ${rounds} interleaved runs, `);
process.stdout.write(`Node ${process.version}\n\n${timeTable(timings)}\n${ratioTable(timings)}\n`);
await reportStorage(seeded('examples/mobilenet_v2.arch'));

function trained(path: string): Network {
  const { graph, weights } = seeded(path);
  return { graph, weights: asTrained(weights) };
}

async function prepareRelu6(network: Network): Promise<void> {
  const graph = await openGraph(network);
  const byHand = fillLayers(tf, mobileNetV2(), network.weights.values());
  const fused = await tf.loadGraphModel({ load: async () => fusedGraph(network.weights.values()) });
  const onnx = await filesOf(network, 'onnx');
  const native = await nativeOnnxRunner(onnx);
  runners.set('graph', graph);
  runners.set('layers', layersRunner(tf, 'wasm', byHand, undefined));
  runners.set('fused', graphRunner(tf, 'wasm', fused, undefined));
  runners.set('onnxWeb', await webOnnxRunner(onnx));
  if (typeof native === 'string') missing.set('onnxNode', native);
  else runners.set('onnxNode', native);
  for (const name of ['layers', 'fused', 'onnxWeb', 'onnxNode'] as const) await expectScoresOf(graph, name);
}

async function prepareSilu(network: Network): Promise<void> {
  const graph = await openGraph(network);
  const swish = () => tf.layers.activation({ activation: 'swish' });
  const byHand = fillLayers(tf, mobileNetV2(swish), network.weights.values());
  runners.set('siluGraph', graph);
  runners.set('siluLayers', layersRunner(tf, 'wasm', byHand, undefined));
  await expectScoresOf(graph, 'siluLayers');
}

async function openGraph(network: Network, storage: 'float32' | 'float16' = 'float32'): Promise<Runner> {
  if ('code' in backend) throw new Error(backend.message);
  return opened(await openRunner(backend, { files: await filesOf(network, 'graph', storage) }, 'graph'));
}

/** The time of a model that computes something else would say nothing. */
async function expectScoresOf(graph: Runner, name: Name): Promise<void> {
  const runner = runners.get(name);
  if (!runner) return;
  const [expected, found] = [await scoresOf(graph), await scoresOf(runner)];
  const largest = expected.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const difference = expected.reduce(
    (most, each, i) => Math.max(most, Math.abs(each - (found[i] ?? Number.NaN))),
    0,
  );
  if (!(found.length === expected.length && difference <= TOLERANCE * largest && largest > 0))
    throw new Error(`${titles[name]}: the scores differ by ${difference}, the largest is ${largest}`);
}

async function scoresOf(runner: Runner): Promise<Float32Array> {
  const [scores, ...more] = await runner.run([image(2)]);
  if (!scores || more.length > 0) throw new Error('a model for classes has one output');
  return scores.data;
}

function timeTable(timings: ReadonlyMap<Name, Timing>): string {
  const head = `${''.padEnd(48)}    median   fastest\n`;
  const rows = (Object.keys(titles) as Name[]).map((name) => {
    const timing = timings.get(name);
    const times = timing && [timing.median, timing.fastest].map((ms) => `${ms.toFixed(1)} ms`.padStart(10));
    return `${titles[name].padEnd(48)}${times?.join('') ?? `  ${missing.get(name)}`}\n`;
  });
  return head + rows.join('');
}

function ratioTable(timings: ReadonlyMap<Name, Timing>): string {
  const rows = comparisons.map(({ first, second, target }) => {
    const what = `${titles[first]},\n${`  of the time of ${titles[second]}`.padEnd(64)}`;
    const [time, other] = [timings.get(first), timings.get(second)];
    if (!time || !other) return `${what}not measured\n`;
    const fastest = (time.fastest / other.fastest).toFixed(3);
    return `${what}${verdict(time.median / other.median, target)} (of the fastest runs ${fastest})\n`;
  });
  return rows.join('');
}

async function reportStorage(network: Network): Promise<void> {
  for (const { target, ratio } of await float16Sizes(network))
    line(`float16 files, of the bytes of float32 ones, ${target}`, verdict(ratio, FLOAT16_SIZE));
  const kept = await keptTopClasses(
    await openGraph(network),
    await openGraph(network, 'float16'),
    Array.from({ length: IMAGES }, (_, i) => image(100 + i)),
  );
  const found = `${kept} of ${IMAGES}  target ${IMAGES}: ${kept === IMAGES ? 'met' : 'MISSED'}`;
  line('random images with the same first class with float16 weights', found);
}

function verdict(ratio: number, target: number): string {
  return `${ratio.toFixed(3)}  target ${target}: ${ratio <= target ? 'met' : 'MISSED'}`;
}

function line(what: string, found: string): void {
  process.stdout.write(`${what.padEnd(64)}${found}\n`);
}
