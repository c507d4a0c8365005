import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortDiagnostics } from '../../src/diagnostics/order.ts';
import { at, block, elsewhere, mismatch, net, sample, unplaced } from './samples.ts';

describe('the order of diagnostics', () => {
  it('is by file, then by position, what has no place last', () => {
    const inBlock = sample({ primary: { span: at(block, 'conv2d(oup)'), text: '' } });
    const early = sample({ primary: { span: at(net, 'input'), text: '' } });
    expect(sortDiagnostics([unplaced, inBlock, elsewhere, mismatch, early])).toEqual([
      early,
      mismatch,
      elsewhere,
      inBlock,
      unplaced,
    ]);
  });

  it('keeps one of several that say the same about one place', () => {
    const again = { ...mismatch, notes: ['found again'] };
    const other = { ...mismatch, message: 'another message' };
    expect(sortDiagnostics([mismatch, again, other, unplaced, unplaced])).toEqual([
      mismatch,
      other,
      unplaced,
    ]);
  });

  it('does not depend on the order they came in', () => {
    const all = [mismatch, elsewhere, unplaced, sample({ primary: { span: at(net, 'two'), text: '' } })];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(sortDiagnostics(shuffled)).toEqual(sortDiagnostics(all));
      }),
    );
  });
});
