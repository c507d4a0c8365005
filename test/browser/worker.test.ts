import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Chromium, type OpenPage, startChromium } from './chromium.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const std = Object.fromEntries(
  readdirSync(`${root}std`).map((name) => [`std/${name}`, readFileSync(`${root}std/${name}`, 'utf8')]),
);
const library: typeof import('../../src/index.ts') = await import(
  new URL('../../dist/lib/index.js', import.meta.url).href
);

let chromium: Chromium;
let page: OpenPage;
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [`${root}test/browser/pages/worker.js`],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    logLevel: 'warning',
  });
  chromium = await startChromium();
  chromium.site.put('/bundles/worker.js', outputFiles[0]?.contents ?? new Uint8Array());
  page = await chromium.open('/pages/worker.html');
});
afterAll(() => chromium?.close());

test.each(library.targets)('a worker in Chromium builds the same files as Node: %s', async (target) => {
  const files = { ...std, 'main.arch': readFileSync(`${root}examples/mobilenet_v2.arch`, 'utf8') };
  const choice = { set: { width: 0.35, size: 96, classes: 10 }, seed: 3 };
  const network = library.compile(library.memoryHost(files), 'main.arch').network(choice);
  const built = await network.toFiles({ target });
  const hashes = Object.fromEntries(
    [...built].map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]),
  );
  expect(built.size).toBeGreaterThan(0);
  const found = await page.call('inWorker', { files, path: 'main.arch', choice, options: { target } });
  expect(found).toEqual({ costs: network.costs, hashes });
});

test('a worker in Chromium refuses a program with a mistake by its code', async () => {
  const files = { ...std, 'main.arch': 'network net {\n  input x: [8, 8, 3]\n  conv2d(4, kernal = 1)\n}\n' };
  const found = await page.call('inWorker', { files, path: 'main.arch', choice: {}, options: {} });
  expect(found).toEqual({ refused: ['ARC2002'] });
});
