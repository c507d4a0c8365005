/**
 * Trains examples/digits.arch on the handwritten digits and writes examples/digits.safetensors.
 *
 *   npm run train:digits -- [--backend tensorflow|wasm|cpu] [--seed 1]
 *
 * About two minutes with the native backend, five on wasm. One backend and seed give one order of data and one set of
 * initial weights; sums may still differ in the last bits from machine to machine.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { namedWeights, toOwnNames, trainedWeights, writeSafetensors } from '../src/index.ts';
import { backendNames } from '../src/runtime/engine-names.ts';
import { fillWords, openStream } from '../src/weights/random.ts';
import { type Digits, readDigits, shifted } from './digits-data.ts';
import { accuracy, type Digitizer, openDigits, WEIGHTS_FILE } from './digits-network.ts';

const BATCH = 64;

/** Adam, first fast, then slow to settle. */
const PHASES = [
  { epochs: 20, rate: 2e-3 },
  { epochs: 10, rate: 2e-4 },
] as const;

const { values } = parseArgs({
  options: { backend: { type: 'string', default: 'auto' }, seed: { type: 'string', default: '1' } },
});
const backend = (['auto', ...backendNames] as const).find((name) => name === values.backend);
if (!backend)
  throw new Error(`there is no backend \`${values.backend}\`; write ${backendNames.join(', ')} or auto`);
const random = generator(Number(values.seed));

const digitizer = await openDigits(backend, { seed: Number(values.seed) });
console.error(`training on ${digitizer.name}: ${digitizer.why}`);
const training = readDigits('training');
const heldOut = readDigits('held out');
let epoch = 0;
for (const { epochs, rate } of PHASES) {
  const { tf, model } = digitizer;
  model.compile({ optimizer: tf.train.adam(rate), loss: 'sparseCategoricalCrossentropy' });
  for (let turn = 0; turn < epochs; turn++) {
    const loss = await trainEpoch(digitizer, mixed(training));
    epoch++;
    if (epoch % 5 === 0) {
      const share = await accuracy(digitizer, heldOut);
      console.error(`epoch ${epoch}: loss ${loss.toFixed(4)}, held out ${(100 * share).toFixed(2)}%`);
    }
  }
}
const { graph, weights } = digitizer.network;
writeFileSync(
  WEIGHTS_FILE,
  writeSafetensors(toOwnNames(namedWeights(graph), trainedWeights(graph, digitizer.model, weights)), {
    dtype: 'F32',
    metadata: new Map([
      ['network', 'examples/digits.arch'],
      ['data', 'UCI Optical Recognition of Handwritten Digits (Alpaydin, Kaynak), CC BY 4.0'],
    ]),
  }),
);
console.log(`${WEIGHTS_FILE}: held out ${(100 * (await accuracy(digitizer, heldOut))).toFixed(2)}%`);

/** Half of the images as they are, half moved by up to one pixel, all in a new order. */
function mixed(digits: Digits): Digits {
  const moved = shifted(digits, random);
  const order = Array.from({ length: digits.count }, (_, image) => image);
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  const images = new Float32Array(digits.images.length);
  order.forEach((image, place) => {
    const from = random() < 0.5 ? moved.images : digits.images;
    images.set(from.subarray(image * 64, image * 64 + 64), place * 64);
  });
  return {
    images,
    labels: Uint8Array.from(order, (image) => digits.labels[image] ?? 0),
    count: digits.count,
  };
}

async function trainEpoch({ tf, model }: Digitizer, digits: Digits): Promise<number> {
  const images = tf.tensor(digits.images, [digits.count, 8, 8, 1]);
  const labels = tf.tensor1d(Float32Array.from(digits.labels));
  const { history } = await model.fit(images, labels, { batchSize: BATCH, shuffle: false, verbose: 0 });
  tf.dispose([images, labels]);
  return Number(history.loss?.[0]);
}

/** Numbers from 0 to 1, the same for the same seed. */
function generator(seed: number): () => number {
  const stream = openStream(seed, 'digits');
  const word = new Int32Array(1);
  return () => {
    fillWords(stream, word);
    return ((word[0] ?? 0) >>> 0) / 2 ** 32;
  };
}
