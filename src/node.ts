// What Node adds to the public API: files from disk, and backends to run models on.
export { diskHost } from './disk.ts';
export { type Backend, type BackendName, backendNames, selectBackend } from './runtime/backends.ts';
export { loadModel, readModel } from './runtime/io.ts';
