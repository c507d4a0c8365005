import { describe, expect, it } from 'vitest';
import { grammarFiles } from '../../scripts/grammar/files.ts';
import { reservedWords } from '../../src/parser/tokens.ts';
import { sources } from '../parser/mutate.ts';

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}

const grammar = JSON.parse(grammarFiles()['grammar/arch.tmLanguage.json'] ?? '');
const rules: readonly Rule[] = grammar.repository.expression.patterns;

/** The scope of the first text that a rule takes from the line; of rules that begin at one place, the first. */
function scopeOf(line: string, text: string): string {
  let at = 0;
  while (at < line.length) {
    let best: { readonly index: number; readonly match: RegExpExecArray; readonly rule: Rule } | undefined;
    for (const rule of rules) {
      if (!rule.match) continue;
      const pattern = new RegExp(rule.match, 'dg');
      pattern.lastIndex = at;
      const match = pattern.exec(line);
      if (match && match[0] !== '' && (!best || match.index < best.index))
        best = { index: match.index, match, rule };
    }
    if (!best) return '';
    const { match, rule } = best;
    for (const [group, { name }] of Object.entries(rule.captures ?? {}))
      if (match[Number(group)] === text) return name;
    if (match[0].trim() === text) return rule.name ?? '';
    at = best.index + match[0].length;
  }
  return '';
}

const cases: readonly (readonly [line: string, text: string, scope: string])[] = [
  ['  irblock(oup = 64, stride = 2) // why', '// why', 'comment.line.double-slash.arch'],
  ['/// MobileNetV2', '/// MobileNetV2', 'comment.line.documentation.arch'],
  ['expect params == 3_504_872', '3_504_872', 'constant.numeric.arch'],
  ['expect macs <= 301M', 'M', 'keyword.other.unit.arch'],
  ['input x: [?h, 3]', '?h', 'variable.language.symbol.arch'],
  ['concat(_, skip)', '_', 'variable.language.flow.arch'],
  ['block irblock(inp: int) {', 'irblock', 'entity.name.function.arch'],
  ['block irblock(inp: int) {', 'int', 'support.type.arch'],
  ['if a then b else c', 'then', 'keyword.control.arch'],
  ['import { a } from "std/layers"', 'from', 'keyword.control.import.arch'],
  ['let from = 3', 'from', ''],
  ['test "x" fails "ARC3" {', 'fails', 'keyword.control.test.arch'],
  ['shared tower = embed(64)', 'shared', 'storage.modifier.arch'],
  ['shared()', 'shared', 'entity.name.function.call.arch'],
  ['residual(when = can_skip) {', 'residual', 'keyword.control.construct.arch'],
  ['  require residual != "never"', 'residual', ''],
  ['  stem: conv2d(32) -> relu()', 'stem', 'entity.name.label.arch'],
  ['  stem: conv2d(32) -> relu()', 'conv2d', 'support.function.layer.arch'],
  ['  stem: conv2d(32) -> relu()', '->', 'keyword.operator.arrow.arch'],
  ['let n = make_divisible(c * width)', 'make_divisible', 'entity.name.function.call.arch'],
  ['let n = ceil(c / 2)', 'ceil', 'support.function.builtin.arch'],
  ['  irblock(oup = 64, stride = 2)', 'stride', 'variable.parameter.arch'],
  ['let n = not true', 'not', 'keyword.operator.word.arch'],
  ['let n = none', 'none', 'constant.language.arch'],
  ['  norm: layer_norm()', 'norm', 'entity.name.label.arch'],
  ['  a: integral(3)', 'a', 'entity.name.label.arch'],
  ['path { q: conv2d(8) }', 'q', 'entity.name.label.arch'],
  ['  kernel: int | (int, int) = 3', 'kernel', ''],
  ['  rows: [(bool, layer)],', 'bool', 'support.type.arch'],
  ['  rows: [(bool, layer)],', 'layer', 'support.type.arch'],
  ['let n = int(3)', 'int', 'support.function.builtin.arch'],
  ['residual(when = min(1, 2) == 1) {', 'residual', 'keyword.control.construct.arch'],
];

describe('the TextMate grammar', () => {
  it.each(cases)('%s: %s is %s', (line, text, scope) => {
    expect(scopeOf(line, text)).toBe(scope);
  });

  it('gives every reserved word a scope', () => {
    for (const word of reservedWords) expect(scopeOf(`${word} `, word), word).not.toBe('');
  });

  it('closes every string of the examples on its line', () => {
    const { begin, end } = grammar.repository.string;
    expect([begin, end]).toEqual(['"', '"|$']);
    for (const text of sources().values()) {
      const strings = text.split('\n').filter((line) => !line.trim().startsWith('//') && line.includes('"'));
      for (const line of strings) expect((line.match(/(?<!\\)"/g) ?? []).length % 2, line).toBe(0);
    }
  });
});
