import { describe, expect, it } from 'vitest';
import { codesOf } from '../program.ts';

const network = (body: string) => `network n {\n  input x: [8, 8, 8]\n  ${body}\n}`;
const chain = (length: number, link: (i: number) => string) =>
  Array.from({ length }, (_, i) => link(i)).join('\n');

/** Programs that would expand without end in sight: each is refused with one error, whatever it says. */
describe('what expands too far is refused', () => {
  it.each<[string, string, string]>([
    ['a repeat of two million layers', network('repeat 2_000_000 { relu() }'), 'ARC2202'],
    ['a repeat of two million convolutions', network('repeat 2_000_000 { conv2d(8) }'), 'ARC2201'],
    ['repeats inside one another', network('repeat 1_000_000 { repeat 1_000_000 { } } relu()'), 'ARC2201'],
    ['a very long list', 'const xs = 0..9_000_000_000_000', 'ARC2201'],
    [
      'a comprehension over two long lists',
      'const xs = [i + j for i in 0..100_000 for j in 0..100_000]',
      'ARC2201',
    ],
    [
      'a string that doubles',
      `const s = "ab"\nconst s0 = s\n${chain(60, (i) => `const s${i + 1} = "{s${i}}{s${i}}"`)}`,
      'ARC2201',
    ],
    [
      'a list that doubles',
      `const l0 = [1, 2]\n${chain(60, (i) => `const l${i + 1} = l${i} + l${i}`)}`,
      'ARC2201',
    ],
    ['empty blocks without end', `block e() { }\n${network('repeat 15_000_000 { e() } relu()')}`, 'ARC2201'],
    [
      'blocks that double',
      `block b0() { relu() }\n${chain(60, (i) => `block b${i + 1}() { b${i}() b${i}() }`)}\n${network('b60()')}`,
      'ARC2201',
    ],
    [
      'functions that double',
      `fn f0(x: int) -> int = x\n${chain(60, (i) => `fn f${i + 1}(x: int) -> int = f${i}(x) - f${i}(x)`)}\nconst y = f60(1)`,
      'ARC2201',
    ],
    [
      'blocks in blocks in blocks',
      `${chain(1000, (i) => `block b${i}() { b${i + 1}() }`)}\nblock b1000() { relu() }\n${network('b0()')}`,
      'ARC2203',
    ],
    [
      'functions in functions',
      `${chain(1000, (i) => `fn f${i}(x: int) -> int = f${i + 1}(x) + 1`)}\nfn f1000(x: int) -> int = x\nconst y = f0(1)`,
      'ARC2203',
    ],
  ])('%s', (_, program, code) => {
    expect(codesOf(program)).toEqual([code]);
  });
});
