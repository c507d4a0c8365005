import { describe, expect, test } from 'vitest';
import { body, codesOf, errorOf, errorsOf, testsOf } from '../program.ts';

describe('expectations (LANGUAGE §8)', () => {
  test('hold for any comparison with any number', () => {
    const text =
      'conv2d(4) expect macs == 294912.0 expect macs <= 0.3M expect params < 1K expect params != 3';
    expect(errorsOf(body(text))).toEqual([]);
  });

  test('a failed one tells the figure, and the parts that cost something, the dearest first', () => {
    const net = (expectation: string) =>
      body(`a: conv2d(4) b: conv2d(8) -> relu() relu() c: conv2d(2) d: conv2d(1) ${expectation}`);
    const params = errorOf(net('expect params == 1_000'));
    expect(params.message).toBe('expected params == 1_000, measured 753');
    expect(params.notes).toEqual(['the parts that cost most: b 296, a 292, c 146']);
    expect(errorOf(net('expect macs <= 1K')).notes[0]).toMatch(/a 294_912, b 294_912, c 147_456/);
    expect(errorOf(body('relu() expect params == 1')).notes).toEqual([]);
    expect(errorOf(body('conv2d(1) relu() expect params == 1')).notes).toEqual([
      'the parts that cost most: conv2d 73',
    ]);
  });

  test.each([
    ['conv2d(3) expect shape == [32, 32, 4]', 'ARC4001'],
    ['conv2d(3) expect output == [3]', 'ARC4001'],
    ['conv2d(3) as x expect x == [3]', 'ARC4001'],
    ['conv2d(3) expect macs >= 1G', 'ARC4003'],
    ['conv2d(3) expect macs(3) == 3', 'ARC4005'],
    ['conv2d(3) expect shape <= [3]', 'ARC2027'],
    ['conv2d(3) expect params == [3]', 'ARC2001'],
    ['conv2d(3) as x conv2d(4) as y output x, y expect output == [3]', 'ARC2027'],
  ])('%s', (text, code) => expect(codesOf(body(text))).toEqual([code]));

  test('macs of symbolic sizes take a number for each axis', () => {
    const net = (expectation: string) => `network n { input x: [32 * ?h, ?w, 3] conv2d(4) ${expectation} }`;
    expect(errorsOf(net('expect macs(64, 10) == 64 * 10 * 27 * 4'))).toEqual([]);
    expect(codesOf(net('expect macs == 1'))).toEqual(['ARC4004']);
    expect(codesOf(net('expect macs(64) == 1'))).toEqual(['ARC4005']);
    expect(codesOf(net('expect macs(30, 10) == 1'))).toEqual(['ARC4006']);
  });
});

describe('language tests (LANGUAGE §9)', () => {
  const declarations = `
    block b(n: int) { require n > 2 conv2d(n) }
    network net(width: float = 1.0) { input x: [4, 4, 3] conv2d(int(8 * width)) }
  `;
  const run = (test: string) => {
    const [result] = testsOf(`${declarations} ${test}`);
    return result?.passed ? 'passed' : (result?.diagnostics.map((each) => each.code) ?? 'missing');
  };

  test.each([
    ['test "t" { input x: [4, 4, 3] b(3) expect output == [4, 4, 3] }', 'passed'],
    ['test "t" { input x: [4, 4, 3] b(3) expect params == 1 }', ['ARC4002']],
    ['test "t" fails "ARC3100" { input x: [4, 4, 3] b(1) }', 'passed'],
    ['test "t" fails "ARC3" { input x: [4, 4, 3] b(1) }', 'passed'],
    ['test "t" fails "ARC2" { input x: [4, 4, 3] b(1) }', ['ARC4102', 'ARC3100']],
    ['test "t" fails "ARC2" { input x: [4, 4, 3] b(3) }', ['ARC4101']],
    ['test "t" fails "ARC4" { input x: [4, 4, 3] b(3) expect params == 1 b(1) }', ['ARC4102', 'ARC3100']],
    ['test "t" fails "ARC2001" { input x: [4, 4, 3] b("3") }', 'passed'],
    ['test "t" fails "ARC1" { input x: [4, 4, 3] nothing(3) }', 'passed'],
    ['test "t" { net(width = 0.5) expect params == 112 expect output == [4, 4, 4] }', 'passed'],
    ['test "t" fails "ARC3" { net(width = 0) }', 'passed'],
    ['test "t" { input x: [4, 4, 3] net() }', ['ARC2022']],
    ['test "t" { if true { net() } }', ['ARC2022']],
    ['test "t" { net() -> relu() }', ['ARC2022']],
  ])('%s', (text, outcome) => expect(run(text)).toEqual(outcome));

  test('a syntax error never passes', () => {
    const [result] = testsOf('test "t" fails "ARC0" { input x: [4 relu() }');
    expect(result?.passed).toBe(false);
  });

  test('networks are called nowhere else', () => {
    expect(codesOf(`${declarations} network outer { input x: [4, 4, 3] net() }`)).toEqual(['ARC2022']);
  });
});

describe('values that may be none', () => {
  test('are refused where they are used, and only there', () => {
    const table = (use: string) => body(`for (n, k) in [(8, none), (16, 3)] { conv2d(n, kernel = ${use}) }`);
    expect(errorsOf(table('if k == none then 1 else k'))).toEqual([]);
    expect(errorsOf(table('k'))).toEqual([
      'ARC2107 at `k`: `kernel` of `conv2d` must be int | (int, int), and here it is none',
    ]);
  });

  test('are values of parameters, constants and functions', () => {
    const text = `
      fn pick(k: int) -> int | none = if k > 3 then none else k
      const PICKED = pick(5)
      block b(k: int | none = pick(4)) { conv2d(3, kernel = if k == none then 1 else k) }
      ${body('b() b(pick(3)) b(PICKED) upsample(size = none)')}
    `;
    expect(errorsOf(text)).toEqual([]);
  });

  test('a mistake inside a list or tuple is the one that is reported', () => {
    const block = (text: string) => `block b(k: int | (int, int)) { ${text} } ${body('b(3)')}`;
    expect(codesOf(block('let (h, w) = k conv2d(8, kernel = (h, w))'))).toEqual(['ARC2109']);
    expect(codesOf(block('for n in [8 / k[0], 4] { dropout(n) }'))).toEqual(['ARC2107']);
    expect(codesOf(block('let ns = [8 / k[i] for i in 0..2] dropout(ns[0])'))).toEqual(['ARC2107']);
  });
});
