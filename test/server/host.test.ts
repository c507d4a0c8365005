import { describe, expect, it } from 'vitest';
import { libraryHost } from '../../src/server/host.ts';
import { offsetMap } from '../../src/server/positions.ts';
import { diskServerHost } from '../../src/server/stdio.ts';
import { library } from './session.ts';

describe('the host of a browser', () => {
  const host = libraryHost(library);

  it.each(['file:///a/b%20c/net.arch', 'untitled:/Untitled-1', 'vscode-vfs://github/x/net.arch'])(
    'gives %s back',
    (uri) => {
      expect(host.uriOf(host.pathOf(uri))).toBe(uri);
    },
  );

  it('has the standard library under URIs of its own', () => {
    const path = `${host.stdRoot}/layers.arch`;
    expect(host.uriOf(path)).toBe('archc-std:/layers.arch');
    expect(host.pathOf('archc-std:/layers.arch')).toBe(path);
    expect(host.read(path)).toBe(library.layers);
  });
});

describe('the host of a disk', () => {
  const host = diskServerHost();

  it('has absolute paths, and finds the files of a project', () => {
    expect(host.uriOf(host.pathOf('file:///a/b%20c/net.arch'))).toBe('file:///a/b%20c/net.arch');
    expect(host.read(`${host.stdRoot}/layers.arch`)).toBe(library.layers);
    expect(host.filesBelow(process.cwd())).toContain(`${process.cwd()}/examples/mobilenet_v2.arch`);
  });
});

describe('offsetMap', () => {
  it('finds what lies around the one change of a text', () => {
    const map = offsetMap('ab cd ef', 'ab xyz ef');
    expect([0, 3, 5, 8].map(map)).toEqual([0, 3, 6, 9]);
    expect(map(4)).toBeUndefined();
  });
});
