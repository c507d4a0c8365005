import type { LintCode } from '../../src/lint/rules.ts';

/** Programs that show one lint. In `found` the lint must be the only one; `fine` must be without any. */
export interface Sample {
  /** The level, of lints that are off unless the settings ask for them. */
  readonly level?: 'warning';
  readonly found: string;
  /** The text that the lint points at. */
  readonly at: string;
  readonly fine: readonly string[];
  /** What `--fix` makes of `found`. */
  readonly fixed?: string;
  /** What the first fix makes of it that only people choose. */
  readonly chosen?: string;
}

const net = (body: string, parameters = '') =>
  `network net${parameters} {\n  input image: [32, 32, 8]\n  ${body}\n}\n`;
const irblock = 'import { irblock } from "std/mobilenet"\n\n';

/** A depthwise convolution between two 1x1 ones of so many channels. */
const mobile = (inside: number, last = 'conv2d(8)') =>
  net(`conv2d(${inside}, kernel = 1)\n  depthwise_conv2d() -> conv2d(16, kernel = 1)\n  ${last}`);

const skipping = (condition: string, calls: string) =>
  `block pair(c: int, stride: int = 1) {\n  residual(when = ${condition}) { conv2d(c, stride = stride) }\n}\n\n${net(calls)}`;

export const samples: Readonly<Record<Exclude<LintCode, `ARC89${string}`>, Sample>> = {
  ARC8001: {
    found: `import { conv_bn, make_divisible } from "std/layers"\n\n${net('conv_bn(8)')}`,
    at: 'make_divisible',
    fine: [`import { conv_bn as first } from "std/layers"\n\n${net('first(8)')}`],
    fixed: `import { conv_bn } from "std/layers"\n\n${net('conv_bn(8)')}`,
  },
  ARC8002: {
    found: net('let hidden = 64\n  conv2d(16)'),
    at: 'hidden',
    fine: [net('let _hidden = 64\n  conv2d(16)'), net('for _ in 0..2 { conv2d(16) }')],
    fixed: net('conv2d(16)'),
  },
  ARC8003: {
    found: net('conv2d(8) as skip\n  conv2d(8)'),
    at: 'skip',
    fine: [net('conv2d(8) as skip\n  conv2d(8) -> add(_, skip)')],
    fixed: net('conv2d(8)\n  conv2d(8)'),
  },
  ARC8004: {
    found: 'block stem(filters: int, stride: int = 2) {\n  conv2d(filters)\n}\n',
    at: 'stride',
    fine: ['block stem(filters: int, _stride: int = 2) {\n  conv2d(filters)\n}\n'],
  },
  ARC8005: {
    level: 'warning',
    found: net('conv2d: conv2d(16)'),
    at: 'conv2d',
    fine: [
      net('stem: conv2d(16)'),
      net('relu: conv2d(16) -> relu()'),
      // The part would be called conv_bn, and silu.
      `import { conv_bn as first } from "std/layers"\n\n${net('first: first(8)')}`,
      `block applied(act: layer = silu) {\n  act: act()\n}\n\n${net('applied()')}`,
    ],
    fixed: net('conv2d(16)'),
  },
  ARC8006: {
    found: net('conv2d(16) -> relu() -> relu()'),
    at: 'relu()',
    fine: [
      net('conv2d(16) -> relu() -> relu6()'),
      net('conv2d(16) -> relu() -> conv2d(16) -> relu()'),
      // Where the block comes first, its relu is needed.
      `block pre() {\n  relu() -> conv2d(8)\n}\n\n${net('pre() -> relu() -> pre()')}`,
    ],
    fixed: net('conv2d(16) -> relu()'),
  },
  ARC8007: {
    found: net('conv2d(16) -> scale(1) -> relu()'),
    at: 'scale(1)',
    fine: [
      net('conv2d(16) -> scale(0.5)'),
      net('parallel(join = add) { path { identity() } path { relu() } }'),
    ],
    fixed: net('conv2d(16) -> relu()'),
  },
  ARC8008: {
    found: net('conv2d(16) -> batch_norm() -> relu()'),
    at: 'conv2d(16)',
    fine: [
      net('conv2d(16, bias = false) -> batch_norm()'),
      net('conv2d(16) -> relu() -> batch_norm()'),
      net('conv2d(16) as both -> batch_norm() -> add(_, both)'.replace(' as both ->', ' as both\n  both ->')),
      net('conv2d(16) -> batch_norm(trainable = false)'),
      net('shared both = conv2d(8)\n  both() -> batch_norm() -> both() -> relu()'),
      `block unit(norm: bool) {\n  conv2d(8)\n  if norm { batch_norm() }\n}\n\n${net('unit(true) -> unit(false)')}`,
      `network net(norm: bool = true) {\n  input image: [32, 32, 8]\n  conv2d(8)\n  if norm { batch_norm() }\n}\n`,
    ],
    chosen: net('conv2d(16, bias = false) -> batch_norm() -> relu()'),
  },
  ARC8009: {
    found: net('global_avg_pool() -> dense(10) -> dropout(0.2)'),
    at: 'dropout(0.2)',
    fine: [
      net('global_avg_pool() -> dropout(0.2) -> dense(10)'),
      `block unit() {\n  conv2d(8) -> dropout(0.2)\n}\n\n${net('unit() -> unit()')}`,
    ],
    chosen: net('global_avg_pool() -> dense(10)'),
  },
  ARC8010: {
    found: mobile(30),
    at: 'conv2d(30, kernel = 1)',
    fine: [
      mobile(32),
      net('conv2d(30)\n  depthwise_conv2d() -> conv2d(16, kernel = 1)\n  conv2d(8)'),
      // The last one has a channel for each class.
      net('depthwise_conv2d() -> conv2d(126, kernel = 1)'),
    ],
  },
  ARC8011: {
    found: net('upsample(2) -> conv2d(16, kernel = 1)'),
    at: 'upsample(2)',
    fine: [
      net('conv2d(16, kernel = 1) -> upsample(2)'),
      net('upsample(2) -> conv2d(16)'),
      net('upsample(2) -> conv2d(16, kernel = 1, stride = 2)'),
      net('upsample(size = (16, 16)) -> conv2d(16, kernel = 1)'),
      net('upsample(2) as wide\n  conv2d(16, kernel = 1) as narrow\n  output wide, narrow'),
    ],
  },
  ARC8012: {
    found: `${irblock}${net('irblock(oup = 8, expansion = 0.5)')}`,
    at: 'expansion = 0.5',
    fine: [
      `${irblock}${net('irblock(oup = 8, expansion = 1)')}`,
      // A bottleneck is narrow on purpose.
      `block bottleneck(c: int, expansion: float = 0.5) {\n  conv2d(int(c * expansion), kernel = 1) -> conv2d(c)\n}\n\n${net('bottleneck(8)')}`,
    ],
  },
  ARC8013: {
    found: skipping('stride == 3', 'pair(8)\n  pair(8, stride = 2)'),
    at: 'residual',
    fine: [
      skipping('stride == 1', 'pair(8)\n  pair(8, stride = 2)'),
      // Other arguments take it.
      net('residual(when = deep) { conv2d(8) }', '(deep: bool = false)'),
      `${skipping('stride == 3', 'pair(8)')}\nnetwork other(s: int) {\n  input image: [32, 32, 8]\n  pair(8, stride = s)\n}\n`,
    ],
  },
  ARC8014: {
    found: net('repeat 2 { conv2d(8, stride = 2) }'),
    at: 'stride = 2',
    fine: [
      net('conv2d(8, stride = 2)\n  repeat 2 { conv2d(8, stride = 1) }'),
      net('repeat 1 { conv2d(8, stride = 2) }'),
      net('repeat 2 { conv2d_transpose(8, kernel = 2, stride = 2) }'),
    ],
  },
  ARC8015: {
    found: 'network TinyNet {\n  input image: [32, 32, 3]\n  conv2d(16)\n}\n',
    at: 'TinyNet',
    fine: [
      'const WIDTHS = [8, 16]\n\nnetwork net {\n  input image: [32, 32, 3]\n  for w in WIDTHS { conv2d(w) }\n}\n',
    ],
  },
  ARC8016: {
    found: '/// Two convolutions. TODO: say which.\nblock pair(c: int) {\n  conv2d(c) -> conv2d(c)\n}\n',
    at: 'TODO',
    fine: [
      '// TODO: a depthwise one?\n/// Two convolutions.\nblock pair(c: int) {\n  conv2d(c) -> conv2d(c)\n}\n',
    ],
  },
  ARC8017: {
    level: 'warning',
    found: net('conv2d(16)'),
    at: 'net',
    fine: [`/// One convolution.\n${net('conv2d(16)')}`],
  },
};
