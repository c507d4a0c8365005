import { defineConfig } from 'vitest/config';

// Needs a Python with torch and torchvision (ARCHC_PYTHON, by default /usr/bin/python3), which writes what to compare with.
export default defineConfig({
  test: {
    include: ['test/conformance/torchvision.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
