import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/runtime/backends.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/runtime/${name}`, import.meta.url));
const nativeInstalled = existsSync(
  fileURLToPath(new URL('../../node_modules/@tensorflow/tfjs-node', import.meta.url)),
);

/** A process of its own: what it prints, and what a backend that is not there does. */
async function select(
  wanted: string,
  without: { readonly HIDDEN?: string; readonly BROKEN?: string } = {},
): Promise<{ said: unknown; stderr: string }> {
  const preload =
    'HIDDEN' in without || 'BROKEN' in without
      ? ['--import', pathToFileURL(fixture('hide-package.mjs')).href]
      : [];
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', ...preload, fixture('select.ts'), wanted],
    { env: { ...process.env, ...without } },
  );
  // More than one line would not parse.
  return { said: JSON.parse(stdout), stderr };
}

const NATIVE = '@tensorflow/tfjs-node';

describe('a backend', () => {
  test.each(['wasm', 'cpu'] as const)(
    '%s runs, says nothing on its own and leaves the errors of the program alone',
    async (name) => {
      const { said, stderr } = await select(name);
      expect(said).toEqual({ name, why: 'it was asked for', current: name, result: { 0: 9 }, handlers: 0 });
      expect(stderr).toBe('');
    },
  );

  test('auto takes the native one where it is installed, quietly, and wasm elsewhere', async () => {
    const { said, stderr } = await select('auto');
    const name = nativeInstalled ? 'tensorflow' : 'wasm';
    expect(said).toEqual({
      name,
      why: `\`@tensorflow/tfjs-node\` is ${nativeInstalled ? 'installed' : 'not installed'}`,
      current: name,
      result: { 0: 9 },
      handlers: 0,
    });
    expect(stderr).toBe('');
  });

  test('auto falls back on wasm and says why', async () => {
    const { said, stderr } = await select('auto', { HIDDEN: NATIVE });
    expect(said).toMatchObject({
      name: 'wasm',
      current: 'wasm',
      why: '`@tensorflow/tfjs-node` is not installed',
    });
    expect(stderr).toBe('');
  });

  test('auto falls back on wasm when the native one is broken', async () => {
    const { said } = await select('auto', { BROKEN: NATIVE });
    expect(said).toMatchObject({
      name: 'wasm',
      why: '`@tensorflow/tfjs-node` does not load: lib.so.2: cannot open',
    });
  });

  test('ARC7101: one that was asked for and is not there', async () => {
    const { said } = await select('tensorflow', { HIDDEN: NATIVE });
    expect(said).toMatchObject({
      code: 'ARC7101',
      message: 'the backend `tensorflow` cannot be used: `@tensorflow/tfjs-node` is not installed',
      help: [expect.stringContaining('use `wasm`')],
    });
  });

  test('ARC7101: wasm does not load', async () => {
    const { said } = await select('wasm', { BROKEN: '@tensorflow/tfjs-backend-wasm' });
    expect(said).toMatchObject({
      code: 'ARC7101',
      message:
        'the backend `wasm` cannot be used: `@tensorflow/tfjs-backend-wasm` does not load: lib.so.2: cannot open',
    });
  });

  test('ARC7102: tfjs itself is not there', async () => {
    const { said } = await select('wasm', { HIDDEN: '@tensorflow/tfjs' });
    expect(said).toMatchObject({
      code: 'ARC7102',
      message: '`@tensorflow/tfjs` does not load: Cannot find package',
    });
  });

  test('is changed by selecting another', async () => {
    const wasm = await selectBackend('wasm');
    const cpu = await selectBackend('cpu');
    if ('code' in wasm || 'code' in cpu) throw new Error('neither backend may fail');
    expect(cpu.tf).toBe(wasm.tf);
    expect(cpu.tf.getBackend()).toBe('cpu');
    expect(await selectBackend('wasm')).toMatchObject({ name: 'wasm' });
    expect(cpu.tf.getBackend()).toBe('wasm');
  });
});
