import { defineConfig } from 'vitest/config';

// Against real frameworks: slower than the rest, so by itself. Backends: ARCHC_BACKENDS=wasm,cpu,tensorflow.
export default defineConfig({
  test: {
    include: ['test/conformance/**/*.test.ts'],
    exclude: ['test/conformance/torchvision.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
