// What Node adds to the public API: files from disk, and backends to run models on.
export { diskHost } from './disk.ts';
export { type Backend, type BackendName, backendNames, selectBackend } from './runtime/backends.ts';
export { type Engine, type EngineName, engineNames, selectEngine } from './runtime/engine.ts';
export { loadModel, readModel } from './runtime/io.ts';
export { openRunner, type Port, type Runner } from './runtime/runner.ts';
