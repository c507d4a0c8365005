import { cp, mkdtemp, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { io, LayersModel } from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelFiles } from '../../src/runtime/artifact.ts';
import { selectBackend } from '../../src/runtime/backends.ts';
import { loadModel, readModel } from '../../src/runtime/io.ts';
import type { Tf } from '../../src/runtime/tf.ts';

let tf: Tf;
let model: LayersModel;
let good: string;
const folders: string[] = [];

const SHARDS = ['group1-shard1of3.bin', 'group1-shard2of3.bin', 'group1-shard3of3.bin'];

beforeAll(async () => {
  const backend = await selectBackend('cpu');
  if ('code' in backend) throw new Error(backend.message);
  tf = backend.tf;
  model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [5, 5, 2], filters: 3, kernelSize: 3 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 4 }),
    ],
  });
  good = await folder();
  await writeModel(good);
});

afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true }))));

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'archc-model-'));
  folders.push(path);
  return path;
}

/** As tfjs itself saves it, but in three files whose borders lie inside weights, not even between numbers. */
async function writeModel(path: string): Promise<void> {
  let saved: io.ModelArtifacts = {};
  await model.save({
    save: async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  });
  const data = new Uint8Array([saved.weightData ?? []].flat()[0] ?? new ArrayBuffer(0));
  const borders = [0, 10, 301, data.length];
  for (const [i, name] of SHARDS.entries()) {
    await writeFile(join(path, name), data.subarray(borders[i], borders[i + 1]));
  }
  const json = {
    format: 'layers-model',
    modelTopology: saved.modelTopology,
    weightsManifest: [{ paths: SHARDS, weights: saved.weightSpecs }],
  };
  await writeFile(join(path, 'model.json'), JSON.stringify(json));
}

async function copy(change: (path: string) => Promise<void>): Promise<string> {
  const path = await folder();
  await cp(good, path, { recursive: true });
  await change(path);
  return path;
}

/** Reads and loads; the diagnostic as one line, or `fine`. */
async function outcome(path: string): Promise<string> {
  const files = await readModel(path);
  if ('code' in files) return `${files.code} ${files.message}`;
  const loaded = await loadModel(tf, files, path);
  return 'code' in loaded ? `${loaded.code} ${loaded.message}` : 'fine';
}

function outputs(of: LayersModel): readonly number[] {
  const x = tf.randomUniform([2, 5, 5, 2], -1, 1, 'float32', 3);
  return Array.from([of.predict(x)].flat()[0]?.dataSync() ?? []);
}

describe('a model in a folder', () => {
  test.each([
    ['the folder', ''],
    ['its model.json', '/model.json'],
  ])('computes what it computed when saved, given %s', async (_, suffix) => {
    const files = await readModel(good + suffix);
    if ('code' in files) throw new Error(files.message);
    expect([...files.files.keys()]).toEqual(['model.json', ...SHARDS]);
    const loaded = await loadModel(tf, files, good);
    if ('code' in loaded) throw new Error(loaded.message);
    expect(outputs(loaded)).toHaveLength(8);
    expect(outputs(loaded)).toEqual(outputs(model));
  });

  test('may lie in parts of one larger buffer', async () => {
    const files = await readModel(good);
    if ('code' in files) throw new Error(files.message);
    const one = Buffer.concat([...files.files.values()]);
    let at = 0;
    const parts = new Map<string, Uint8Array>();
    for (const [name, { length }] of files.files) {
      parts.set(name, one.subarray(at, at + length));
      at += length;
    }
    const loaded = await loadModel(tf, { files: parts }, 'memory');
    if ('code' in loaded) throw new Error(loaded.message);
    expect(outputs(loaded)).toEqual(outputs(model));
  });

  test('ARC7111: there is none', async () => {
    const empty = await folder();
    expect(await outcome(empty)).toBe(
      `ARC7111 the model \`${empty}/model.json\` cannot be read: there is no such file`,
    );
    expect(await outcome(`${empty}/nowhere`)).toMatch(
      /^ARC7111 .*nowhere` cannot be read: there is no such file$/,
    );
    const nothing: ModelFiles = { files: new Map() };
    expect(await loadModel(tf, nothing, 'memory')).toMatchObject({ code: 'ARC7111' });
  });

  test('ARC7113: a weight file is missing', async () => {
    const path = await copy((to) => unlink(join(to, 'group1-shard2of3.bin')));
    expect(await outcome(path)).toBe(
      `ARC7113 \`${path}/model.json\` lists the weight file \`group1-shard2of3.bin\`, which is missing`,
    );
    const files = await readModel(good);
    if ('code' in files) throw new Error(files.message);
    const fewer = new Map([...files.files].filter(([name]) => name !== 'group1-shard3of3.bin'));
    expect(await loadModel(tf, { files: fewer }, 'memory')).toMatchObject({ code: 'ARC7113' });
  });

  test('ARC7114: a weight file is cut short', async () => {
    const path = await copy((to) => truncate(join(to, 'group1-shard3of3.bin'), 7));
    // 54 + 3 numbers of the convolution, 27 x 4 + 4 of the dense layer, four bytes each.
    expect(await outcome(path)).toBe(
      `ARC7114 the weights that \`${path}\` lists take 676 bytes, but its weight files hold 308`,
    );
  });

  test.each([
    ['text that is not JSON', '{"format": ', /it is not JSON \(.+\)$/],
    ['a model without a graph', '{"format": "graph-model"}', /it lacks a `modelTopology`$/],
    [
      'a graph model where layers are asked for',
      '{"format": "graph-model", "modelTopology": {}, "weightsManifest": []}',
      /it is a model of another kind than layers$/,
    ],
    ['some other JSON', '[1]', /its `format` is neither "layers-model" nor "graph-model"$/],
    [
      'a manifest of unknown types',
      '{"format": "layers-model", "modelTopology": {}, "weightsManifest": [{"paths": [], "weights": [{"shape": [1], "dtype": "x"}]}]}',
      /it lacks/,
    ],
    [
      'a topology that tfjs cannot build',
      '{"format": "layers-model", "modelTopology": {"class_name": "Nothing", "config": {}}, "weightsManifest": []}',
      /tfjs refuses it: .*Nothing/,
    ],
  ])('ARC7112: %s', async (_, text, reason) => {
    const path = await copy((to) => writeFile(join(to, 'model.json'), text));
    const said = await outcome(path);
    expect(said).toMatch(/^ARC7112 /);
    expect(said).toMatch(reason);
  });
});
