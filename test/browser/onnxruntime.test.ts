import { afterAll, beforeAll, expect, test } from 'vitest';
import { toChannelsFirst } from '../../src/runtime/layout.ts';
import { expectSame, type Numbers } from '../conformance/compare.ts';
import { smallExample } from '../conformance/small-examples.ts';
import { type Chromium, startChromium } from './chromium.ts';
import { expectedOf, plain, putModel } from './network.ts';

let chromium: Chromium;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

test('onnxruntime-web in Chromium gives the numbers of tfjs in Node: MobileNetV2', async () => {
  const network = smallExample('mobilenet_v2.arch mobilenet_v2');
  const { files, inputs, outputs } = await expectedOf(network, 'onnx', 2);
  const folder = putModel(chromium.site, 'mobilenet_v2', files);
  const page = await chromium.open('/pages/onnxruntime.html');
  const given = Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => [name, toChannelsFirst(tensor)]),
  );
  const [found, ...more] = await page.call<Numbers[]>('predict', `${folder}/model.onnx`, plain(given));
  const [expected] = outputs;
  if (!found || !expected || more.length > 0) throw new Error('MobileNetV2 has one output');
  expectSame(found, expected, 'the scores');
  expect(Object.keys(inputs)).toEqual(['image']);
});
