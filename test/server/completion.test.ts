import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver/node';
import { edited, marked, type Session, startSession } from './session.ts';

let session: Session;
beforeEach(async () => {
  session = await startSession({ 'blocks.arch': 'block stem(oup: int) { conv2d(oup) }\n' });
});
afterEach(async () => {
  expect(session.failures).toEqual([]);
  await session.end();
});

async function completionAt(source: string): Promise<CompletionItem[]> {
  const { text, position } = marked(source);
  session.open('net.arch', text);
  return session.ask('completion', 'net.arch', { position });
}

async function labelsAt(source: string): Promise<string[]> {
  return (await completionAt(source)).map(({ label }) => label);
}

const net = (body: string) => `network net(classes: int = 10, act: layer = relu) {
  input image: [32, 32, 3]
  ${body}
}
`;

describe('completion', () => {
  it('offers declarations at the top of a file', async () => {
    const labels = await labelsAt('‸');
    expect(labels).toEqual(['import', 'const', 'fn', 'block', 'network', 'test']);
  });

  it('offers layers, layer values, constructs and statements where one begins', async () => {
    const labels = await labelsAt(net('‸'));
    expect(labels).toEqual(
      expect.arrayContaining(['conv2d', 'act', 'image', 'residual', 'parallel', 'let', 'expect', 'concat']),
    );
    expect(labels).not.toContain('classes');
  });

  it('offers layers and constructs behind an arrow', async () => {
    const labels = await labelsAt(net('conv2d(8) -> ‸'));
    expect(labels).toEqual(expect.arrayContaining(['conv2d', 'residual', 'act']));
    expect(labels).not.toContain('let');
  });

  it('offers the parameters that are not given yet, then values', async () => {
    const labels = await labelsAt(net('conv2d(8, stride = 2, ‸)'));
    expect(labels.slice(0, 3)).toEqual(['kernel', 'padding', 'dilation']);
    expect(labels).not.toContain('stride');
    expect(labels).not.toContain('filters');
    expect(labels).toContain('classes');
  });

  it('offers the words that a parameter may be, in quotes or without', async () => {
    expect(await labelsAt(net('conv2d(8, padding = ‸)'))).toEqual(
      expect.arrayContaining(['"auto"', '"same"', '"valid"']),
    );
    expect(await labelsAt(net('conv2d(8, padding = "‸")'))).toEqual(['auto', 'same', 'valid']);
  });

  it('offers joins, metrics, tensors and codes where they stand', async () => {
    expect(await labelsAt(net('parallel(join = ‸) { }'))).toEqual([
      'add',
      'multiply',
      'concat',
      'maximum',
      'average',
    ]);
    expect(await labelsAt(net('conv2d(8) as skip\n  expect ‸'))).toEqual(
      expect.arrayContaining(['params', 'macs', 'skip']),
    );
    expect(await labelsAt(net('conv2d(8) as skip\n  output ‸'))).toEqual(['image', 'skip']);
    expect((await labelsAt(net('conv2d(8) as skip\n  add(‸)'))).slice(0, 3)).toEqual(['_', 'image', 'skip']);
    expect(await labelsAt('test "x" fails "‸" { }')).toContain('ARC3102');
  });

  it('offers modules in the path of an import, and what they declare between its braces', async () => {
    const paths = await completionAt('import { irblock } from "std/mob‸"');
    expect(paths.map(({ label }) => label)).toEqual(expect.arrayContaining(['std/mobilenet', './blocks']));
    const chosen = paths.find(({ label }) => label === 'std/mobilenet');
    const edit = chosen?.textEdit && 'range' in chosen.textEdit ? [chosen.textEdit] : [];
    expect(edited('import { irblock } from "std/mob"', edit)).toBe('import { irblock } from "std/mobilenet"');
    expect(await labelsAt('import { irblock, ‸ } from "std/mobilenet"')).toContain('irblock_v3');
    expect(await labelsAt('import { irblock, ‸ } from "std/mobilenet"')).not.toContain('irblock');
    expect(await labelsAt('import { ‸ } from "./blocks"')).toEqual(['stem']);
  });

  it.each([
    ['parentheses', net('con‸(3)'), 'conv2d', net('conv2d(3)')],
    ['the = of an argument', net('conv2d(fil‸ = 3)'), 'filters', net('conv2d(filters = 3)')],
    ['the = of another line', net('conv2d(fil‸\n = 3)'), 'filters', net('conv2d(filters\n = 3)')],
    ['the rest of a path', 'import { a } from "std/l‸ay"', 'std/layers', 'import { a } from "std/layers"'],
    ['a whole path', 'import { a } from "‸./b"', './blocks', 'import { a } from "./blocks"'],
    ['a word', net('conv2d(8, padding = "a‸uto")'), 'same', net('conv2d(8, padding = "same")')],
    ['a code', 'test "x" fails "AR‸C" { }', 'ARC2002', 'test "x" fails "ARC2002" { }'],
    ['nothing', net('con‸'), 'conv2d', net('conv2d($0)')],
    ['a comparison', net('conv2d(fil‸ == 3)'), 'filters', net('conv2d(filters =  == 3)')],
  ])('does not write a second time: %s', async (_, source, label, after) => {
    const { text, position } = marked(source);
    const chosen = (await completionAt(source)).find((each) => each.label === label);
    const edit = chosen?.textEdit;
    const prefix =
      /\w*$/.exec(text.split('\n')[position.line]?.slice(0, position.character) ?? '')?.[0] ?? '';
    const start = { ...position, character: position.character - prefix.length };
    const word = { range: { start, end: position }, newText: chosen?.insertText ?? label };
    expect(edited(text, [edit && 'range' in edit ? edit : word])).toBe(after);
  });

  it('offers declarations behind a const or fn that is done', async () => {
    expect(await labelsAt('const A = 1\n\nne‸')).toContain('network');
    expect(await labelsAt('fn f(a: int) -> int = a\nbl‸\nblock b() { relu() }')).toContain('block');
    for (const open of ['const A = 1 + ‸', 'const A =\n  ‸', 'const A = [\n  1\n  ‸', 'fn f(a: int) ->\n  ‸'])
      expect(await labelsAt(open), open).not.toContain('network');
  });

  it('offers modules behind from, and a shape behind an input', async () => {
    const behind = await completionAt('import { conv_bn } from ‸');
    expect(behind.map(({ insertText }) => insertText)).toEqual(
      expect.arrayContaining(['"std/layers"', '"./blocks"']),
    );
    expect(await labelsAt('network n {\n  input x: ‸')).toEqual(['[h, w, c]']);
  });

  it('imports a block of the library with its use', async () => {
    const { text } = marked(net('‸'));
    const items = await completionAt(net('‸'));
    const block = items.find(({ label }) => label === 'irblock');
    expect(edited(text, block?.additionalTextEdits ?? [])).toContain(
      'import { irblock } from "std/mobilenet"',
    );
    const noted = 'import { stem } from "./blocks" // ours\r\n';
    const second = (await completionAt(`${noted}${net('‸')}`)).find(({ label }) => label === 'irblock');
    expect(edited(`${noted}${text}`, second?.additionalTextEdits ?? [])).toBe(
      `${noted}import { irblock } from "std/mobilenet"\r\n${text}`,
    );
  });

  it('offers types in parameters', async () => {
    expect(await labelsAt('block b(n: ‸')).toEqual(['int', 'float', 'bool', 'string', 'layer', 'none']);
    expect(await labelsAt('fn f(n: int) -> ‸')).toContain('float');
  });

  it('offers values in expressions, and names of the body that are made before', async () => {
    const labels = await labelsAt(net('let half = 2\n  for (i, n) in [(1, 2)] { let m = ‸ }'));
    expect(labels).toEqual(expect.arrayContaining(['half', 'i', 'n', 'classes', 'ceil', 'relu']));
    expect(labels).not.toContain('image');
  });

  it('leaves out what is being declared, which may not use itself', async () => {
    expect(await labelsAt('const WIDTH = 1\nconst OTHER = ‸')).toContain('WIDTH');
    expect(await labelsAt('const WIDTH = ‸')).not.toContain('WIDTH');
    expect(await labelsAt('block unit(n: int) {\n  ‸\n}')).not.toContain('unit');
  });

  it('forgets the names of braces that are closed', async () => {
    const labels = await labelsAt(net('repeat 2 { let inner = 3 }\n  let n = ‸'));
    expect(labels).not.toContain('inner');
  });

  it('answers at the place of an error, and says nothing in comments', async () => {
    expect(await labelsAt(net('conv2d(8 -> -> ]\n  relu() -> ‸'))).toContain('conv2d');
    expect(await labelsAt('network net {\n  input image: [8, 8, 3]\n  conv2d(8) -> ‸')).toContain('relu');
    expect(await labelsAt(net('// conv‸'))).toEqual([]);
  });
});
