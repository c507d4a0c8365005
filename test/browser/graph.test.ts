import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectSame, type Numbers } from '../conformance/compare.ts';
import { smallExample, smallExamples } from '../conformance/small-examples.ts';
import { type Chromium, type OpenPage, startChromium } from './chromium.ts';
import { type Expected, expectedOf, plain, putModel } from './network.ts';

let chromium: Chromium;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

/** Both backends are held against the same numbers, which take longest to make. */
const known = new Map<string, Promise<Expected>>();

function exampleOf(which: string): Promise<Expected> {
  const found = known.get(which) ?? expectedOf(smallExample(which), 'graph', 2);
  known.set(which, found);
  return found;
}

describe.each(['wasm', 'webgl'])('tfjs in Chromium on %s gives the numbers of Node', (backend) => {
  let page: OpenPage;
  beforeAll(async () => {
    page = await chromium.open('/pages/tfjs.html');
    expect(await page.call('start', backend)).toEqual({ backend, float32: true });
  });

  test.each(Object.keys(smallExamples))('%s', async (which) => {
    const { files, inputs, outputs } = await exampleOf(which);
    const folder = putModel(chromium.site, which, files);
    const names = outputs.map(({ name }) => name);
    const found = await page.call<Numbers[]>('predict', `${folder}/model.json`, plain(inputs), names);
    expect(found.length).toBe(outputs.length);
    for (const [i, expected] of outputs.entries()) {
      const actual = found[i] ?? { shape: [], data: [] };
      expectSame(actual, expected, `the output ${expected.name}`);
    }
  });
});
