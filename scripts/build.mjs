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
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path) => join(root, path);
const { version, dependencies, peerDependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

// Loaded from node_modules when a verb needs them: native code, WebAssembly that is looked for beside its code, and
// tfjs, which cannot be bundled as a module.
const external = Object.keys({ ...dependencies, ...peerDependencies }).filter(
  (name) => /^(@tensorflow\/|@litertjs\/|onnxruntime-)/.test(name) || name === 'sharp',
);

rmSync(at('dist'), { recursive: true, force: true });

/**
 * What packages load of Node at every start for what archc never or seldom asks of them: commander for subcommands that
 * are programs of their own (5 ms), the protocol's package for the names of pipes (10 ms).
 */
const seldomUsed = { child_process: ['spawn'], crypto: ['randomBytes'] };
const lazyBuiltins = {
  name: 'lazy-builtins',
  setup(build) {
    const filter = new RegExp(`^(node:)?(${Object.keys(seldomUsed).join('|')})$`);
    build.onResolve({ filter }, ({ path, importer }) =>
      importer.includes('node_modules') ? { path: path.replace('node:', ''), namespace: 'lazy' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents: seldomUsed[path]
        .map((name) => `exports.${name} = (...args) => process.getBuiltinModule('${path}').${name}(...args);`)
        .join('\n'),
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
/**
 * The bundles by the verbs that they hold; all others are in archc.cjs. The verbs that read sources and write no models
 * are used most, and what editors start needs nothing of the others.
 */
const verbsOf = {
  'archc.light.cjs': ['check', 'lint', 'fmt', 'summary', 'test', 'explain', 'completion'],
  'archc.lsp.cjs': ['lsp'],
};
const bundleOf = Object.fromEntries(
  Object.entries(verbsOf).flatMap(([bundle, verbs]) => verbs.map((verb) => [verb, bundle])),
);

/** Leaves the verbs out of a bundle that the launcher never starts it for. */
const onlyVerbs = (isHeld) => ({
  name: 'only-verbs',
  setup(build) {
    build.onResolve({ filter: /^\.\/[a-z-]+\.ts$/ }, ({ path, kind, importer }) => {
      const isVerb = kind === 'dynamic-import' && importer.endsWith('program.ts');
      if (!isVerb || isHeld(path.slice(2, -3))) return undefined;
      return { path, namespace: 'absent' };
    });
    build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: '' }));
  },
});

for (const [outfile, isHeld] of [
  ['archc.cjs', (verb) => verb !== 'lsp'],
  ...Object.entries(verbsOf).map(([bundle, verbs]) => [bundle, (verb) => verbs.includes(verb)]),
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
    plugins: [lazyBuiltins, lazyCharacterTable, onlyVerbs(isHeld)],
    define: { ARCHC_VERSION: JSON.stringify(version), 'import.meta.url': 'archcUrl' },
  });
await build({
  ...shared,
  entryPoints: [at('src/cli/launch.ts')],
  outfile: at('dist/archc.js'),
  format: 'cjs',
  define: { 'import.meta.url': 'launcherUrl', ARCHC_BUNDLES: JSON.stringify(bundleOf) },
  banner: {
    js: "#!/usr/bin/env node\nconst launcherUrl = require('node:url').pathToFileURL(__filename).href;",
  },
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
  spawnSync(process.execPath, [at('dist/archc.js'), 'lsp'], {
    input: editorSession(example),
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, ARCHC_WRITE_CODE_CACHE: '1' },
  });
  rmSync(out, { recursive: true, force: true });
}

/** What an editor says that opens a file, looks at it and is closed. */
function editorSession(path) {
  const uri = pathToFileURL(path).href;
  const text = readFileSync(path, 'utf8');
  const position = { line: 10, character: 10 };
  const at = { textDocument: { uri }, position };
  const messages = [
    ['initialize', { processId: null, rootUri: null, capabilities: {} }],
    ['initialized', {}],
    ['textDocument/didOpen', { textDocument: { uri, languageId: 'arch', version: 1, text } }],
    ['textDocument/hover', at],
    ['textDocument/completion', at],
    ['shutdown', undefined],
    ['exit', undefined],
  ];
  const isRequest = (method) => /^(?:initialize|shutdown)$|hover|completion/.test(method);
  return messages
    .map(([method, params], i) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...(isRequest(method) && { id: i }), method, params });
      return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    })
    .join('');
}

/** npm links the commands of dependencies only; in a clone, `npx archc` needs the project's own too. */
function linkCommand() {
  const bin = at('node_modules/.bin');
  if (process.platform === 'win32' || !existsSync(bin)) return;
  rmSync(join(bin, 'archc'), { force: true });
  symlinkSync('../../dist/archc.js', join(bin, 'archc'));
}
