// What Node adds to the public API: files from disk, and backends to run models on.
export { diskHost } from './disk.ts';
export { type Backend, selectBackend } from './runtime/backends.ts';
export { type Engine, selectEngine } from './runtime/engine.ts';
export { type BackendName, backendNames, type EngineName, engineNames } from './runtime/engine-names.ts';
export { loadModel, readModel } from './runtime/io.ts';
export { openRunner } from './runtime/open-runner.ts';
export type { Port, Runner } from './runtime/runner.ts';
