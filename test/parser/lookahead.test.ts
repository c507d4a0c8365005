import {
  Alternation,
  type IProduction,
  LLkLookaheadStrategy,
  NonTerminal,
  type OptionalProductionType,
  type Rule,
  Terminal,
} from 'chevrotain';
import { expect, test } from 'vitest';
import { ArchParser } from '../../src/parser/grammar.ts';
import { FirstTokenStrategy } from '../../src/parser/lookahead.ts';
import { allTokens } from '../../src/parser/tokens.ts';

const options = { maxLookahead: 1, hasPredicates: false, dynamicTokensEnabled: false };

function decisionsIn(
  parts: readonly IProduction[],
): (IProduction & { idx: number; definition: IProduction[] })[] {
  return parts.flatMap((part) => {
    if (part instanceof NonTerminal || part instanceof Terminal || !('definition' in part)) return [];
    const branching = part as IProduction & { idx: number; definition: IProduction[] };
    const kind = part.constructor.name;
    return [...(kind === 'Alternative' ? [] : [branching]), ...decisionsIn(branching.definition)];
  });
}

test('every decision of the grammar is the one that chevrotain takes, whatever token comes', () => {
  const rules: Rule[] = Object.values(new ArchParser().getGAstProductions());
  const [ours, theirs] = [new FirstTokenStrategy(), new LLkLookaheadStrategy({ maxLookahead: 1 })];
  let compared = 0;
  for (const rule of rules) {
    for (const decision of decisionsIn(rule.definition)) {
      const choice = { ...options, rule, prodOccurrence: decision.idx };
      const [mine, own] = [ours, theirs].map((strategy) =>
        decision instanceof Alternation
          ? strategy.buildLookaheadForAlternation(choice)
          : strategy.buildLookaheadForOptional({
              ...choice,
              prodType: decision.constructor.name as OptionalProductionType,
            }),
      );
      for (const type of allTokens) {
        const next = () => ({ tokenTypeIdx: type.tokenTypeIdx, tokenType: type });
        const parser = { LA: next, LA_FAST: next };
        const where = `${decision.constructor.name} ${decision.idx} of ${rule.name} at ${type.name}`;
        expect(mine && Reflect.apply(mine, parser, []), where).toEqual(own && Reflect.apply(own, parser, []));
        compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(1000);
});
