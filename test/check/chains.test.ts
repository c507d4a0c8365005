import { describe, expect, it } from 'vitest';
import { diagnosticsOf } from '../program.ts';

const LENGTH = 20_000;

/** `LENGTH` declarations, each of which mentions the one before it, in the given order. */
function chain(one: (i: number) => string, order: 'first to last' | 'last to first' | 'mixed'): string {
  const lines = Array.from({ length: LENGTH }, (_, i) => one(i));
  if (order === 'last to first') lines.reverse();
  if (order === 'mixed') lines.sort((a, b) => (a.length % 7) - (b.length % 7));
  return lines.join('\n');
}

const constant = (i: number) => (i === 0 ? 'const c0 = 1' : `const c${i} = c${i - 1} + 1 - 1`);
const fn = (i: number) => (i === 0 ? 'fn f0(x: int) -> int = x' : `fn f${i}(x: int) -> int = f${i - 1}(x)`);
const block = (i: number) => (i === 0 ? 'block b0() { relu() }' : `block b${i}() { b${i - 1}() }`);
const layer = (i: number) =>
  i === 0 ? 'block l0() { relu() }' : `block l${i}(x: layer = l${i - 1}) { x() }`;

describe('20,000 declarations in a chain', () => {
  it.each(['first to last', 'last to first', 'mixed'] as const)('constants, %s', (order) => {
    expect(diagnosticsOf(chain(constant, order))).toEqual([]);
  });
  it.each([
    ['functions', fn],
    ['blocks', block],
    ['blocks that mention one another in a default', layer],
  ] as const)('%s, last to first', (_, one) => {
    expect(diagnosticsOf(chain(one, 'last to first'))).toEqual([]);
  });

  it('that closes to a circle is one error', () => {
    const circle = `${chain(constant, 'first to last')}`.replace('const c0 = 1', `const c0 = c${LENGTH - 1}`);
    expect(diagnosticsOf(circle).map((each) => each.code)).toEqual(['ARC2010']);
  });

  it('whose end is called is refused where the calls get too deep', () => {
    const calls = `${chain(fn, 'first to last')}\nconst x = f${LENGTH - 1}(1)`;
    expect(diagnosticsOf(calls).map((each) => each.code)).toEqual(['ARC2203']);
    const blocks = `${chain(block, 'first to last')}\nnetwork n { input x: [3] b${LENGTH - 1}() }`;
    expect(diagnosticsOf(blocks).map((each) => each.code)).toEqual(['ARC2203']);
  });
});
