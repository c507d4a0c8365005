import * as fc from 'fast-check';
import type { OpName } from '../../src/ops/attributes.ts';
import { ops } from '../../src/ops/table.ts';

/** The text of an expression. */
export type Text = fc.Arbitrary<string>;

const INTS = (min: number, max: number): Text => fc.integer({ min, max }).map(String);
const pair = (of: Text): Text => fc.tuple(of, of).map(([a, b]) => `(${a}, ${b})`);
const four = (of: Text): Text => fc.tuple(of, of, of, of).map((sides) => `(${sides.join(', ')})`);
/** `n` or `(h, w)`. */
const spatial = (of: Text): Text =>
  fc.oneof({ weight: 4, arbitrary: of }, { weight: 1, arbitrary: pair(of) });
const sides = (of: Text): Text =>
  fc.oneof({ weight: 3, arbitrary: spatial(of) }, { weight: 1, arbitrary: four(of) });
const word = (...words: string[]): Text => fc.constantFrom(...words.map((each) => `"${each}"`));
const number = (...numbers: string[]): Text => fc.constantFrom(...numbers);
/** One that is usual nine times out of ten. */
const mostly = (usual: string, other: Text): Text =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const BOOL = number('true', 'false');
const PADDING = fc.oneof(word('auto', 'same', 'valid'), sides(INTS(0, 2)));

/** Values of every parameter by its name, or by its layer's name and its own where that must differ. */
const values: Readonly<Record<string, Text>> = {
  filters: INTS(1, 12),
  kernel: spatial(fc.oneof({ weight: 3, arbitrary: INTS(1, 3) }, { weight: 1, arbitrary: INTS(4, 5) })),
  stride: spatial(fc.oneof({ weight: 3, arbitrary: number('1') }, { weight: 2, arbitrary: INTS(2, 3) })),
  padding: PADDING,
  dilation: mostly('1', spatial(INTS(1, 3))),
  groups: mostly('1', INTS(1, 3)),
  bias: BOOL,
  multiplier: INTS(1, 3),
  output_padding: mostly('0', spatial(INTS(0, 1))),
  units: INTS(1, 12),
  eps: number('1e-5', '1e-3', '0.1'),
  decay: number('0.9', '0.99', '0.5'),
  center: BOOL,
  slope: number('0.01', '0.2', '0'),
  alpha: number('1', '0.5'),
  approximate: BOOL,
  ceil: BOOL,
  count_padding: BOOL,
  keep_dims: BOOL,
  factor: number('-1', '0.5', '2'),
  value: number('0', '1e-6', '0.5', '-2'),
  amount: sides(INTS(0, 1)),
  method: word('nearest', 'bilinear'),
  rate: number('0', '0.1', '0.5'),
  mean: mostly('0.5', number('0', '[0.1, 0.2, 0.3]')),
  std: mostly('0.25', number('1', '[0.5, 1.0, 2]')),
  axis: mostly('-1', INTS(0, 2)),
  init: word('he_normal', 'glorot_uniform', 'truncated_normal', 'zeros', 'ones'),
  trainable: BOOL,
  shape: fc.array(INTS(1, 6), { minLength: 1, maxLength: 3 }).map((sizes) => `[${sizes.join(', ')}]`),
  size: spatial(INTS(1, 6)),
  start: mostly('0', INTS(0, 3)),
  stop: mostly('1', INTS(1, 3)),
  scale: BOOL,
  'upsample.scale': spatial(INTS(1, 3)),
  'upsample.size': pair(INTS(1, 9)),
  'max_pool2d.kernel': spatial(INTS(1, 3)),
  'avg_pool2d.kernel': spatial(INTS(1, 3)),
  'max_pool2d.padding': fc.oneof(word('auto', 'same', 'valid'), sides(INTS(0, 1))),
  'avg_pool2d.padding': fc.oneof(word('auto', 'same', 'valid'), sides(INTS(0, 1))),
  'channel_shuffle.groups': mostly('1', INTS(1, 4)),
  'pad.padding': sides(INTS(0, 2)),
  'conv2d_transpose.padding': mostly('"auto"', fc.oneof(word('valid'), sides(INTS(0, 1)))),
};

/** What no parameter takes; it must be refused, and explained. */
const WRONG: Text = number(
  '-1',
  '0',
  '2.5',
  '"none"',
  'none',
  '[]',
  '(1, 2, 3)',
  'relu',
  '1e30',
  '9007199254740991',
);

/** A value for a parameter; `wrong` says how many in a thousand are none. */
function argument(op: OpName, name: string, wrong: number): Text {
  const usual = values[`${op}.${name}`] ?? values[name];
  if (!usual) throw new Error(`test/generate has no values for \`${name}\` of \`${op}\``);
  return fc.oneof({ weight: 1000 - wrong, arbitrary: usual }, { weight: wrong, arbitrary: WRONG });
}

/**
 * The arguments of a call of a layer: what is required, and a third of what is not. `fixed` arguments are as given (undefined: left out);
 * `wrong` is how many in a thousand are of no use.
 */
export function callOf(
  op: OpName,
  wrong: number,
  fixed: Readonly<Record<string, string | undefined>> = {},
): Text {
  const given = ops[op].parameters.map((parameter): Text => {
    const { name } = parameter;
    if (Object.hasOwn(fixed, name)) {
      const text = fixed[name];
      return fc.constant(text === undefined ? '' : `${name} = ${text}`);
    }
    const text = argument(op, name, wrong).map((value) => `${name} = ${value}`);
    const required = !('default' in parameter);
    if (required) return text;
    return fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: text });
  });
  return fc.tuple(...given).map((texts) => `${op}(${texts.filter((text) => text !== '').join(', ')})`);
}
