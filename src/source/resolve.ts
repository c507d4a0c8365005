import type { Host } from './host.ts';

/** Where an import leads. */
export type Resolution =
  | { readonly kind: 'path'; readonly path: string }
  /** Neither `std/…` nor `./…` or `../…`. */
  | { readonly kind: 'malformed' };

/** The path of the module that `written` names, seen from the file `from`; `.arch` is added. */
export function resolveModule(host: Host, from: string, written: string): Resolution {
  if (written.startsWith('std/'))
    return { kind: 'path', path: normalise(`${host.stdRoot}/${written.slice(4)}.arch`) };
  if (!written.startsWith('./') && !written.startsWith('../')) return { kind: 'malformed' };
  return { kind: 'path', path: normalise(`${folderOf(from)}/${written}.arch`) };
}

/** The folder of a path; "." where there is none. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, Math.max(slash, 1));
}

/** Without `.` and, where it can be, without `..`. */
export function normalise(path: string): string {
  const absolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop();
    else if (part !== '..' || !absolute) parts.push(part);
  }
  return `${absolute ? '/' : ''}${parts.join('/')}`;
}
