import { defineConfig } from 'vitest/config';

// In Debian's Chromium, or the one that CHROMIUM names. The library is taken from dist/, as a page has it.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
