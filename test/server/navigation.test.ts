import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeLens,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Location,
  LocationLink,
  SelectionRange,
  SemanticTokens,
  WorkspaceSymbol,
} from 'vscode-languageserver/node';
import { library, type Session, startSession, textUnder, uriOf } from './session.ts';
import { at, blocks, net } from './two-files.ts';

let session: Session;
beforeEach(async () => {
  session = await startSession({ 'blocks.arch': blocks });
  session.open('net.arch', net);
});
afterEach(async () => {
  expect(session.failures).toEqual([]);
  await session.end();
});

describe('definition', () => {
  const definitionAt = async (text: string) => {
    const links = await session.ask<LocationLink[] | null>('definition', 'net.arch', at(text));
    return links?.map(({ targetUri, targetSelectionRange }) => {
      const texts: Record<string, string> = {
        [uriOf('blocks.arch')]: blocks,
        [uriOf('net.arch')]: net,
        'archc-std:/mobilenet.arch': library.mobilenet ?? '',
      };
      return [targetUri, textUnder(texts[targetUri] ?? '', targetSelectionRange)];
    });
  };

  it('leads into other files, by an alias too', async () => {
    expect(await definitionAt(net.replace('half(width)', 'ha‸lf(width)'))).toEqual([
      [uriOf('blocks.arch'), 'half'],
    ]);
    expect(await definitionAt(net.replace('again(oup', 'aga‸in(oup'))).toEqual([
      [uriOf('blocks.arch'), 'twice'],
    ]);
  });

  it('leads into the standard library, and to the parameter of an argument', async () => {
    expect(await definitionAt(net.replace('irblock(oup', 'irb‸lock(oup'))).toEqual([
      ['archc-std:/mobilenet.arch', 'irblock'],
    ]);
    expect(await definitionAt(net.replace('irblock(oup', 'irblock(o‸up'))).toEqual([
      ['archc-std:/mobilenet.arch', 'oup'],
    ]);
    expect(await definitionAt(net.replace('"std/mobilenet"', '"std/mob‸ilenet"'))).toEqual([
      ['archc-std:/mobilenet.arch', ''],
    ]);
  });

  it('leads to values and tensors of a body', async () => {
    expect(await definitionAt(net.replace('dense(width)', 'dense(wi‸dth)'))).toEqual([
      [uriOf('net.arch'), 'width'],
    ]);
    expect(await definitionAt(net.replace('output skip', 'output sk‸ip'))).toEqual([
      [uriOf('net.arch'), 'skip'],
    ]);
    expect(await definitionAt(net.replace('dense', 'den‸se'))).toBeUndefined();
  });

  it('is a place alone for clients that know no links', async () => {
    const plain = await startSession({ 'blocks.arch': blocks }, {});
    plain.open('net.arch', net);
    const found = await plain.ask('definition', 'net.arch', at(net.replace('half(width)', 'ha‸lf(width)')));
    const range = { start: { line: 3, character: 6 }, end: { line: 3, character: 10 } };
    expect(found).toEqual([{ uri: uriOf('blocks.arch'), range }]);
    await plain.end();
  });

  it('gives the text of a module that is no file', async () => {
    const text = await session.client.sendRequest('archc/source', { uri: 'archc-std:/layers.arch' });
    expect(text).toBe(library.layers);
  });
});

describe('references', () => {
  it('are found in files that nobody has opened', async () => {
    const context = { includeDeclaration: true };
    const place = at(net.replace('half(width)', 'ha‸lf(width)'));
    const found = await session.ask<Location[]>('references', 'net.arch', { ...place, context });
    const lines = found.map(({ uri, range }) => `${uri.slice(uri.lastIndexOf('/') + 1)}:${range.start.line}`);
    expect(lines.sort()).toEqual([
      'blocks.arch:3',
      'blocks.arch:7',
      'blocks.arch:7',
      'net.arch:0',
      'net.arch:5',
    ]);
    const uses = await session.ask<Location[]>('references', 'net.arch', {
      ...place,
      context: { includeDeclaration: false },
    });
    expect(uses).toHaveLength(4);
  });

  it('of a parameter hold the arguments that name it', async () => {
    const context = { includeDeclaration: true };
    session.open('blocks.arch', blocks);
    const place = at(blocks.replace('conv2d(oup', 'conv2d(o‸up'));
    const found = await session.ask<Location[]>('references', 'blocks.arch', { ...place, context });
    expect(found).toHaveLength(3);
  });

  it('are highlighted in their file', async () => {
    const found = await session.ask<DocumentHighlight[]>(
      'documentHighlight',
      'net.arch',
      at(net.replace('dense(width)', 'dense(wi‸dth)')),
    );
    expect(found.map(({ range, kind }) => [range.start.line, kind])).toEqual([
      [3, 3],
      [5, 2],
      [6, 2],
      [7, 2],
      [7, 2],
      [12, 2],
    ]);
  });
});

describe('symbols', () => {
  it('of a document hold the parts of bodies', async () => {
    const symbols = await session.ask<DocumentSymbol[]>('documentSymbol', 'net.arch');
    expect(symbols.map(({ name, children }) => [name, children?.map((each) => each.name)])).toEqual([
      ['net', ['image', 'stem', 'skip']],
      ['net', []],
    ]);
  });

  it('of the workspace are found by some of their letters, in the library too', async () => {
    const found = await session.client.sendRequest<WorkspaceSymbol[]>('workspace/symbol', { query: 'irb3' });
    expect(found.map(({ name }) => name)).toContain('irblock_v3');
    const own = await session.client.sendRequest<WorkspaceSymbol[]>('workspace/symbol', { query: 'half' });
    expect(own[0]?.location.uri).toBe(uriOf('blocks.arch'));
  });
});

describe('structure', () => {
  it('folds imports and bodies', async () => {
    const ranges = await session.ask<FoldingRange[]>('foldingRange', 'net.arch');
    expect(ranges.map(({ startLine, endLine, kind }) => [startLine, endLine, kind])).toEqual([
      [0, 1, 'imports'],
      [3, 8, undefined],
      [11, 12, undefined],
    ]);
  });

  it('selects from the inside out', async () => {
    const { position } = at(net.replace('dense(width)', 'dense(wi‸dth)'));
    const [first] = await session.ask<SelectionRange[]>('selectionRange', 'net.arch', {
      positions: [position],
    });
    const texts: string[] = [];
    for (let at = first; at; at = at.parent) texts.push(textUnder(net, at.range));
    expect(texts.slice(0, 3)).toEqual(['width', 'dense(width)', 'irblock(oup = width) -> dense(width)']);
    expect(texts[texts.length - 1]).toBe(net);
  });

  it('links the paths of imports', async () => {
    const links = await session.ask<DocumentLink[]>('documentLink', 'net.arch');
    expect(links.map(({ target, range }) => [target, textUnder(net, range)])).toEqual([
      [uriOf('blocks.arch'), './blocks'],
      ['archc-std:/mobilenet.arch', 'std/mobilenet'],
    ]);
  });

  it('tells names apart in semantic tokens, of a range too', async () => {
    const legend = session.initialized.capabilities.semanticTokensProvider?.legend.tokenTypes ?? [];
    const { data } = await session.ask<SemanticTokens>('semanticTokens/full', 'net.arch');
    const tokens: [string, string | undefined][] = [];
    let line = 0;
    let character = 0;
    for (let i = 0; i < data.length; i += 5) {
      const [down = 0, right = 0, length = 0, type = 0] = data.slice(i, i + 4);
      line += down;
      character = down > 0 ? right : character + right;
      const end = { line, character: character + length };
      tokens.push([textUnder(net, { start: { line, character }, end }), legend[type]]);
    }
    expect(tokens).toEqual(
      expect.arrayContaining([
        ['half', 'class'],
        ['again', 'class'],
        ['width', 'parameter'],
        ['stem', 'property'],
        ['skip', 'variable'],
        ['dense', 'function'],
      ]),
    );
    const range = { start: { line: 7, character: 0 }, end: { line: 7, character: 40 } };
    const part = await session.ask<SemanticTokens>('semanticTokens/range', 'net.arch', { range });
    expect(part.data.length / 5).toBe(5);
  });
});

describe('code lenses', () => {
  it('show what networks and blocks cost, and run tests', async () => {
    const text = `block half(oup: int) { conv2d(oup, stride = 2) }
network net { input image: [32, 32, 3] half(8) -> half(16) }
test "eight" { input x: [8, 8, 3] half(8) expect params == 224 }
test "eight" { input x: [8, 8, 3] half(8) expect params == 225 }
`;
    session.open('lens.arch', text);
    const lenses = await session.ask<CodeLens[]>('codeLens', 'lens.arch');
    expect(lenses.map(({ command }) => command?.title)).toEqual([
      '2 instances · 224–1.17K parameters · 55.3K–73.7K MACs',
      '1.39K parameters · 129K MACs',
      'Run test',
      'Run test',
    ]);
    const run = (i: number) =>
      session.client.sendRequest('workspace/executeCommand', {
        command: lenses[i]?.command?.command,
        arguments: lenses[i]?.command?.arguments,
      });
    expect(await run(2)).toMatchObject({ passed: true });
    expect(await run(3)).toMatchObject({ passed: false, message: expect.stringContaining('ARC4') });
    expect(session.shown[0]).toContain('“eight” holds');
  });
});

describe('call hierarchy', () => {
  it('goes from a block to what uses it and to what it uses', async () => {
    const place = at(net.replace('again(oup', 'ag‸ain(oup'));
    const [item] = await session.ask<CallHierarchyItem[]>('prepareCallHierarchy', 'net.arch', place);
    expect(item?.name).toBe('twice');
    const incoming = await session.client.sendRequest<CallHierarchyIncomingCall[]>(
      'callHierarchy/incomingCalls',
      { item },
    );
    expect(incoming.map(({ from }) => [from.name, from.detail])).toEqual([['net', 'network']]);
    const outgoing = await session.client.sendRequest<CallHierarchyOutgoingCall[]>(
      'callHierarchy/outgoingCalls',
      { item },
    );
    expect(outgoing.map(({ to, fromRanges }) => [to.name, fromRanges.length])).toEqual([['half', 2]]);
  });
});
