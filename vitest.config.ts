import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/conformance/**', 'test/browser/**', 'test/editor/**', 'node_modules/**'],
    testTimeout: 60_000,
    pool: 'forks',
    // Test files share what a worker has loaded: to load the compiler anew for each takes a third of the time.
    isolate: false,
    maxWorkers: 2,
  },
});
