import type { Host } from '../source/host.ts';

const declared = /^(?:block|fn|const)[ \t]+([A-Za-z_][A-Za-z0-9_]*)/gm;

/** The modules of the standard library that declare a name: `std/mobilenet` for `irblock`. Read when a name is unknown. */
export function libraryModules(host: Host, name: string): readonly string[] {
  return host
    .modules(host.stdRoot)
    .filter((module) => {
      const text = host.read(`${host.stdRoot}/${module}.arch`) ?? '';
      return [...text.matchAll(declared)].some((match) => match[1] === name);
    })
    .map((module) => `std/${module}`);
}
