import * as fc from 'fast-check';
import type { Text } from './arguments.ts';
import { type Care, keeping, keepingSize, mapping } from './layers.ts';

/** A statement of a body, with names left open until it is written. */
export type Piece =
  | { readonly kind: 'call'; readonly text: string; readonly labelled: boolean }
  | { readonly kind: 'chain'; readonly calls: readonly string[] }
  | {
      readonly kind: 'residual';
      readonly options: string;
      readonly body: Body;
      readonly shortcut: Body | undefined;
    }
  | { readonly kind: 'parallel'; readonly join: string; readonly paths: readonly Body[] }
  | { readonly kind: 'turns'; readonly head: string; readonly body: Body }
  /** Names the flow, goes on, and joins both. */
  | { readonly kind: 'skip'; readonly join: string; readonly body: Body }
  /** One set of weights, applied twice. */
  | { readonly kind: 'shared'; readonly text: string }
  | { readonly kind: 'choice'; readonly condition: string; readonly chosen: Body; readonly otherwise: Body };

export type Body = readonly Piece[];

type Layers = (care: Care) => Text;

/** Bodies of calls that `layers` gives, with constructs nested `depth` deep. */
export function bodies(care: Care, layers: Layers, depth: number, longest: number): fc.Arbitrary<Body> {
  return fc.array(piece(care, layers, depth), { minLength: 1, maxLength: longest });
}

function piece(care: Care, layers: Layers, depth: number): fc.Arbitrary<Piece> {
  const call = fc.record({
    kind: fc.constant('call' as const),
    text: layers(care),
    labelled: fc.boolean(),
  });
  const chain = fc.record({
    kind: fc.constant('chain' as const),
    calls: fc.array(layers(care), { minLength: 2, maxLength: 3 }),
  });
  const shared = fc.record({ kind: fc.constant('shared' as const), text: keeping(care) });
  const leaves = [
    { weight: 8, arbitrary: call },
    { weight: 3, arbitrary: chain },
    { weight: 1, arbitrary: shared },
  ];
  if (depth === 0) return fc.oneof(...leaves);

  const within = (kind: Layers) => bodies(care, kind, depth - 1, 3);
  const same = fc.constantFrom('add', 'maximum', 'average', 'multiply');
  const residual = fc.oneof(
    record('residual', {
      options: fc.constantFrom('', '(join = add)', '(join = maximum)', '(join = average)', '(when = 1 < 2)'),
      body: within(keeping),
      shortcut: fc.option(within(keeping), { nil: undefined }),
    }),
    record('residual', {
      options: fc.constant('(join = concat)'),
      body: within(keepingSize),
      shortcut: fc.option(within(keepingSize), { nil: undefined }),
    }),
    record('residual', {
      options: fc.constant('(join = multiply)'),
      body: fc.constant<Body>([{ kind: 'chain', calls: ['global_avg_pool(keep_dims = true)', 'sigmoid()'] }]),
      shortcut: fc.constant(undefined),
    }),
    record('residual', {
      options: fc.constant(''),
      body: within(keeping).map(
        (body): Body => [...body, { kind: 'call', text: 'drop_path(0.2)', labelled: false }],
      ),
      shortcut: fc.constant(undefined),
    }),
  );
  const parallel = fc.oneof(
    record('parallel', { join: fc.constant('concat'), paths: paths(within(keepingSize)) }),
    record('parallel', { join: same, paths: paths(within(keeping)) }),
  );
  const turns = record('turns', {
    head: fc.constantFrom('repeat 2', 'repeat 0', 'for _ in 0..2', 'for (_, _) in enumerate([3, 5])'),
    body: within(layers === mapping ? keepingSize : layers),
  });
  const skip = fc.oneof(
    record('skip', { join: same, body: within(keeping) }),
    record('skip', { join: fc.constant('concat'), body: within(keepingSize) }),
  );
  const choice = record('choice', {
    condition: fc.constantFrom('2 > 1', 'not true', '3 in [1, 2]'),
    chosen: within(layers),
    otherwise: fc.oneof(fc.constant<Body>([]), within(layers)),
  });
  // Where the shape must be kept, a join along the channels would not.
  const constructs: { weight: number; arbitrary: fc.Arbitrary<Piece> }[] =
    layers === keeping
      ? [
          { weight: 2, arbitrary: residual.filter((each) => !each.options.includes('concat')) },
          { weight: 1, arbitrary: parallel.filter((each) => each.join !== 'concat') },
          { weight: 1, arbitrary: skip.filter((each) => each.join !== 'concat') },
        ]
      : [
          { weight: 4, arbitrary: residual },
          { weight: 2, arbitrary: parallel },
          { weight: 2, arbitrary: skip },
        ];
  return fc.oneof(
    ...leaves,
    ...constructs,
    { weight: 1, arbitrary: turns },
    { weight: 1, arbitrary: choice },
  );
}

function paths(of: fc.Arbitrary<Body>): fc.Arbitrary<readonly Body[]> {
  return fc.array(fc.oneof({ weight: 5, arbitrary: of }, { weight: 1, arbitrary: fc.constant<Body>([]) }), {
    minLength: 2,
    maxLength: 3,
  });
}

function record<K extends Piece['kind'], T extends object>(
  kind: K,
  fields: { [P in keyof T]: fc.Arbitrary<T[P]> },
): fc.Arbitrary<{ kind: K } & T> {
  return fc.record(fields).map((made) => ({ ...(made as T), kind }));
}
