// Builds dist/: the command line as one bundled file, and the library with its types.
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path) => `${root}${path}`;
const { version, dependencies, peerDependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

// Loaded from node_modules when a verb needs them: native code, and tfjs, which cannot be bundled as a module.
const external = Object.keys({ ...dependencies, ...peerDependencies }).filter(
  (name) => name.startsWith('@tensorflow/') || name === 'sharp' || name === 'chokidar',
);

rmSync(at('dist'), { recursive: true, force: true });

await build({
  entryPoints: [at('src/cli/main.ts')],
  outfile: at('dist/archc.js'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  external,
  define: { ARCHC_VERSION: JSON.stringify(version) },
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
chmodSync(at('dist/archc.js'), 0o755);

execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('tsconfig.lib.json')], {
  stdio: 'inherit',
});
