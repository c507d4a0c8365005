import * as fc from 'fast-check';
import { activations } from '../../src/ops/activations.ts';
import { callOf, type Text } from './arguments.ts';

/** How wrong the calls of a program may be: so many of a thousand arguments. */
export interface Care {
  readonly wrong: number;
}

export function activation({ wrong }: Care): Text {
  return fc.constantFrom(...activations).chain((name) => callOf(name, wrong));
}

const stay = { stride: undefined, padding: '"auto"' };
const oddKernel = fc.constantFrom('1', '3', '(1, 3)', '5');

/** A layer that keeps the shape of whatever map reaches it; `mix` is declared in every program. */
export function keeping(care: Care): Text {
  const { wrong } = care;
  return fc.oneof(
    { weight: 4, arbitrary: activation(care) },
    { weight: 3, arbitrary: callOf('batch_norm', wrong) },
    { weight: 1, arbitrary: callOf('layer_norm', wrong) },
    { weight: 1, arbitrary: callOf('layer_scale', wrong) },
    { weight: 1, arbitrary: callOf('scale', wrong) },
    { weight: 1, arbitrary: callOf('dropout', wrong) },
    { weight: 1, arbitrary: callOf('normalize', wrong, { mean: '0.5', std: '0.25' }) },
    {
      weight: 4,
      arbitrary: oddKernel.chain((kernel) =>
        callOf('depthwise_conv2d', wrong, { ...stay, kernel, multiplier: undefined }),
      ),
    },
    { weight: 4, arbitrary: oddKernel.map((kernel) => `mix(kernel = ${kernel})`) },
    {
      weight: 1,
      arbitrary: callOf('max_pool2d', wrong, { kernel: '3', stride: '1', padding: '1', ceil: undefined }),
    },
    {
      weight: 1,
      arbitrary: callOf('avg_pool2d', wrong, { kernel: '3', stride: '1', padding: '1', ceil: undefined }),
    },
    { weight: 1, arbitrary: fc.constantFrom('squeeze_excite(2)', 'squeeze_excite(3, gate = hard_sigmoid)') },
  );
}

/** A layer that keeps height and width, and may change the channels. */
export function keepingSize(care: Care): Text {
  const { wrong } = care;
  return fc.oneof(
    { weight: 3, arbitrary: keeping(care) },
    { weight: 3, arbitrary: oddKernel.chain((kernel) => callOf('conv2d', wrong, { ...stay, kernel })) },
    {
      weight: 1,
      arbitrary: oddKernel.chain((kernel) => callOf('depthwise_conv2d', wrong, { ...stay, kernel })),
    },
    { weight: 1, arbitrary: callOf('dense', wrong) },
    { weight: 1, arbitrary: callOf('slice', wrong) },
    { weight: 1, arbitrary: fc.constant('irblock(oup = 6, expansion = 2)') },
  );
}

/** A layer that makes another map of a map. */
export function mapping(care: Care): Text {
  const { wrong } = care;
  return fc.oneof(
    { weight: 4, arbitrary: keepingSize(care) },
    { weight: 5, arbitrary: callOf('conv2d', wrong) },
    { weight: 2, arbitrary: callOf('depthwise_conv2d', wrong) },
    { weight: 2, arbitrary: callOf('conv2d_transpose', wrong) },
    { weight: 2, arbitrary: callOf('max_pool2d', wrong) },
    { weight: 2, arbitrary: callOf('avg_pool2d', wrong) },
    { weight: 1, arbitrary: callOf('adaptive_avg_pool2d', wrong) },
    { weight: 1, arbitrary: callOf('pad', wrong) },
    { weight: 1, arbitrary: callOf('crop', wrong) },
    { weight: 1, arbitrary: callOf('upsample', wrong, { size: undefined }) },
    { weight: 1, arbitrary: callOf('upsample', wrong, { scale: 'none', size: '(5, 7)' }) },
    { weight: 1, arbitrary: callOf('channel_shuffle', wrong) },
    { weight: 1, arbitrary: callOf('normalize', wrong) },
    { weight: 1, arbitrary: callOf('reshape', wrong) },
    {
      weight: 2,
      arbitrary: fc.constantFrom('irblock(oup = 8, stride = 2)', 'irblock(oup = 5, act = hard_swish)'),
    },
  );
}

/** What ends a network: maps become vectors. */
export function ending(care: Care): fc.Arbitrary<readonly string[]> {
  const { wrong } = care;
  const pool = fc.oneof(
    callOf('global_avg_pool', wrong, { keep_dims: undefined }),
    callOf('global_max_pool', wrong, { keep_dims: undefined }),
    callOf('flatten', wrong),
    callOf('global_avg_pool', wrong),
    callOf('global_max_pool', wrong),
  );
  const behind = fc.oneof(
    callOf('dense', wrong),
    activation(care),
    callOf('batch_norm', wrong),
    callOf('layer_norm', wrong),
  );
  return fc.tuple(pool, fc.array(behind, { maxLength: 3 })).map(([first, rest]) => [first, ...rest]);
}
