import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction, Diagnostic, TextEdit } from 'vscode-languageserver/node';
import { edited, marked, type Session, startSession, textUnder, uriOf } from './session.ts';

let session: Session;
beforeEach(async () => {
  session = await startSession({ 'blocks.arch': 'block half(oup: int) { conv2d(oup, stride = 2) }\n' });
});
afterEach(async () => {
  expect(session.failures).toEqual([]);
  await session.end();
});

const net = (body: string) => `network net {\n  input image: [32, 32, 3]\n  ${body}\n}\n`;

async function check(path: string, text: string): Promise<readonly Diagnostic[]> {
  const complete = session.published(path, session.isOpen(path) ? 1 : 2);
  session.open(path, text);
  return complete;
}

describe('diagnostics', () => {
  it('say what `archc check` says, at the place', async () => {
    const text = net('conv2d(8, stride = 2) -> conv2d(8, kernal = 3)');
    const [found] = await check('net.arch', text);
    expect(found).toMatchObject({ code: 'ARC2002', severity: 1, source: 'archc' });
    expect(found && textUnder(text, found.range)).toBe('kernal');
    expect(found?.message).toContain('help: did you mean `kernel`?');
  });

  it('mark what is unused, and point to other places', async () => {
    const [unused] = await check('unused.arch', net('let n = 2\n  relu()'));
    expect(unused).toMatchObject({ code: 'ARC8002', severity: 2, tags: [1] });
    const [channels] = await check(
      'net.arch',
      `import { irblock } from "std/mobilenet"\n${net('conv2d(8)\n  irblock(inp = 16, oup = 8)')}`,
    );
    expect(channels?.code).toBe('ARC3102');
    expect(channels?.relatedInformation?.[0]?.message).toContain('[32, 32, 8]');
  });

  it('come early for the definitions of a file, by what its imports declare', async () => {
    const early = session.published('net.arch');
    const use = (args: string) =>
      `import { half } from "./blocks"\n${net(`half(${args})`)}network other {\n  input x: [1]\n  conv2d(8)\n}\n`;
    session.open('net.arch', use('oop = 8'));
    expect((await early).map(({ code }) => code)).toEqual(['ARC2002', 'ARC2003']);
    // The shape of the other network is known when it is built.
    const complete = await session.published('net.arch');
    expect(complete.map(({ code }) => code)).toEqual(['ARC2002', 'ARC2003', 'ARC3201']);
  });

  it('of an import come back when what was never saved is closed', async () => {
    session.open('blocks.arch', 'block whole() { relu() }\n');
    expect((await check('net.arch', `import { half } from "./blocks"\n${net('half(8)')}`))[0]?.code).toBe(
      'ARC1004',
    );
    const next = session.published('net.arch');
    session.close('blocks.arch');
    expect(await next).toEqual([]);
  });

  it('of files that depend on others make the client ask for the rest again', async () => {
    const can = { refreshSupport: true };
    const other = await startSession(
      {},
      { workspace: { inlayHint: can, codeLens: can, semanticTokens: can } },
    );
    const asked = new Set<string>();
    const all = new Promise<void>((resolve) => {
      for (const what of ['inlayHint', 'codeLens', 'semanticTokens'])
        other.client.onRequest(`workspace/${what}/refresh`, () => {
          asked.add(what);
          if (asked.size === 3) resolve();
          return null;
        });
    });
    other.open('part.arch', 'block part(n: int) { conv2d(n) }\n');
    const complete = other.published('net.arch', 2);
    other.open('net.arch', `import { part } from "./part"\n${net('part(8)')}`);
    await complete;
    other.change('part.arch', 'block part(n: int) { conv2d(2 * n) }\n');
    await all;
    expect([...asked].sort()).toEqual(['codeLens', 'inlayHint', 'semanticTokens']);
    await other.end();
  });

  it('say nothing early that is not so in the end, whatever is wrong with the imports', async () => {
    for (const [i, broken] of [
      'block half(oup: int) { conv2d(oup',
      'block half(oup: int) conv2d(oup) }',
      'block half(oup: int) { conv2d(oup, kernal = 3) }',
      'block other() { relu()\nblock half(oup: int) { conv2d(oup) }',
      'test "t" { relu() ) }\nblock half(oup: int) { conv2d(oup) }',
      'block half(oup: int) { half(oup) }',
    ].entries()) {
      session.open(`broken_${i}.arch`, `${broken}\n`);
      const path = `net_${i}.arch`;
      const early = session.published(path);
      session.open(path, `import { half } from "./broken_${i}"\n${net('half(8)')}`);
      const first = await early;
      const complete = await session.published(path);
      expect(complete).toEqual(expect.arrayContaining([...first]));
      expect(first, broken).toEqual([]);
    }
  });

  it('follow what is typed, and are taken back with the file', async () => {
    expect(await check('net.arch', net('relu('))).not.toEqual([]);
    const next = session.published('net.arch');
    session.change('net.arch', net('relu()'));
    expect(await next).toEqual([]);
    const closed = session.published('net.arch');
    session.close('net.arch');
    expect(await closed).toEqual([]);
  });

  it('come for open files that depend on the changed one', async () => {
    const text = `import { part } from "./part"\n${net('part(8)')}`;
    session.open('part.arch', 'block part(n: int) { conv2d(n) }\n');
    expect(await check('net.arch', text)).toEqual([]);
    const next = session.published('net.arch');
    session.change('part.arch', 'block part(n: int, m: int) { conv2d(n) -> conv2d(m) }\n');
    expect((await next).map(({ code }) => code)).toEqual(['ARC2003']);
  });

  it('are told by the URI of the client, whatever it looks like', async () => {
    const uri = 'untitled:Untitled-1';
    const textDocument = { uri, languageId: 'arch', version: 1, text: 'network n { relu( }' };
    void session.client.sendNotification('textDocument/didOpen', { textDocument });
    await session.client.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });
    await expect.poll(() => session.diagnostics.get(uri)?.length).toBeGreaterThan(0);
  });

  it('of another file stand at the import that leads there', async () => {
    session.open('part.arch', 'block part(n: int) { conv2d(n\n');
    const text = `import { part } from "./part"\n${net('part(8)')}`;
    const found = await check('net.arch', text);
    expect(found.map(({ range }) => textUnder(text, range))).toContain('"./part"');
    expect(found[0]?.relatedInformation?.[0]?.location.uri).toBe(uriOf('part.arch'));
    expect(found[0]?.message).toMatch(/^in part\.arch: /);
  });

  it('of the settings stand at the beginning of the file, whatever it imports', async () => {
    const other = await startSession({ 'archc.json': '{ "lint": { "ARC8008": "of" } }' });
    const complete = other.published('net.arch', 2);
    other.open('net.arch', `import { irblock } from "std/mobilenet"\n${net('irblock(oup = 8)')}`);
    const [found] = await complete;
    expect(found).toMatchObject({ code: 'ARC7151', range: { start: { line: 0, character: 0 } } });
    expect(found?.relatedInformation?.[0]?.location).toMatchObject({
      uri: uriOf('archc.json'),
      range: { start: { line: 0, character: 12 } },
    });
    await other.end();
  });

  it('lead to the page of their code, where the client follows', async () => {
    const [found] = await check('net.arch', net('conv2d(0)'));
    expect(found?.codeDescription?.href).toMatch(/\/docs\/diagnostics\/ARC\d+\.md$/);
    const plain = await startSession({}, {});
    const complete = plain.published('net.arch', 2);
    plain.open('net.arch', net('conv2d(0)'));
    expect((await complete)[0]).not.toHaveProperty('codeDescription');
    await plain.end();
  });
});

async function actionsAt(source: string, only?: string[]): Promise<{ text: string; actions: CodeAction[] }> {
  const { text, positions } = marked(source);
  const [start = { line: 0, character: 0 }, end = start] = positions;
  const diagnostics = await check('net.arch', text);
  const context = { diagnostics, ...(only && { only }) };
  const actions = await session.ask<CodeAction[]>('codeAction', 'net.arch', {
    range: { start, end },
    context,
  });
  return { text, actions };
}

function applied(text: string, action: CodeAction | undefined): string {
  return edited(text, action?.edit?.changes?.[uriOf('net.arch')] ?? []);
}

describe('code actions', () => {
  it('write the name that was meant', async () => {
    const { text, actions } = await actionsAt(net('con‸v2dd(8)'));
    expect(actions.map(({ title }) => title)).toEqual(['Write `conv2d`']);
    expect(applied(text, actions[0])).toBe(net('conv2d(8)'));
    expect(actions[0]?.diagnostics?.[0]?.code).toBe('ARC1001');
    const word = await actionsAt(net('conv2d(8, padding = "sa‸mee")'));
    expect(applied(word.text, word.actions[0])).toBe(net('conv2d(8, padding = "same")'));
    const named = await actionsAt(net('conv2d(8, ker‸nal = 3)'));
    expect(applied(named.text, named.actions[0])).toBe(net('conv2d(8, kernel = 3)'));
  });

  it('import what is unknown, from the library or from the project', async () => {
    const library = await actionsAt(net('irb‸lock(oup = 8)'));
    const action = library.actions.find(({ title }) => title.startsWith('Import'));
    expect(applied(library.text, action)).toBe(
      `import { irblock } from "std/mobilenet"\n\n${net('irblock(oup = 8)')}`,
    );
    session.close('net.arch');
    const project = await actionsAt(
      `import { irblock } from "std/mobilenet"\n${net('irblock(oup = 8) -> ha‸lf(8)')}`,
    );
    const own = project.actions.find(({ title }) => title.includes('./blocks'));
    expect(applied(project.text, own)).toContain(
      'import { irblock } from "std/mobilenet"\nimport { half } from "./blocks"\n',
    );
  });

  it('take out what is unused', async () => {
    const { text, actions } = await actionsAt(net('let n‸ = 2\n  relu()'));
    expect(applied(text, actions[0])).toBe(net('relu()'));
  });

  it('insert what is missing', async () => {
    const { text, actions } = await actionsAt(net('con‸v2d(stride = 2)'));
    expect(actions[0]?.title).toBe('Insert `filters`');
    expect(applied(text, actions[0])).toBe(net('conv2d(stride = 2, filters = 1)'));
  });

  it('set the number of channels that the tensor has', async () => {
    const head = 'import { irblock } from "std/mobilenet"\n';
    const source = `${head}${net('conv2d(8)\n  irblock(in‸p = 16, oup = 8)')}`;
    const { text, actions } = await actionsAt(source);
    expect(actions.map((action) => applied(text, action))).toEqual([
      `${head}${net('conv2d(8)\n  irblock(oup = 8)')}`,
      `${head}${net('conv2d(8)\n  irblock(inp = 8, oup = 8)')}`,
    ]);
  });

  it('give a label its colon', async () => {
    const { text, actions } = await actionsAt(net('st‸em conv2d(8)'));
    expect(actions.map(({ title }) => title)).toEqual(['Write `stem:`']);
    expect(applied(text, actions[0])).toBe(net('stem: conv2d(8)'));
    expect(await check('net.arch', applied(text, actions[0]))).toEqual([]);
  });

  it('ignore a lint, and leave the reason to people', async () => {
    const { text, actions } = await actionsAt(net('conv‸2d(8) -> batch_norm() -> relu()'));
    expect(actions.map(({ title, isPreferred = false }) => [title, isPreferred])).toEqual([
      ['Write `bias = false`', true],
      ['Ignore ARC8008 here, and say why', false],
    ]);
    const ignored = applied(text, actions[1]);
    expect(ignored).toBe(net('// archc-ignore ARC8008: \n  conv2d(8) -> batch_norm() -> relu()'));
    expect((await check('net.arch', ignored)).map(({ code }) => code)).toEqual(['ARC8901']);
    expect(await check('net.arch', ignored.replace('ARC8008: ', 'ARC8008: as published'))).toEqual([]);
  });

  it.each([
    ['residual { relu() } shortcut {\n    relu() -> con‸v2d(3) -> batch_norm() }', 1],
    ['residual {\n    relu()\n  } shortcut { con‸v2d(3) -> batch_norm() }', 1],
  ])('ignore a lint wherever a comment speaks of it: %j', async (body, count) => {
    const { text, actions } = await actionsAt(net(body));
    const ignoring = actions.filter(({ title }) => title.startsWith('Ignore'));
    expect(ignoring).toHaveLength(count);
    const found = await check('net.arch', applied(text, ignoring[0]));
    expect(found.map(({ code }) => code)).toEqual(['ARC8901']);
  });

  it('import nothing from a module that imports the file, and nothing into a file that is not saved', async () => {
    session.open('around.arch', 'import { own } from "./net"\nblock around() { own() }\n');
    const { actions } = await actionsAt(`block own() { relu() }\n${net('aro‸und()')}`);
    expect(actions.filter(({ title }) => title.startsWith('Import'))).toEqual([]);
    const uri = 'untitled:Untitled-1';
    const textDocument = { uri, languageId: 'arch', version: 1, text: net('half(8)') };
    void session.client.sendNotification('textDocument/didOpen', { textDocument });
    const range = { start: { line: 2, character: 3 }, end: { line: 2, character: 3 } };
    const context = { diagnostics: [] };
    const unsaved = await session.client.sendRequest<CodeAction[]>('textDocument/codeAction', {
      ...{ textDocument: { uri }, range, context },
    });
    expect(unsaved.filter(({ title }) => title.startsWith('Import'))).toEqual([]);
  });

  it('apply what lints advise, and all of it at once', async () => {
    const source = net('let n‸ = 2\n  let m = 3\n  conv2d(8) as skip\n  relu()');
    const { text, actions } = await actionsAt(source, ['source.fixAll.archc']);
    expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.archc']);
    expect(applied(text, actions[0])).not.toMatch(/let|skip/);
  });
});

describe('formatting', () => {
  it('puts a document, a range and what is typed into the style', async () => {
    const text = 'network   net{\n  input image:[32,32,3]\n      conv2d( 8 )\n  relu( )\n}\n';
    session.open('net.arch', text);
    const options = { tabSize: 2, insertSpaces: true };
    const whole = await session.ask<TextEdit[]>('formatting', 'net.arch', { options });
    expect(edited(text, whole)).toBe('network net {\n  input image: [32, 32, 3]\n  conv2d(8)\n  relu()\n}\n');
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 17 } };
    const part = await session.ask<TextEdit[]>('rangeFormatting', 'net.arch', { range, options });
    expect(edited(text, part)).toBe(text.replace('      conv2d( 8 )', '  conv2d(8)'));
  });

  it('answers what is typed: a closing brace and a line end', async () => {
    const options = { tabSize: 2, insertSpaces: true };
    const closed = marked('network net {\n  input image: [8, 8, 3]\n  residual {\nconv2d( 3 )\n    }‸\n}\n');
    session.open('net.arch', closed.text);
    const brace = await session.ask<TextEdit[]>('onTypeFormatting', 'net.arch', {
      position: closed.position,
      ch: '}',
      options,
    });
    expect(edited(closed.text, brace)).toBe(
      'network net {\n  input image: [8, 8, 3]\n  residual {\n    conv2d(3)\n  }\n}\n',
    );
    const line = marked('network net {\n  input image: [8, 8, 3]\n  conv2d( 3 )\n‸\n}\n');
    session.change('net.arch', line.text);
    const edits = await session.ask<TextEdit[]>('onTypeFormatting', 'net.arch', {
      position: line.position,
      ch: '\n',
      options,
    });
    expect(edited(line.text, edits)).toBe('network net {\n  input image: [8, 8, 3]\n  conv2d(3)\n  \n}\n');
  });

  it.each([
    'block b(n: int) {\n  repeat  2 { relu( ) }\n  require n > 2, "n is {n}‸"\n}\n',
    'block b() {\n  relu( )\n}\n// }‸\n',
  ])('takes no brace of a string or a comment for one: %j', async (source) => {
    const { text, position } = marked(source);
    session.open('net.arch', text);
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await session.ask('onTypeFormatting', 'net.arch', { position, ch: '}', options });
    expect(edits).toEqual([]);
  });

  it.each([
    ['an argument list', 'block b() {\n  conv2d(\n    filters = 3,\n‸\n  )\n}\n', '    '],
    ['more arguments', 'block b() {\n  conv2d(\n    filters = 3,\n    kernel = 3,\n‸\n  )\n}\n', '    '],
    ['the head of a block', 'block b(n: int,\n        m: int)\n‸{\n  conv2d(n)\n}\n', ''],
    ['a list that closes', 'const A = [\n  1,\n‸]\n', ''],
    ['a call that closes', 'block b() {\n  conv2d(3,\n‸)\n}\n', '  '],
    [
      'parameters under one another',
      'block unit(inp: int,\n‸oup: int) {\n  conv2d(oup)\n}\n',
      ' '.repeat(11),
    ],
    ['the first of a list of parameters', 'block unit(\n‸inp: int) {\n  conv2d(inp)\n}\n', '  '],
    ['an argument of a chain', 'block b() {\n  conv2d(3)\n    -> conv2d(\n‸3,\n    )\n}\n', '      '],
    ['the end of it', 'block b() {\n  conv2d(3)\n    -> conv2d(\n      3,\n‸)\n}\n', '    '],
    ['a message', 'block b(n: int) {\n  require n > 2,\n‸"more"\n  conv2d(n)\n}\n', '    '],
    ['a signature', 'block b(n: int)\n‸: [h, w, c] -> [h, w, n]\n{\n  conv2d(n)\n}\n', '  '],
    ['an operator', 'block b(n: int) {\n  require n > 2\n‸and n < 5\n  conv2d(n)\n}\n', '    '],
    ['a chain', 'block b() {\n  conv2d(3)\n‸-> relu()\n}\n', '    '],
    ['a chain of several lines', 'block b() {\n  conv2d(3)\n    -> relu()\n‸\n}\n', '  '],
    ['a value', 'block b() {\n  let x =\n‸5\n  conv2d(x)\n}\n', '    '],
    ['a condition', 'const A = if true\n‸then 1 else 2\n', '  '],
    ['the other case', 'const A = if true then 1\n‸else 2\n', '  '],
    ['an else of a statement', 'block b() {\n  if true { relu() }\n‸else { tanh() }\n}\n', '  '],
    ['a list in its call', 'const A = max([\n‸1])\n', '  '],
    ['what closes two brackets', 'const A = max([\n  1,\n‸])\n', ''],
  ])(
    'leaves what goes on as it is written, and finds the place of the line: %s',
    async (_, source, indent) => {
      const { text, position } = marked(source);
      session.open('net.arch', text);
      const options = { tabSize: 2, insertSpaces: true };
      const edits = await session.ask<TextEdit[]>('onTypeFormatting', 'net.arch', {
        position,
        ch: '\n',
        options,
      });
      expect(edited(text, edits)).toBe(source.replace('‸', indent));
    },
  );
});
