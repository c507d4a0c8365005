// Builds dist/: the command line as one bundled file with a launcher, and the library with its types.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path) => join(root, path);
const { version, dependencies, peerDependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

// Loaded from node_modules when a verb needs them: native code, WebAssembly that is looked for beside its code, and
// tfjs, which cannot be bundled as a module.
const external = Object.keys({ ...dependencies, ...peerDependencies }).filter(
  (name) => /^(@tensorflow\/|@litertjs\/|onnxruntime-)/.test(name) || name === 'sharp' || name === 'chokidar',
);

rmSync(at('dist'), { recursive: true, force: true });

/** commander loads this for subcommands that are programs of their own, which archc has none of; it takes 5 ms. */
const lazyChildProcess = {
  name: 'lazy-child-process',
  setup(build) {
    build.onResolve({ filter: /^(node:)?child_process$/ }, () => ({
      path: 'child_process',
      namespace: 'lazy',
    }));
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: "exports.spawn = (...args) => process.getBuiltinModule('child_process').spawn(...args);",
    }));
  },
};

/**
 * chevrotain fills a table of all 65,536 characters before it reads the first one, which takes 4 ms; the bundle works
 * the entries out as they are asked for.
 */
const lazyCharacterTable = {
  name: 'lazy-character-table',
  setup(build) {
    build.onLoad({ filter: /chevrotain[/\\]lib[/\\]src[/\\]scan[/\\]lexer\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const lookUp = ': charCodeToOptimizedIdxMap[charCode];';
      const fill = 'charCodeToOptimizedIdxMap = new Array(65536);';
      const steps = 'for (let i = 0; i < 65536; i++) {';
      for (const part of [lookUp, fill, steps])
        if (!source.includes(part)) throw new Error(`chevrotain's lexer has no \`${part}\` any more`);
      const contents = source
        .replace(lookUp, ': 255 + ~~(charCode / 255);')
        .replace(fill, '')
        .replace(steps, 'for (let i = 0; i < 0; i++) {');
      return { contents, loader: 'js' };
    });
  },
};

const shared = { bundle: true, platform: 'node', target: 'node20', external, logLevel: 'warning' };
/** The verbs that read sources and write no models. They are used most, and start from a bundle of their own. */
const lightVerbs = ['check', 'lint', 'fmt', 'summary', 'test', 'explain', 'completion'];

/** The other verbs are not in that bundle, and the launcher never starts it for them. */
const lightVerbsAlone = {
  name: 'light-verbs-alone',
  setup(build) {
    build.onResolve({ filter: /^\.\/[a-z-]+\.ts$/ }, ({ path, kind, importer }) => {
      const heavy = kind === 'dynamic-import' && importer.endsWith('program.ts');
      if (!heavy || lightVerbs.includes(path.slice(2, -3))) return undefined;
      return { path, namespace: 'absent' };
    });
    build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: '' }));
  },
};

/** The language server is a bundle of its own, which no other verb reads; editors may start it without the launcher. */
const serverApart = {
  name: 'server-apart',
  setup(build) {
    build.onResolve({ filter: /server\/stdio\.ts$/ }, () => ({ path: './lsp.cjs', external: true }));
  },
};

for (const [outfile, plugins] of [
  ['archc.cjs', [serverApart]],
  ['archc.light.cjs', [lightVerbsAlone]],
])
  await build({
    ...shared,
    entryPoints: [at('src/cli/main.ts')],
    outfile: at(`dist/${outfile}`),
    format: 'cjs',
    minify: true,
    // The launcher runs the file as one expression: copying it into a wrapper would cost as much as reading it.
    banner: { js: '(function (require, module, archcUrl) {' },
    footer: { js: '})' },
    // A script from V8's cache can neither import nor tell its address: it requires, and the launcher says where it lies.
    supported: { 'dynamic-import': false },
    plugins: [lazyChildProcess, lazyCharacterTable, ...plugins],
    define: { ARCHC_VERSION: JSON.stringify(version), 'import.meta.url': 'archcUrl' },
  });
await build({
  ...shared,
  entryPoints: [at('src/cli/launch.ts')],
  outfile: at('dist/archc.js'),
  format: 'cjs',
  define: { 'import.meta.url': 'launcherUrl', ARCHC_LIGHT_VERBS: JSON.stringify(lightVerbs) },
  banner: {
    js: "#!/usr/bin/env node\nconst launcherUrl = require('node:url').pathToFileURL(__filename).href;",
  },
});
await build({
  ...shared,
  entryPoints: [at('src/server/stdio.ts')],
  outfile: at('dist/lsp.cjs'),
  format: 'cjs',
  minify: true,
  plugins: [lazyCharacterTable],
  define: { 'import.meta.url': 'serverUrl' },
  banner: { js: "const serverUrl = require('node:url').pathToFileURL(__filename).href;" },
  footer: { js: 'if (require.main === module) module.exports.serveStdio();' },
});
// The language server for a web worker, with the standard library in it.
await build({
  ...shared,
  entryPoints: [at('src/server/worker.ts')],
  outfile: at('dist/lsp-worker.js'),
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  minify: true,
  plugins: [lazyCharacterTable],
  define: { ARCHC_LIBRARY: JSON.stringify(libraryTexts()) },
});
// A CommonJS script starts without the loader of modules; the library beside it is made of modules.
writeFileSync(at('dist/package.json'), '{ "type": "commonjs" }\n');
chmodSync(at('dist/archc.js'), 0o755);
writeCodeCaches();
linkCommand();

execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('tsconfig.lib.json')], {
  stdio: 'inherit',
});
writeFileSync(at('dist/lib/package.json'), '{ "type": "module" }\n');

function libraryTexts() {
  const names = readdirSync(at('std')).filter((name) => name.endsWith('.arch'));
  return Object.fromEntries(
    names.map((name) => [name.slice(0, -5), readFileSync(at(`std/${name}`), 'utf8')]),
  );
}

/** Runs each bundle once and keeps what V8 has compiled of it, which takes a third off every start. */
function writeCodeCaches() {
  const out = mkdtempSync(join(tmpdir(), 'archc-'));
  const example = at('examples/mobilenet_v2.arch');
  for (const args of [
    ['check', example],
    ['build', example, '--target', 'layers,graph,onnx', '-o', join(out, 'model')],
  ])
    spawnSync(process.execPath, [at('dist/archc.js'), ...args], {
      stdio: 'ignore',
      env: { ...process.env, ARCHC_WRITE_CODE_CACHE: '1' },
    });
  rmSync(out, { recursive: true, force: true });
}

/** npm links the commands of dependencies only; in a clone, `npx archc` needs the project's own too. */
function linkCommand() {
  const bin = at('node_modules/.bin');
  if (process.platform === 'win32' || !existsSync(bin)) return;
  rmSync(join(bin, 'archc'), { force: true });
  symlinkSync('../../dist/archc.js', join(bin, 'archc'));
}
