import { describe, expect, it } from 'vitest';
import { diagnosticsOf } from '../program.ts';

// How far the rules see: through layers, blocks and files, and to the arguments that a network could be given.
const net = (body: string, parameters = '') =>
  `network net${parameters} {\n  input image: [32, 32, 16]\n  ${body}\n}\n`;
const from = (module: string, name: string) => `import { ${name} } from "std/${module}"\n\n`;

const codesOf = (text: string, files: Readonly<Record<string, string>> = {}) =>
  diagnosticsOf(text, files).map(({ code }) => code);

describe('lints are found', () => {
  it.each([
    ['ARC8006', 'through a dropout', net('relu() -> dropout(0.1) -> relu() -> conv2d(8)')],
    ['ARC8006', 'through a statement of its own', net('relu()\n  identity()\n  relu() -> conv2d(8)')],
    ['ARC8006', 'with any activation', net('act()\n  act() -> conv2d(8)', '(act: layer = relu)')],
    ['ARC8008', 'through an identity', net('conv2d(16)\n  identity()\n  batch_norm()')],
    ['ARC8008', 'through a pool', net('conv2d(16) -> max_pool2d() -> batch_norm()')],
    ['ARC8008', 'of a dense layer', net('global_avg_pool() -> dense(16) -> batch_norm()')],
    [
      'ARC8008',
      'through a concat',
      net(
        'parallel(join = concat) { path { conv2d(8) } path { conv2d(8, bias = false) } }\n  batch_norm() -> relu()',
      ),
    ],
    [
      'ARC8010',
      'through other activations',
      net(
        'conv2d(30, kernel = 1, bias = false) -> batch_norm() -> prelu()\n  depthwise_conv2d() -> conv2d(8)',
      ),
    ],
    [
      'ARC8010',
      'before a grouped convolution that is depthwise',
      net('conv2d(30, kernel = 1)\n  conv2d(30, groups = 30) -> conv2d(8)'),
    ],
    [
      'ARC8010',
      'behind a squeeze-excite',
      `${from('mobilenet', 'irblock_v3')}${net('irblock_v3(30, hidden = 64, squeeze = true)\n  conv2d(8)')}`,
    ],
    ['ARC8011', 'through an identity', net('upsample(2)\n  identity()\n  conv2d(8, kernel = 1)')],
    [
      'ARC8012',
      'in blocks of blocks',
      `${from('mobilenet', 'irblock_v2')}${net('irblock_v2(16, expansion = 0.5)')}`,
    ],
    [
      'ARC8012',
      'under another name',
      `block mb(c: int, expand_ratio: float) {\n  conv2d(int(c * expand_ratio), kernel = 1)\n  depthwise_conv2d() -> conv2d(c)\n}\n\n${net('mb(16, 0.5)')}`,
    ],
    ['ARC8014', 'by its place', net('repeat 2 { conv2d(16, 3, 2) }')],
    ['ARC8014', 'as a constant', `const S = 2\n\n${net('repeat 2 { conv2d(16, stride = S) }')}`],
  ])('%s %s', (code, _, text) => {
    expect(codesOf(text)).toEqual([code]);
  });

  it('with every number that is odd', () => {
    const rows = '(12, 0.5), (20, 4.0), (20, 0.75)';
    const text = `${from('mobilenet', 'irblock')}${net(`for (c, e) in [${rows}] { irblock(oup = c, expansion = e) }\n  conv2d(8)`)}`;
    const messages = diagnosticsOf(text).map(({ message }) => message);
    expect(messages).toContain('mobile blocks have 12, 20 and 15 channels here, which are no multiples of 8');
    expect(messages).toContain('expansions of 0.5 and 0.75 make `irblock` narrower inside than outside');
  });
});

describe('nothing is said of', () => {
  const unit = (condition: string) =>
    `block unit(c: int, stride: int = 1) {\n  residual(when = ${condition}) { conv2d(c, stride = stride) }\n}\n\n`;

  it.each([
    [
      'a dropout behind which other arguments put a layer',
      net('global_avg_pool() -> dropout(0.2)\n  if top { dense(10) }', '(top: bool = false)'),
    ],
    [
      'a residual that other arguments take',
      `block unit(c: int, skip: bool) {\n  residual(when = skip) { conv2d(c) -> relu() }\n}\n\n${net('unit(16, skip = skip)', '(skip: bool = false)')}`,
    ],
    [
      'a residual that a test takes',
      `${unit('stride == 1')}${net('unit(16, stride = 2)')}\ntest "adds" {\n  input x: [8, 8, 8]\n  unit(8)\n  expect output == [8, 8, 8]\n}\n`,
    ],
    ['a number below zero', net('conv2d(8) -> dropout(0.1)\n  if n >= 0 { conv2d(8) }', '(n: int = -1)')],
    [
      'a number that may be none',
      net('conv2d(8) -> dropout(0.1)\n  if n != none { conv2d(8) }', '(n: int | none = none)'),
    ],
    ['a width', net('conv2d(8) -> dropout(0.1)\n  if width > 1.0 { conv2d(8) }', '(width: float = 1.0)')],
    ['an activation that is chosen', net('conv2d(16) -> act() -> relu()', '(act: layer = relu)')],
    [
      'a choice of words',
      net('conv2d(16)\n  if norm == "batch" { batch_norm() }', '(norm: "batch" | "none" = "batch")'),
    ],
    [
      'an enlarged map that is needed',
      net('upsample(2)\n  repeat deep { conv2d(16) }\n  conv2d(8, kernel = 1)', '(deep: int = 0)'),
    ],
    [
      'a norm that is chosen',
      `block unit(c: int, norm: layer = batch_norm) {\n  conv2d(c) -> norm() -> relu()\n}\n\n${net('unit(16, norm = norm)', '(norm: layer = batch_norm)')}`,
    ],
    [
      'a norm in a block that an `if` calls',
      `block bn_act() {\n  batch_norm() -> relu()\n}\n\nblock unit(norm: bool = true) {\n  conv2d(16)\n  if norm { bn_act() }\n}\n\n${net('unit()')}`,
    ],
    [
      'a bias before an average with zeros in it',
      net('conv2d(16) -> avg_pool2d(3, 1, padding = 1) -> batch_norm()'),
    ],
    [
      'a bias that is an output, too',
      net('conv2d(16) as raw\n  identity() as same\n  batch_norm() as normed\n  output normed, raw, same'),
    ],
    [
      'an identity that makes a path of a tensor',
      net(
        'conv2d(16) as early\n  conv2d(16) -> relu()\n  parallel(join = add) { path { conv2d(16) } path { early -> identity() } }',
      ),
    ],
    [
      'a stride that makes the map larger',
      `block up(c: int, stride: int = 2) {\n  conv2d_transpose(c, stride = stride) -> relu()\n}\n\n${net('repeat 3 { up(16, stride = 2) }')}`,
    ],
    [
      'strides side by side',
      net('parallel(join = concat) { repeat 2 { path { conv2d(8, stride = 2) -> relu() } } }'),
    ],
    [
      'a stride that is made good',
      net('repeat 2 { residual { conv2d(16, stride = 2) -> relu() -> upsample(2) } }'),
    ],
    [
      'maps of 21 classes',
      net(
        'depthwise_conv2d() -> batch_norm() -> relu()\n  conv2d(21, kernel = 1)\n  conv2d_transpose(21, kernel = 4, stride = 4)',
      ).replace('depthwise_conv2d()', 'depthwise_conv2d(bias = false)'),
    ],
  ])('%s', (_, text) => {
    expect(codesOf(text)).toEqual([]);
  });

  it('a norm of another file that an `if` holds', () => {
    const files = {
      'm.arch': 'block unit(norm: bool = true) {\n  conv2d(16)\n  if norm { batch_norm() }\n  relu()\n}\n',
    };
    expect(codesOf(`import { unit } from "./m"\n\n${net('unit()')}`, files)).toEqual([]);
  });

  it('what a comment in another file ignores', () => {
    const files = {
      'm.arch':
        'block unit(c: int) {\n  // archc-ignore ARC8008: as published\n  conv2d(c) -> batch_norm() -> relu()\n}\n',
    };
    expect(codesOf(`import { unit } from "./m"\n\n${net('unit(8) -> unit(8)')}`, files)).toEqual([]);
  });
});

describe('names in another style', () => {
  it.each([
    ['TinyNet', ['write `tiny_net`']],
    ['Conv2D', ['write `conv2d`']],
    ['MobileNetV2Block', ['write `mobile_net_v2_block`']],
    ['For', []],
  ])('%s: %j', (name, help) => {
    const [found] = diagnosticsOf(`network ${name} {\n  input x: [8, 8, 3]\n  conv2d(8)\n}\n`);
    expect(found).toMatchObject({ code: 'ARC8015', help });
  });
});
