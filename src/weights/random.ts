/**
 * The state of a generator of 32-bit words: four words.
 *
 * Everything here is 32-bit integer arithmetic, which ECMAScript defines to the bit, so a stream is the same on every
 * machine and engine. `Math.random` has no seed, and a generator on doubles would have 53-bit products to round.
 */
export type Stream = Int32Array;

/** The last step of MurmurHash3 (Appleby): every input bit reaches every output bit. */
function scramble(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Odd multipliers, one a lane, so that the four words of a state come from four different hashes of the name. */
const LANES = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const;

/**
 * The stream that belongs to a seed (an integer up to 2^53) and a name. Each weight has its own, named by its path, so
 * adding a layer does not change the initial values of the others.
 */
export function openStream(seed: number, name: string): Stream {
  const low = seed | 0;
  const high = Math.floor(seed / 0x1_0000_0000) | 0;
  const stream = Int32Array.from(LANES, (lane) => {
    let hash = scramble(low ^ lane);
    hash = scramble(hash ^ Math.imul(high, lane));
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), lane) ^ (hash >>> 15);
    return scramble(hash ^ name.length);
  });
  // Neighbouring states need a few rounds to part.
  fillWords(stream, new Int32Array(16));
  return stream;
}

/** The next words of a stream; the generator is sfc32 (Doty-Humphrey, PractRand), with a period of at least 2^32. */
export function fillWords(stream: Stream, words: Int32Array): void {
  // `| 0` tells the engine that these stay integers: without it each round allocates.
  let a = (stream[0] ?? 0) | 0;
  let b = (stream[1] ?? 0) | 0;
  let c = (stream[2] ?? 0) | 0;
  let counter = (stream[3] ?? 0) | 0;
  for (let i = 0; i < words.length; i++) {
    const word = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    words[i] = word;
  }
  stream[0] = a;
  stream[1] = b;
  stream[2] = c;
  stream[3] = counter;
}
