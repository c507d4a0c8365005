// Starts the bundled command line from what V8 has compiled of it before, which Node has no switch for before 22.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';

/** The verbs that have a bundle of their own; the build knows which. */
declare const ARCHC_BUNDLES: Readonly<Record<string, string>>;

const bundle = ARCHC_BUNDLES[process.argv[2] ?? ''] ?? 'archc.cjs';
// Most runs are over before optimised code would pay for its compilation. Seven times V8's own patience takes a third
// off the check of one network, and nothing is lost on one of ten thousand blocks. The language server, which runs for
// hours, becomes impatient again once it has started.
v8.setFlagsFromString('--interrupt-budget=1000000');

const filename = fileURLToPath(new URL(bundle, import.meta.url));
const cache = `${filename}.cache`;

const script = new vm.Script(readFileSync(filename, 'latin1'), { filename, cachedData: readCache() });
const start: (require: NodeJS.Require, module: object, url: string) => void = script.runInThisContext();
start(createRequire(import.meta.url), { exports: {} }, import.meta.url);

if (process.env.ARCHC_WRITE_CODE_CACHE) {
  process.once('exit', () => writeFileSync(cache, script.createCachedData()));
}

/** Made when the package was built; V8 itself refuses what another version of it has made. */
function readCache(): Buffer | undefined {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}
