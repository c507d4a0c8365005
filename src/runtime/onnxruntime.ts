import { loadFailure } from './load-failure.ts';

/** The namespace of onnxruntime, which is the same in all its packages. */
export type Ort = typeof import('onnxruntime-web');

/** onnxruntime as it is loaded. */
export interface OnnxRuntime {
  readonly ort: Ort;
  readonly library: 'onnxruntime-node' | 'onnxruntime-web';
}

/** Native, and optional: not a literal, so that types and bundles do not need it. */
const NATIVE_PACKAGE: string = 'onnxruntime-node';
const WEB_PACKAGE = 'onnxruntime-web';

/** Errors alone; what it warns of, the user of a network cannot act on. */
const LOG_LEVEL = 'error';

/** The native onnxruntime, or as a clause why it is not there. */
export async function loadNativeOnnx(): Promise<OnnxRuntime | string> {
  try {
    const loaded: Ort & { readonly default?: Ort } = await import(NATIVE_PACKAGE);
    // It is no ECMAScript module: not all of its names need be known to the importer.
    const ort = loaded.default ?? loaded;
    ort.env.logLevel = LOG_LEVEL;
    return { ort, library: 'onnxruntime-node' };
  } catch (failure) {
    return loadFailure(NATIVE_PACKAGE, failure);
  }
}

/** onnxruntime on WebAssembly, in one thread, or as a clause why it is not there. */
export async function loadWebOnnx(): Promise<OnnxRuntime | string> {
  try {
    const ort = await import(WEB_PACKAGE);
    ort.env.logLevel = LOG_LEVEL;
    ort.env.wasm.numThreads = 1;
    return { ort, library: 'onnxruntime-web' };
  } catch (failure) {
    return loadFailure(WEB_PACKAGE, failure);
  }
}
