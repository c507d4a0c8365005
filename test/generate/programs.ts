import * as fc from 'fast-check';
import { type Care, ending, keeping, keepingSize, mapping } from './layers.ts';
import { bodies } from './pieces.ts';
import { writeBody } from './write.ts';

/** Blocks that every program has: what cannot be said without knowing the channels. */
const PRELUDE = `import { squeeze_excite } from "std/layers"
import { irblock } from "std/mobilenet"

block mix(kernel: int | (int, int) = 3) : [h, w, c] -> [h, w, c] { conv2d(c, kernel = kernel) }
`;

/** An input of a known size, or of an open one: a multiple, so that halving stays exact. */
const INPUTS = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 }))
      .map((sizes) => `[${sizes.join(', ')}]`),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }).map((channels) => `[8 * ?h, 8 * ?w, ${channels}]`) },
);

/**
 * Small programs with one network, `net`, over all layers and constructs. Most build; a network that does not is
 * wrong in its shapes, or in one of its arguments (`wrong` of a thousand).
 */
export function programs(care: Care = { wrong: 2 }): fc.Arbitrary<string> {
  const block = fc.tuple(bodies(care, keeping, 1, 3), bodies(care, keepingSize, 1, 3));
  return fc
    .record({
      input: INPUTS,
      block,
      front: bodies(care, mapping, 2, 4),
      back: bodies(care, mapping, 1, 2),
      ending: fc.oneof(ending(care), fc.constant<readonly string[]>([])),
    })
    .map(({ input, block: [kept, resized], front, back, ending: last }) => {
      const names = { used: 0 };
      return [
        PRELUDE,
        'block kept(act: layer = silu) : [h, w, c] -> [h, w, c] {',
        writeBody(kept, '  '),
        '  act()',
        '}',
        '',
        'block resized(filters: int = 4) : [h, w, _] -> [h, w, filters] {',
        writeBody(resized, '  '),
        '  conv2d(filters, kernel = 1)',
        '}',
        '',
        'network net {',
        `  input image: ${input}`,
        writeBody(front, '  ', names),
        '  residual { kept(act = leaky_relu(slope = 0.1)) }',
        '  resized(filters = 6)',
        '  stage: resized() -> kept()',
        writeBody([{ kind: 'turns', head: 'repeat 1', body: back }], '  ', names),
        ...last.map((call) => `  ${call}`),
        '}',
        '',
      ].join('\n');
    });
}
