import { describe, expect, it } from 'vitest';
import { diagnosticsOf, graphOf, testsOf, weightsOf, written } from '../program.ts';
import { mended, onlyOf, settings, withFixes } from './program.ts';

const net = (body: string) => `network net {\n  input image: [32, 32, 8]\n${body}\n}\n`;

describe('lint --fix', () => {
  it.each([
    ['a let that another let used', '  let a = 1\n  let b = a\n  relu()', '  relu()'],
    ['a part of a pattern', '  let (a, b) = (1, 8)\n  conv2d(b)', '  let (_, b) = (1, 8)\n  conv2d(b)'],
    ['a loop', '  for i in 0..2 { relu6() -> conv2d(8) }', '  for _ in 0..2 { relu6() -> conv2d(8) }'],
    ['a shared layer', '  shared tower = conv2d(8)\n  relu()', '  relu()'],
    ['a name for the flow', '  relu()\n  _ as x\n  conv2d(8)', '  relu()\n  conv2d(8)'],
    ['a statement', '  relu()\n  dropout(0)\n  conv2d(8)', '  relu()\n  conv2d(8)'],
    ['the first of a chain', '  pad(0) -> relu()', '  relu()'],
    ['the flow and nothing done to it', '  relu()\n  _ -> scale(1)\n  conv2d(8)', '  relu()\n  conv2d(8)'],
    ['on one line with another', '  let a = 1 relu()', '  relu()'],
    [
      'in a body on one line',
      '  repeat 2 { let a = 1 relu6() -> conv2d(8) }',
      '  repeat 2 { relu6() -> conv2d(8) }',
    ],
    ['every name of a pattern', '  let (a, b) = (1, 8)\n  conv2d(8)', '  conv2d(8)'],
    [
      'what stands behind a comment',
      "  conv2d(8)\n    -> relu() // the paper's\n    -> relu() // twice\n    -> conv2d(8)",
      "  conv2d(8)\n    -> relu() // the paper's\n    // twice\n    -> conv2d(8)",
    ],
    ['the first of a chain, with its comment', '  pad(0) // first\n    -> relu()', '  // first\n    relu()'],
    [
      'a name behind a comment',
      '  conv2d(8) // eight\n    as skip\n  relu()',
      '  conv2d(8) // eight\n  relu()',
    ],
    ['in front of a comment', '  let a = 1  // of old\n  relu()', '  // of old\n  relu()'],
  ])('mends %s', (_, before, after) => {
    expect(mended(net(before)).source.text).toBe(net(after));
    expect(mended(net(before)).diagnostics.map(written)).toEqual([]);
  });

  it.each([
    ['{ a, b }', 'b()', '{ b }'],
    ['{ a, b }', 'a()', '{ a }'],
    ['{ a, b, c }', 'b()', '{ b }'],
    ['{ a, b as d }', 'a()', '{ a }'],
    ['{\n  a, // first\n  b, // second\n}', 'a()', '{\n  a, // first\n  // second\n}'],
    ['{\n  a, // first\n  b\n}', 'a()', '{\n  a, // first\n}'],
  ])('leaves of import %s, with %s in use, %s', (names, use, left) => {
    const files = { 'm.arch': ['a', 'b', 'c'].map((name) => `block ${name}() { relu() }\n`).join('') };
    const text = (list: string) => `import ${list} from "./m"\n\n${net(`  ${use}`)}`;
    const { source, diagnostics } = mended(text(names), files);
    expect(source.text).toBe(text(left));
    expect(diagnostics.map(written)).toEqual([]);
  });

  it('takes a whole import out, and every one of several', () => {
    const text = `import { conv_bn, make_divisible, separable_conv } from "std/layers"\n${net('  relu()')}`;
    expect(mended(text).source.text).toBe(net('  relu()'));
  });

  it('leaves out what would break the program, and does the rest', () => {
    // Without its name, the result of the first convolution would be lost, which is an error.
    const text = net('  let a = 1\n  conv2d(8) as skip\n  image -> conv2d(16) -> relu() -> relu()');
    const { source, fixed, diagnostics } = mended(text);
    expect(source.text).toBe(net('  conv2d(8) as skip\n  image -> conv2d(16) -> relu()'));
    expect(fixed).toBe(2);
    expect(diagnostics.map(({ code }) => code)).toEqual(['ARC8003']);
  });

  it('does nothing where there is a mistake, and does not take a lint for one', () => {
    const broken = net('  let a = 1\n  conv2d(0)');
    expect(mended(broken)).toMatchObject({ fixed: 0, source: { text: broken } });
    expect(mended(net('  let a = 1\n  relu()'), settings({ ARC8002: 'error' })).fixed).toBe(1);
    expect(mended(net('  let a = 1\n  relu()'), { 'archc.json': '{' }).fixed).toBe(0);
  });

  it('keeps the names of weights: what a label names is left to people', () => {
    const text = net('  stem: conv2d(8) -> scale(1)');
    expect(mended(text).fixed).toBe(0);
    const after = withFixes(onlyOf(text));
    expect(after).toBe(net('  stem: conv2d(8)'));
    expect(weightsOf(graphOf(after))).not.toEqual(weightsOf(graphOf(text)));
  });

  it.each([
    ['a label of the same name', '  conv2d(16) -> relu() -> relu()\n  relu: conv2d(16)'],
    ['a block of the same name', '  conv2d(16) -> scale(1) -> relu()\n  scale: conv2d(8)'],
    ['a label like a shared layer', '  shared tower = conv2d(16)\n  conv2d(8)\n  tower: conv2d(8)'],
  ])('keeps the names of weights: what is counted with %s is left to people', (_, body) => {
    const text = net(body);
    expect(mended(text).fixed).toBe(0);
    const after = withFixes(onlyOf(text));
    expect(after).not.toBe(text);
    expect(weightsOf(graphOf(after))).not.toEqual(weightsOf(graphOf(text)));
  });

  it.each([
    ['conv2d(8) -> scale(1)\n  shared scale = conv2d(8, kernel = 1)\n  scale()', 0],
    ['if true { shared conv2d = relu } conv2d(8)', 0],
    ['if true { shared s = conv2d(8) } if true { shared s = conv2d(8) s() }', 0],
    ['conv2d(8) -> relu() -> relu()\n  shared other = conv2d(8)\n  other()', 1],
  ])('keeps the names of weights beside shared layers: %j', (body, fixed) => {
    expect(mended(net(`  ${body}`)).fixed).toBe(fixed);
  });

  it.each([
    'block b() {\n  residual { _ -> scale(1) }\n}\n',
    'block b() {\n  _ as x\n  conv2d(8) as z\n  if true { x -> conv2d(8) }\n}\n',
    'block b() {\n  _ as x\n  conv2d(8) as z\n  expect shape == [8, 8, 8]\n  x -> conv2d(8)\n}\n',
    'block b() {\n  _ as x\n  repeat 2 { x -> conv2d(8) as z }\n}\n',
    'test "t" {\n  input x: [1, 1, 8]\n  require true\n  identity() -> pad(0) -> crop(0)\n}\n',
  ])('breaks nothing that only tests build, or nobody yet: %j', (text) => {
    const test = text.startsWith('test') ? '' : '\ntest "b" {\n  input x: [8, 8, 8]\n  b()\n}\n';
    for (const each of [text, `${text}${test}`]) {
      const { source } = mended(each);
      const before = testsOf(each).map(({ passed }) => passed);
      expect(testsOf(source.text).map(({ passed }) => passed)).toEqual(before);
      if (!text.startsWith('test')) expect(source.text).toBe(each);
    }
  });

  it('takes no more out of a labelled chain than its names allow', () => {
    const { source } = mended(net('  stem: identity() -> conv2d(8) -> identity()\n  relu()'));
    expect(source.text).toBe(net('  stem: conv2d(8) -> identity()\n  relu()'));
  });

  it.each([
    ["  let table = [ // the paper's\n    (16, 1), // first\n  ]\n  conv2d(8)", ['ARC8002']],
    ['  conv2d(8) as z\n  image -> conv2d(16)', ['ARC8003']],
  ])('leaves to people what would lose something: %j', (body, codes) => {
    const { fixed, diagnostics } = mended(net(body));
    expect(fixed).toBe(0);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(diagnostics.map(({ fixes }) => fixes.map(({ unsafe }) => unsafe))).toEqual([[true]]);
  });

  it('goes on for as long as fixes make room for others', () => {
    const lets = Array.from({ length: 30 }, (_, i) => `  let a${i + 1} = ${i === 0 ? '1' : `a${i}`}\n`);
    expect(mended(net(`${lets.join('')}  relu()`)).source.text).toBe(net('  relu()'));
  });

  it.each(['sigmoid', 'prelu'])('leaves the second %s to people: it does something', (name) => {
    const text = net(`  conv2d(8) -> ${name}() -> ${name}()`);
    expect(mended(text).fixed).toBe(0);
    expect(withFixes(onlyOf(text))).toBe(net(`  conv2d(8) -> ${name}()`));
  });

  it('leaves a block to people whose other instances are not known', () => {
    const block = 'block pre() {\n  relu() -> conv2d(8)\n}\n\n';
    const text = `${block}${net('  relu() -> pre()')}`;
    expect(onlyOf(text).fixes.map(({ unsafe }) => unsafe)).toEqual([true]);
    expect(mended(text).fixed).toBe(0);
  });
});

describe('what a block of another file holds', () => {
  it('is found at the call, and shown where it is made', () => {
    const files = { 'm.arch': 'block unit() {\n  conv2d(8) -> batch_norm()\n}\n' };
    const text = `import { unit } from "./m"\n\n${net('  unit()\n  relu() -> unit()')}`;
    const found = diagnosticsOf(text, files);
    expect(found.map(written)).toEqual([
      expect.stringContaining('ARC8008 at `unit()`'),
      expect.stringContaining('ARC8008 at `unit()`'),
    ]);
    expect(found[0]?.labels.map(({ span, text: label }) => `${span.source.path} ${label}`)).toEqual([
      'm.arch it is made here',
    ]);
    expect(found[0]?.fixes).toEqual([]);
  });
});
