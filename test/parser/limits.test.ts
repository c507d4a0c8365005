import { describe, expect, it } from 'vitest';
import { parse } from '../../src/parser/parse.ts';
import { diagnosticsOf } from '../program.ts';

const MEGABYTE = 1_000_000;
const many = (text: string, length = MEGABYTE) => text.repeat(Math.floor(length / text.length));

/** A megabyte of one thing, behind what makes it as bad as it can be, with the code of the first thing said about it. */
const floods: readonly (readonly [name: string, text: string, code: string | undefined])[] = [
  ['parentheses', `const a = ${many('(')}`, 'ARC0014'],
  ['brackets', `const a = ${many('[')}`, 'ARC0014'],
  ['calls', `const a = ${many('f(')}`, 'ARC0014'],
  ['minus signs', `const a = ${many('-')}1`, 'ARC0014'],
  ['minus signs and parentheses', `const a = ${many('-(')}`, 'ARC0014'],
  ['not', `const a = ${many('not ')}true`, 'ARC0014'],
  ['powers', `const a = ${many('2**')}2`, 'ARC0014'],
  ['if … then', `const a = ${many('if a then ')}`, 'ARC0014'],
  ['if … then … else', `const a = ${many('if a then 1 else ')}1`, 'ARC0014'],
  ['if', `const a = ${many('if ')}`, 'ARC0014'],
  ['else if', `block b() { if a {} ${many('else if a {} ')} }`, 'ARC0014'],
  ['braces', `block b() ${many('{')}`, 'ARC0014'],
  ['residuals', `block b() {${many('residual{')}`, 'ARC0014'],
  ['list types', `fn f(a: ${many('[')}`, 'ARC0014'],
  ['tuple types', `fn f(a: ${many('(')}`, 'ARC0014'],
  ['unions', `fn f(a: int${many('|int')}) -> int = 1`, 'ARC0015'],
  ['patterns', `block b() { let ${many('(')}`, 'ARC0014'],
  ['sums', `const a = 1${many('+1')}`, 'ARC0015'],
  ['comparisons', `const a = 1${many('<1')}`, 'ARC0015'],
  ['in', `const a = 1${many(' in a')}`, 'ARC0015'],
  ['clauses', `const a = [1 ${many('for x in a ')}]`, 'ARC0015'],
  ['closing parentheses', many(')'), 'ARC0010'],
  ['closing braces', many('}'), 'ARC0010'],
  ['characters without meaning', many('@ '), 'ARC0001'],
  ['one run of them', many('\u{1F600}'), 'ARC0001'],
  ['names', many('a '), 'ARC0010'],
  ['commas', `const a = f(${many(',')}`, 'ARC0010'],
  ['arrows', many('->'), 'ARC0010'],
  ['quotes', `const a = ${many('"')}`, 'ARC0010'],
  ['one long string', `const a = "${many('x')}"`, undefined],
  ['open interpolations', `const a = "${many('{')}"`, 'ARC0006'],
  ['wrong interpolations', `const a = "${many('{(}')}"`, 'ARC0006'],
  ['wrong escapes', `const a = "${many('\\q')}"`, 'ARC0004'],
  ['one name', many('a'), 'ARC0010'],
  ['digits', `const a = ${many('1')}`, 'ARC0005'],
  ['divisions', `fn f(a: int) -> int = ${many('a // 2\n')}`, 'ARC0016'],
  ['broken constants', many('const a = \n'), 'ARC0010'],
  ['broken statements', `block b() {${many('let = 1\n')}`, 'ARC0010'],
  ['broken blocks', many('block b() { relu( }\n'), 'ARC0014'],
];

describe('a megabyte of', () => {
  it.each(floods)('%s is read in bounded time and memory', (_, text, code) => {
    const begun = performance.now();
    const { diagnostics } = parse({ path: 'main.arch', text });
    expect(performance.now() - begun).toBeLessThan(30_000);
    expect(diagnostics.length).toBeLessThan(120);
    expect(diagnostics[0]?.code).toBe(code);
  });
});

/** Just inside a limit, and just outside of it. */
const edges: readonly (readonly [name: string, inside: string, outside: string, code: string])[] = [
  ['brackets', nested('(', 99), nested('(', 101), 'ARC0014'],
  ['lists', nested('[', 99), nested('[', 101), 'ARC0014'],
  ['prefix operators', `const a = ${'-'.repeat(100)}1`, `const a = ${'-'.repeat(101)}1`, 'ARC0014'],
  ['powers', `const a = 1${' ** 1'.repeat(100)}`, `const a = 1${' ** 1'.repeat(101)}`, 'ARC0014'],
  ['operators', `const a = 1${' + 1'.repeat(1000)}`, `const a = 1${' + 1'.repeat(1001)}`, 'ARC0015'],
  ['else if', elseIfs(95), elseIfs(101), 'ARC0014'],
  ['conditionals', conditionals(99), conditionals(101), 'ARC0014'],
];

function nested(open: '(' | '[', depth: number): string {
  return `const a = ${open.repeat(depth)}1${(open === '(' ? ')' : ']').repeat(depth)}`;
}

function elseIfs(count: number): string {
  return `block b(n: int) { if n == 0 { relu() }${' else if n == 1 { relu() }'.repeat(count)} else { relu() } }`;
}

function conditionals(count: number): string {
  return `const a = ${'if true then 1 else '.repeat(count)}1`;
}

describe('limits of nesting and length', () => {
  it.each(edges)('%s', (_, inside, outside, code) => {
    expect(diagnosticsOf(inside)).toEqual([]);
    expect(diagnosticsOf(outside).map((each) => each.code)).toEqual([code]);
  });

  it('does not count what stands side by side', () => {
    const chain = Array.from({ length: 2000 }, () => 'conv2d(8 + 1, kernel = (3, 3))').join(' -> ');
    const statements = Array.from(
      { length: 500 },
      (_, i) => `if n > ${i} { relu() } let x${i} = -n conv2d(x${i})`,
    );
    expect(diagnosticsOf(`block b(n: int) { ${chain} ${statements.join('\n')} }`)).toEqual([]);
    expect(diagnosticsOf(`const a = [${'1 + 1, '.repeat(5000)}]`)).toEqual([]);
  });
});
