import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from './source/host.ts';
import { normalise } from './source/resolve.ts';

/** Where the standard library lies: beside `src` in a clone, beside `dist` in a package. */
function findStandardLibrary(): string {
  for (const up of ['../', '../../', '../../../']) {
    const folder = fileURLToPath(new URL(`${up}std`, import.meta.url));
    if (!existsSync(`${folder}/layers.arch`)) continue;
    // Messages show the path, so the shorter one where there is one.
    const near = relative(process.cwd(), folder);
    return (near.startsWith('..') || isAbsolute(near) ? folder : near).replaceAll('\\', '/');
  }
  return 'std';
}

/** The files of this machine, paths as they are given; the standard library is the one of the package. */
export function diskHost(stdRoot: string = findStandardLibrary()): Host {
  return {
    stdRoot,
    read(path) {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
    },
    modules(folder) {
      try {
        return readdirSync(folder)
          .filter((name) => name.endsWith('.arch'))
          .map((name) => name.slice(0, -'.arch'.length));
      } catch {
        return [];
      }
    },
    folderAbove(folder) {
      const whole = resolve(folder);
      const above = dirname(whole);
      if (above === whole) return undefined;
      return isAbsolute(folder) ? above.replaceAll('\\', '/') : normalise(`${folder}/..`) || '.';
    },
  };
}
