import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { BackendName } from './engine-names.ts';
import { firstLine, loadFailure } from './load-failure.ts';
import type { Tf } from './tf.ts';
import { registerWasmTraining } from './wasm-training.ts';

export interface Backend {
  readonly tf: Tf;
  readonly name: BackendName;
  /** One clause for the user: why this one runs. */
  readonly why: string;
}

/** Not a literal, so that types and bundles do not need the optional package. */
const NATIVE_PACKAGE: string = '@tensorflow/tfjs-node';

const require = createRequire(import.meta.url);

/**
 * Makes a backend the current one of tfjs. `auto` takes `tensorflow` where it loads and `wasm` otherwise.
 * Nothing is printed, not even what tfjs says on its own. ARC7101 if the backend asked for cannot be used, ARC7102 if
 * tfjs itself does not load.
 */
export async function selectBackend(wanted: BackendName | 'auto'): Promise<Backend | Diagnostic> {
  let tf: Tf;
  try {
    tf = await loadTf();
  } catch (failure) {
    return diagnostic(
      'ARC7102',
      undefined,
      { library: '@tensorflow/tfjs', reason: firstLine(failure) },
      { help: [REINSTALL] },
    );
  }
  if (wanted !== 'auto') {
    const failure = await activate(tf, wanted);
    return failure === undefined ? { tf, name: wanted, why: 'it was asked for' } : unusable(wanted, failure);
  }
  const nativeFailure = await activate(tf, 'tensorflow');
  if (nativeFailure === undefined)
    return { tf, name: 'tensorflow', why: `\`${NATIVE_PACKAGE}\` is installed` };
  const failure = await activate(tf, 'wasm');
  return failure === undefined ? { tf, name: 'wasm', why: nativeFailure } : unusable('wasm', failure);
}

const REINSTALL = 'install the dependencies again';

const remedies: Readonly<Record<BackendName, string>> = {
  tensorflow: `install \`${NATIVE_PACKAGE}\` (\`scripts/native-backend\` in a clone of archc builds it), or use \`wasm\`, which needs nothing more`,
  wasm: `${REINSTALL}; \`cpu\` is slow but runs everywhere`,
  cpu: REINSTALL,
};

function unusable(backend: BackendName, reason: string): Diagnostic {
  return diagnostic('ARC7101', undefined, { backend, reason }, { help: [remedies[backend]] });
}

/** Loads tfjs, quiet: its production mode drops its advice and its warnings about registering twice, no checks. */
async function loadTf(): Promise<Tf> {
  const tf = await withoutDeprecations(() => import('@tensorflow/tfjs'));
  tf.enableProdMode();
  return tf;
}

/** A backend is loaded once a process; a failed attempt fails the same way again. */
const loads = new Map<BackendName, Promise<void>>();

/** Loads a backend if need be and makes it the current one; gives the reason if that fails. */
async function activate(tf: Tf, name: BackendName): Promise<string | undefined> {
  try {
    const load = loads.get(name) ?? loaders[name](tf);
    loads.set(name, load);
    await load;
    if (await withoutNewListeners(() => tf.setBackend(name))) return undefined;
    return `tfjs could not start it on ${process.platform} ${process.arch}`;
  } catch (failure) {
    return loadFailure(packages[name], failure);
  }
}

const packages: Readonly<Record<BackendName, string>> = {
  tensorflow: NATIVE_PACKAGE,
  wasm: '@tensorflow/tfjs-backend-wasm',
  cpu: '@tensorflow/tfjs-backend-cpu',
};

const loaders: Readonly<Record<BackendName, (tf: Tf) => Promise<void>>> = {
  async tensorflow() {
    // The library behind it logs to stderr from C++; only its errors matter to a user.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    // tfjs-node calls it for every tensor; Node deprecates it and, from 23 on, no longer has it.
    const util: { isNullOrUndefined?: (value: unknown) => boolean } = require('node:util');
    util.isNullOrUndefined = (value) => value === null || value === undefined;
    await withoutDeprecations(() => import(NATIVE_PACKAGE));
  },
  async wasm(tf) {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    registerWasmTraining(tf);
  },
  // Part of tfjs itself.
  async cpu() {},
};

/** tfjs and what it depends on use old parts of Node; the user of a network cannot act on that. */
async function withoutDeprecations<T>(load: () => Promise<T>): Promise<T> {
  const before = process.noDeprecation;
  process.noDeprecation = true;
  try {
    return await load();
  } finally {
    process.noDeprecation = before;
  }
}

/**
 * The wasm module adds process-wide handlers that throw again whatever nobody caught, so that an error anywhere in the
 * program would be shown at a place in its own code, 200 KB on one line. Errors are not its business: they go.
 */
async function withoutNewListeners<T>(start: () => Promise<T>): Promise<T> {
  const before = new Set<unknown>([
    ...process.listeners('uncaughtException'),
    ...process.listeners('unhandledRejection'),
  ]);
  try {
    return await start();
  } finally {
    for (const listener of process.listeners('uncaughtException')) {
      if (!before.has(listener)) process.removeListener('uncaughtException', listener);
    }
    for (const listener of process.listeners('unhandledRejection')) {
      if (!before.has(listener)) process.removeListener('unhandledRejection', listener);
    }
  }
}
