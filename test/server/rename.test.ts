import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import { edited, marked, type Session, startSession, uriOf } from './session.ts';
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

describe('rename', () => {
  const renameAt = async (text: string, newName: string) => {
    const edit = await session.ask<WorkspaceEdit>('rename', 'net.arch', { ...at(text), newName });
    const changes = edit.changes ?? {};
    return {
      net: edited(net, changes[uriOf('net.arch')] ?? []),
      blocks: edited(blocks, changes[uriOf('blocks.arch')] ?? []),
    };
  };

  it('changes a block in every file, also in the import', async () => {
    const after = await renameAt(net.replace('half(width)', 'ha‸lf(width)'), 'halve');
    expect(after.blocks).toBe(blocks.replaceAll('half', 'halve'));
    expect(after.net).toBe(net.replace('{ half,', '{ halve,').replace('half(width)', 'halve(width)'));
  });

  it('changes an alias in its file alone', async () => {
    const after = await renameAt(net.replace('again(oup', 'ag‸ain(oup'), 'double');
    expect(after.blocks).toBe(blocks);
    expect(after.net).toBe(net.replace('as again', 'as double').replace('again(oup', 'double(oup'));
  });

  it('changes a parameter with the arguments that name it', async () => {
    const after = await renameAt(net.replace('(width: int', '(wi‸dth: int'), 'channels');
    expect(after.net).toBe(net.replaceAll('width', 'channels'));
  });

  it('changes a parameter where the documentation speaks of it', async () => {
    const source = blocks.replace('half(oup: int)', 'half(o‸up: int)');
    session.open('blocks.arch', blocks);
    const edit = await session.ask<WorkspaceEdit>('rename', 'blocks.arch', {
      ...at(source),
      newName: 'filters',
    });
    expect(edited(blocks, edit.changes?.[uriOf('blocks.arch')] ?? [])).toBe(
      blocks
        .replace('`oup`', '`filters`')
        .replace('(oup: int) {\n  conv2d(oup', '(filters: int) {\n  conv2d(filters')
        .replace('half(oup = oup)', 'half(filters = oup)'),
    );
  });

  it('says what can be renamed, and refuses the rest', async () => {
    const can = await session.ask('prepareRename', 'net.arch', at(net.replace('stem:', 'st‸em:')));
    expect(can).toMatchObject({ placeholder: 'stem' });
    const prepare = (text: string) => session.ask('prepareRename', 'net.arch', at(text));
    await expect(prepare(net.replace('irblock(oup', 'ir‸block(oup'))).rejects.toThrow(/standard library/);
    await expect(prepare(net.replace('dense(', 'den‸se('))).rejects.toThrow(/part of the language/);
    const width = net.replace('dense(width)', 'dense(wi‸dth)');
    await expect(renameAt(width, 'repeat')).rejects.toThrow(/word of the language/);
    await expect(renameAt(width, '2x')).rejects.toThrow(/is no name/);
    await expect(renameAt(width, 'skip')).rejects.toThrow(/already means something/);
    await expect(renameAt(net.replace('as skip', 'as sk‸ip'), 'shape')).rejects.toThrow(/figure/);
  });

  it.each([
    [
      'a size',
      'const K = 3\nblock b(c: int) : [h‸, w, c] -> [h, w, c] { relu() }\n',
      'b()',
      'K',
      /ARC|would be/,
    ],
    ['a label', '', 'l‸ab: conv2d(3)\n  conv2d(4) -> conv2d(5)', 'conv2d_2', /there would be an error/],
    [
      'what is named in broken text',
      'block t‸wo(k: int) { conv2d(k) }\n',
      'two(k = 2) -> = two(1)',
      'k2',
      /mend it/,
    ],
  ])('refuses a name that makes an error: %s', async (_, before, body, to, why) => {
    const { text, position } = marked(`${before}network n {\n  input x: [8, 8, 3]\n  ${body}\n}\n`);
    session.open('other.arch', text);
    const renamed = session.ask('rename', 'other.arch', { position, newName: to });
    await expect(renamed).rejects.toThrow(why);
  });

  it('refuses what a file that is imported into uses in broken text alone', async () => {
    const broken =
      'import { half } from "./blocks"\nnetwork user {\n  input x: [8, 8, 3]\n  half(oup = )\n}\n';
    const other = await startSession({ 'blocks.arch': blocks, 'user.arch': broken });
    other.open('blocks.arch', blocks);
    const place = at(blocks.replace('half(oup: int)', 'half(o‸up: int)'));
    await expect(other.ask('rename', 'blocks.arch', { ...place, newName: 'filters' })).rejects.toThrow(
      /user\.arch/,
    );
    await other.end();
  });

  it('changes names of a file with errors elsewhere', async () => {
    const { text, position } = marked(
      'block t‸wo(k: int) { conv2d(k) }\nblock b() { two(3) }\nblock c() { -> }\n',
    );
    session.open('other.arch', text);
    const { changes } = await session.ask<WorkspaceEdit>('rename', 'other.arch', {
      position,
      newName: 'pair',
    });
    expect(edited(text, changes?.[uriOf('other.arch')] ?? [])).toBe(text.replaceAll('two', 'pair'));
  });
});

describe('files that are moved', () => {
  const edits = async (files: readonly (readonly [string, string])[]) => {
    const renames = files.map(([from, to]) => ({ oldUri: uriOf(from), newUri: uriOf(to) }));
    const edit = await session.client.sendRequest<WorkspaceEdit>('workspace/willRenameFiles', {
      files: renames,
    });
    return (path: string, text: string) => edited(text, edit.changes?.[uriOf(path)] ?? []);
  };

  it('are found by those that import them', async () => {
    const text = await edits([['blocks.arch', 'parts/halves.arch']]);
    expect(text('net.arch', net)).toBe(net.replace('"./blocks"', '"./parts/halves"'));
    expect(text('blocks.arch', blocks)).toBe(blocks);
  });

  it('find what they import, alone and with their folder', async () => {
    const moved = await edits([['net.arch', 'nets/net.arch']]);
    expect(moved('net.arch', net)).toBe(net.replace('"./blocks"', '"../blocks"'));
    const other = await startSession({ 'a/net.arch': net, 'a/blocks.arch': blocks });
    const files = [{ oldUri: uriOf('a'), newUri: uriOf('b/c') }];
    expect(await other.client.sendRequest('workspace/willRenameFiles', { files })).toEqual({ changes: {} });
    await other.end();
  });
});
