import { defineConfig } from 'vitest/config';

// Editors, shells and a browser as users have them, which CI installs: Neovim, zsh and fish from Debian, VS Code as
// code-server from npm, Debian's Chromium.
export default defineConfig({
  test: {
    include: ['test/editor/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
