// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${1:name}` marks the places of a snippet in the protocol

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionItem, CompletionList } from 'vscode-languageserver/node';
import { marked, type Session, startSession } from './session.ts';

// What is offered where, and what is not: a list that opens where a new name is being written gets in the way.
let session: Session;
beforeAll(async () => {
  session = await startSession({
    'blocks.arch': 'block stem(oup: int) { conv2d(oup) }\nfn halved(n: int) -> int = int(n / 2)\n',
    'deep/more.arch': 'block stem(oup: int) { conv2d(oup) -> relu() }\n',
    'user.arch': 'import { own } from "./net"\nblock around() { own() }\n',
  });
});
afterAll(async () => {
  expect(session.failures).toEqual([]);
  await session.end();
});

async function itemsAt(source: string, typed?: string): Promise<CompletionItem[]> {
  const { text, position } = marked(source);
  session.open('net.arch', text);
  const context = typed === undefined ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter: typed };
  return session.ask('completion', 'net.arch', { position, context });
}

async function labelsAt(source: string, typed?: string): Promise<string[]> {
  return (await itemsAt(source, typed)).map(({ label }) => label);
}

const net = (body: string) => `network net(classes: int = 10) {\n  input image: [32, 32, 3]\n  ${body}\n}\n`;
const JOINING = ['and', 'or', 'in', 'not in'];

describe('values are offered', () => {
  it.each([
    'expect params <= ‸',
    'if classes == ‸',
    'require classes >= ‸',
    'let b = 1 < ‸',
    'let a = [1, 2] + ‸',
    'let s = "{‸}"',
    'repeat ‸',
    'let a =\n    ‸',
    'let a = [\n    1,\n    ‸',
    'conv2d(\n    8,\n    ‸',
  ])('in %j', async (body) => {
    const labels = await labelsAt(net(body));
    expect(labels).toContain('classes');
    expect(labels).not.toContain('let');
  });

  it('with what comprehensions and loops bind, as far as that goes', async () => {
    expect(await labelsAt(net('for x in [y for y in 0..3] { conv2d(‸) }'))).toContain('x');
    expect(await labelsAt(net('for x in [y for y in 0..3] { conv2d(‸) }'))).not.toContain('y');
    expect(await labelsAt(net('let xs = [i for i in 0..3]\n  repeat 2 { conv2d(‸) }'))).not.toContain('i');
    expect(await labelsAt(net('let xs = [x for x in 0..3 if ‸]'))).toContain('x');
    expect(await labelsAt(net('let b = ‸'))).not.toContain('b');
    expect(await labelsAt(net('let t = [\n    (1, ‸),\n  ]'))).not.toContain('t');
    expect(await labelsAt('block b(n: int, m: int = ‸')).toContain('n');
    expect(await labelsAt('block b(n: int, m: int = ‸')).not.toContain('m');
  });

  it('and types are none of them', async () => {
    const items = await itemsAt('block f(rows: [(int, bool)], w: float) {\n  let x = ‸\n}');
    expect(items.filter(({ label }) => label === 'bool')).toEqual([]);
    expect(items.find(({ label }) => label === 'int')?.insertText).toBe('int($0)');
    expect(await labelsAt('block f(a: int) : [h, w, c] -> [‸]')).toEqual(
      expect.arrayContaining(['h', 'w', 'c', 'a']),
    );
  });
});

describe('a word that is due is offered', () => {
  it.each<[string, readonly string[]]>([
    ['import { conv_bn ‸', ['as']],
    ['import { conv_bn } ‸', ['from']],
    ['test "t" ‸', ['fails']],
    [net('for x ‸'), ['in']],
    [net('for (a, b) ‸'), ['in']],
    [net('let a = if classes > 3 ‸'), ['then', ...JOINING]],
    [net('let a = if classes > 3 then 1 ‸'), ['else', ...JOINING]],
    [net('let a = classes ‸'), JOINING],
    [net('require classes > 3 ‸'), JOINING],
    [net('let xs = [x ‸'), [...JOINING, 'for']],
    [net('let xs = [\n    x\n    ‸'), [...JOINING, 'for']],
    ['fn f(n: int) -> int = if n > 3 ‸', ['then', ...JOINING]],
    ['fn f(n: int) -> int = n ‸', JOINING],
    [net('let a = if classes == "x" ‸'), ['then', ...JOINING]],
    [net('let a = if classes > 3\n    ‸'), ['then', ...JOINING]],
    [net('let a = if classes > 3 then 1\n    ‸'), ['else', ...JOINING]],
    [net('let xs = [x for x in 0..3 ‸'), [...JOINING, 'for', 'if']],
    [net('if classes > 3 { relu() } else ‸'), ['if']],
  ])('in %j', async (source, words) => {
    expect(await labelsAt(source)).toEqual(words);
  });

  it('and codes behind fails', async () => {
    const found = (await itemsAt('test "t" fails ‸')).find(({ label }) => label === 'ARC3102');
    expect(found?.insertText).toBe('"ARC3102"');
  });

  it('and lints to ignore, to which a reason belongs', async () => {
    const found = await itemsAt(net('// archc-ignore ‸'));
    expect(found.find(({ label }) => label === 'ARC8008')?.insertText).toBe('ARC8008: ');
    expect(found.map(({ label }) => label)).not.toContain('ARC8901');
  });

  it('what belongs behind the body that is closed', async () => {
    const residual = await labelsAt(net('residual { conv2d(3) } ‸'));
    expect(residual).toContain('shortcut');
    expect(residual).not.toContain('else');
    const condition = await labelsAt(net('if classes > 3 { conv2d(3) } ‸'));
    expect(condition).toContain('else');
    expect(condition).not.toContain('shortcut');
  });

  it('paths in a parallel, and no layers', async () => {
    for (const body of [
      'parallel(join = add) { for k in [3, 5] { ‸ } }',
      'parallel(join = add) { ‸ }',
      'parallel(join = add) {\n    a: ‸\n  }',
    ]) {
      const labels = await labelsAt(net(body));
      expect(labels).toContain('path');
      expect(labels).not.toContain('conv2d');
    }
  });

  it('types wherever one stands', async () => {
    for (const source of [
      'block b(n: (int, ‸',
      'block b(n: [‸',
      'fn f(a: int) -> int | ‸',
      'fn f(a: int) -> (‸',
    ])
      expect(await labelsAt(source), source).toContain('bool');
  });
});

describe('nothing is offered', () => {
  it.each([
    ...[
      'block ‸',
      'network ‸',
      'const ‸',
      'block b(‸',
      'block b(n: int, ‸',
      'fn f(a ‸',
      'import { conv_bn as ‸',
    ],
    ...[net('let ‸'), net('for ‸'), net('for (a, ‸'), net('let (a, (b, ‸'), net('relu() as ‸')],
    ...[net('image.‸'), net('expect params ‸'), net('// a comment ‸'), net('require classes > 3, ‸')],
    ...[net('conv2d(8, stride = 1‸)')],
  ])('in %j', async (source) => {
    expect(await labelsAt(source)).toEqual([]);
  });

  it.each([
    ['{', 'network n {‸}'],
    ['{', net('residual {‸}')],
    [',', 'const S = [\n  (16, 1),‸'],
    ['(', 'block b(‸'],
    ['(', net('for (‸')],
    ['=', net('let a =‸')],
    ['>', net('let a = classes >‸')],
    [':', net('let a = 1 :‸')],
  ])('for a %s in %j, which nobody has asked for', async (typed, source) => {
    expect(await labelsAt(source, typed)).toEqual([]);
  });

  it.each([
    ['{', 'import {‸} from "./blocks"', 'stem'],
    ['(', net('conv2d(‸)'), 'filters'],
    [',', net('conv2d(8,‸)'), 'kernel'],
    ['=', net('conv2d(8, padding =‸)'), '"same"'],
    ['>', net('conv2d(8) ->‸'), 'relu'],
    [':', 'block b(n:‸', 'int'],
    [':', net('stem:‸'), 'conv2d'],
    ['|', 'block b(n: int |‸', 'none'],
    ['"', 'import { a } from "‸"', 'std/layers'],
  ])('but where a %s asks, in %j', async (typed, source, label) => {
    expect(await labelsAt(source, typed)).toContain(label);
  });
});

describe('the order of what is offered', () => {
  const sorted = async (source: string) =>
    (await itemsAt(source))
      .toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1))
      .map(({ label }) => label);

  it('is that of the parameters, and the flow comes first in a join', async () => {
    expect((await sorted(net('conv2d(‸)'))).slice(0, 3)).toEqual(['filters', 'kernel', 'stride']);
    expect((await sorted(net('conv2d(8) as skip\n  add(‸)'))).slice(0, 3)).toEqual(['_', 'image', 'skip']);
  });
});

describe('layer values are offered as statements', () => {
  it.each([
    ['const LEAKY = leaky_relu(slope = 0.1)\n\n', 'relu()', 'LEAKY'],
    ['', 'let l = conv2d(3)\n  l()', 'l'],
    ['', 'for q in [relu, gelu] {\n    q()', 'q'],
  ])('%s%s', async (before, body, name) => {
    const close = body.includes('{') ? '\n  }' : '';
    await itemsAt(`${before}${net(`${body}${close}‸`)}`);
    const found = (await itemsAt(`${before}${net(`${body}\n    ‸${close}`)}`)).find(
      ({ label }) => label === name,
    );
    expect(found).toMatchObject({ insertText: `${name}()`, detail: 'a layer value' });
  });

  it.each([
    ['behind the line that makes it', net('shared tw = conv2d(3)\n  ‸'), 'tw', true],
    ['as the first word of a loop', net('for r in [relu, gelu] {\n    ‸r()\n  }'), 'r', true],
    ['but not behind its body', net('if true { conv2d(3) as inner }\n  ‸'), 'inner', false],
    ['but not behind its list', net('let xs = [q for q in [relu, gelu]]\n  ‸'), 'q', false],
  ])('%s', async (_, source, name, isOffered) => {
    expect((await labelsAt(source)).includes(name)).toBe(isOffered);
  });

  it('but not lists of them', async () => {
    expect(await labelsAt('block b(acts: [layer], act: layer | none) {\n  ‸\n}')).not.toContain('acts');
    expect(await labelsAt('block b(acts: [layer], act: layer | none) {\n  ‸\n}')).toContain('act');
  });
});

describe('what other modules declare is offered', () => {
  const importsOf = async (source: string, name: string) =>
    (await itemsAt(source))
      .filter(({ label, additionalTextEdits }) => label === name && additionalTextEdits)
      .map(({ additionalTextEdits }) => additionalTextEdits?.[0]?.newText.trim());

  it('from the library and from files that are not open, each with its import', async () => {
    expect(await importsOf(net('‸'), 'stem')).toEqual([
      'import { stem } from "./blocks"',
      'import { stem } from "./deep/more"',
    ]);
    expect(await importsOf(net('let n = ‸'), 'make_divisible')).toEqual([
      'import { make_divisible } from "std/layers"',
    ]);
    expect(await importsOf(net('let n = ‸'), 'halved')).toEqual(['import { halved } from "./blocks"']);
  });

  it('with signature and documentation', async () => {
    const found = (await itemsAt(net('‸'))).find(({ label }) => label === 'irblock');
    expect(found?.detail).toContain('irblock(inp: int, oup: int');
    expect(found?.documentation).toMatchObject({
      value: expect.stringMatching(/^Imports it from `"std\/mobilenet"`/),
    });
  });

  it('but not where the import would make a circle, or the name twice', async () => {
    expect(await importsOf(`block own() { relu() }\n${net('‸')}`, 'around')).toEqual([]);
    expect(await importsOf(`const fire = 3\n${net('‸')}`, 'fire')).toEqual([]);
  });

  it('behind the comment about the file', async () => {
    const head = '// Licence.\n// More of it.\n\n';
    const found = (await itemsAt(`${head}${net('‸')}`)).find(({ label }) => label === 'irblock');
    expect(found?.additionalTextEdits?.[0]?.range.start).toEqual({ line: 3, character: 0 });
  });

  it('and folders in the paths of imports', async () => {
    expect(await labelsAt('import { a } from "./‸"')).toEqual(expect.arrayContaining(['./blocks', './deep']));
    expect(await labelsAt('import { a } from "./deep/‸"')).toContain('./deep/more');
  });
});

describe('what is accepted in front of something', () => {
  it.each([
    ['resi‸ { relu() }', 'residual with shortcut', 'residual'],
    ['rep‸ 2 { relu() }', 'repeat', 'repeat'],
    ['le‸ x = 3', 'let', 'let'],
    ['con‸ (8)', 'conv2d', 'conv2d'],
    ['conv2d(8) -> resi‸ -> relu()', 'residual', 'residual {\n  $0\n}'],
    ['resi‸ // why', 'residual', 'residual {\n  $0\n}'],
    ['resi‸ as t', 'residual', 'residual {\n  $0\n}'],
    ['let xs = [if‸ for y in [1]]', 'if … then … else', 'if ${1:condition} then ${2:a} else ${0:b}'],
  ])('is its word alone: %s', async (body, label, text) => {
    expect((await itemsAt(net(body))).find((each) => each.label === label)?.insertText).toBe(text);
  });

  it('is no `as` behind what is no tensor, and no condition as an operand', async () => {
    expect(await labelsAt(net('let x = int(3)\n  ‸'))).not.toContain('as');
    expect(await labelsAt(net('if true { relu() } ‸'))).not.toContain('as');
    expect(await labelsAt(net('residual { relu() } ‸'))).toContain('as');
    expect(await labelsAt(net('let a = 2 * ‸'))).not.toContain('if … then … else');
    expect(await labelsAt(net('let a = ‸'))).toContain('if … then … else');
    expect(await labelsAt(`${net('relu()')}‸`)).not.toContain('import');
  });
});

describe('projects of many files', () => {
  it('offer what holds the letters that are there, and ask again with more of them', async () => {
    const files = Array.from({ length: 200 }, (_, i) => [
      `f${i}.arch`,
      `block unit_${i}() { relu() }\nblock x${i}() { relu() }\n`,
    ]);
    const large = await startSession(Object.fromEntries(files));
    const { text, position } = marked(net('unit_19‸'));
    large.open('net.arch', text);
    const found = await large.ask<CompletionList>('completion', 'net.arch', { position });
    expect(found.isIncomplete).toBe(true);
    const imported = found.items
      .filter(({ additionalTextEdits }) => additionalTextEdits)
      .map(({ label }) => label);
    expect(imported).toContain('unit_19');
    expect(imported).toContain('unit_190');
    expect(imported).not.toContain('x19');
    expect(large.failures).toEqual([]);
    await large.end();
  });
});

describe('clients that know no snippets', () => {
  it('get plain text', async () => {
    const plain = await startSession({}, {});
    const { text, position } = marked(net('‸'));
    plain.open('net.arch', text);
    const items = await plain.ask<CompletionItem[]>('completion', 'net.arch', { position });
    expect(items.find(({ label }) => label === 'conv2d')?.insertText).toBe('conv2d()');
    expect(items.find(({ label }) => label === 'repeat')?.insertText).toBe('repeat n {\n  \n}');
    for (const { insertText = '' } of items) expect(insertText).not.toContain('$');
    expect(plain.failures).toEqual([]);
    await plain.end();
  });
});
