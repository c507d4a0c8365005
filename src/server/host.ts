import { pageOf } from '../diagnostics/pages.ts';
import type { Code } from '../diagnostics/registry.ts';
import { type Host, memoryHost } from '../source/host.ts';

/** How the server reaches what is not open in the editor, and how the editor calls it. */
export interface ServerHost extends Host {
  /** The path of the core for a URI of the editor. */
  pathOf(uri: string): string;
  uriOf(path: string): string;
  /** The .arch files below a folder: what belongs to a project besides the open files. */
  filesBelow(folder: string): readonly string[];
  /** The names of the folders in a folder, in which modules may lie. */
  folders(folder: string): readonly string[];
  /** Where the page of a code can be opened. */
  pageOf(code: Code): string;
}

/** What the analysis of one source has read: each path with its text, undefined where there was none. */
export type Readings = Map<string, string | undefined>;

/** The files of the editor before those of the host; notes what is read. */
export function overlayHost(host: ServerHost, open: ReadonlyMap<string, string>, readings: Readings): Host {
  return {
    stdRoot: host.stdRoot,
    read(path) {
      const text = open.get(path) ?? host.read(path);
      readings.set(path, text);
      return text;
    },
    modules(folder) {
      const prefix = `${folder}/`;
      const unsaved = [...open.keys()]
        .filter((path) => path.startsWith(prefix) && path.endsWith('.arch'))
        .map((path) => path.slice(prefix.length, -'.arch'.length))
        .filter((name) => !name.includes('/'));
      return [...new Set([...host.modules(folder), ...unsaved])];
    },
  };
}

/** URIs with this scheme name the modules of the standard library where they are no files. */
export const STD_SCHEME = 'archc-std';

/** A host without files: the standard library as texts by the names of its modules, all else is what is open. */
export function libraryHost(library: Readonly<Record<string, string>>): ServerHost {
  const stdRoot = '/archc-std';
  const files = Object.entries(library).map(([name, text]) => [`${stdRoot}/${name}.arch`, text] as const);
  const schemes = new Map<string, string>();
  return {
    ...memoryHost(Object.fromEntries(files)),
    stdRoot,
    pathOf(uri) {
      const { scheme, path } = partsOf(uri);
      if (scheme === `${STD_SCHEME}:`) return `${stdRoot}${path}`;
      schemes.set('latest', scheme);
      schemes.set(path, scheme);
      return path;
    },
    uriOf(path) {
      if (path.startsWith(`${stdRoot}/`)) return `${STD_SCHEME}:${encodePath(path.slice(stdRoot.length))}`;
      return `${schemes.get(path) ?? schemes.get('latest') ?? 'file://'}${encodePath(path)}`;
    },
    filesBelow: () => [],
    folders: () => [],
    pageOf: (code) => pageOf(code),
  };
}

/** `file:///a/b%20c` as `file://` and `/a/b c`. */
export function partsOf(uri: string): { readonly scheme: string; readonly path: string } {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*:(?:\/\/[^/]*)?)(.*)$/.exec(uri);
  const path = decode(match?.[2] ?? uri);
  return { scheme: match?.[1] ?? '', path: path.startsWith('/') ? path : `/${path}` };
}

/** A path as a URI has it, the slashes as they are. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
