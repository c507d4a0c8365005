import { execFile } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/runtime/${name}`, import.meta.url));

const NATIVE = 'onnxruntime-node,@tensorflow/tfjs-node';

/** In a process of its own: which engine is taken, and whether anything else is printed. */
async function select(
  wanted: string,
  targets: string,
  packages: { readonly HIDDEN?: string; readonly BROKEN?: string; readonly PRESENT?: string } = {},
): Promise<unknown> {
  const preload =
    Object.keys(packages).length > 0 ? ['--import', pathToFileURL(fixture('hide-package.mjs')).href] : [];
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', ...preload, fixture('select-engine.ts'), wanted, targets],
    { env: { ...process.env, ...packages } },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('what runs a model', () => {
  test('auto: WebAssembly of tfjs where nothing native is installed, and says what is not', async () => {
    expect(await select('auto', 'onnx,graph', { HIDDEN: NATIVE })).toEqual({
      label: 'wasm',
      why: 'neither `onnxruntime-node` nor `@tensorflow/tfjs-node` is installed',
    });
  });

  test('auto: onnxruntime on WebAssembly for what nothing else runs', async () => {
    expect(await select('auto', 'onnx', { HIDDEN: NATIVE })).toEqual({
      label: 'onnx (onnxruntime-web)',
      why: '`onnxruntime-node` is not installed',
    });
  });

  test('auto: a backend of tfjs for what only tfjs runs', async () => {
    expect(await select('auto', 'layers', { HIDDEN: NATIVE })).toEqual({
      label: 'wasm',
      why: '`@tensorflow/tfjs-node` is not installed',
    });
  });

  test('auto: the native onnxruntime where it is installed', async () => {
    expect(await select('auto', 'onnx,graph', { PRESENT: 'onnxruntime-node' })).toEqual({
      label: 'onnx (onnxruntime-node)',
      why: '`onnxruntime-node` is installed',
    });
  });

  test('onnx: the one on WebAssembly where the native one is broken', async () => {
    expect(await select('onnx', 'graph', { BROKEN: 'onnxruntime-node' })).toEqual({
      label: 'onnx (onnxruntime-web)',
      why: 'it was asked for and `onnxruntime-node` does not load: lib.so.2: cannot open',
    });
  });

  test('auto: the reasons, where there are two', async () => {
    const without = { HIDDEN: '@tensorflow/tfjs-node', BROKEN: 'onnxruntime-node' };
    expect(await select('auto', 'onnx,graph', without)).toEqual({
      label: 'wasm',
      why: '`onnxruntime-node` does not load: lib.so.2: cannot open and `@tensorflow/tfjs-node` is not installed',
    });
  });

  test('ARC7101: no onnxruntime at all', async () => {
    expect(await select('onnx', 'onnx', { HIDDEN: 'onnxruntime-node,onnxruntime-web' })).toMatchObject({
      code: 'ARC7101',
      message:
        'the backend `onnx` cannot be used: `onnxruntime-node` is not installed and `onnxruntime-web` is not installed',
    });
  });
});
