import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';
import { loadFailure } from './load-failure.ts';

/** The namespace of LiteRT.js. */
export type LiteRt = typeof import('@litertjs/core');

const PACKAGE = '@litertjs/core';

/** What LiteRT.js printed since the last model was loaded: its errors leave out the reason. */
export const printed: string[] = [];

let loading: Promise<LiteRt | string> | undefined;

/** LiteRT.js, once a process, or as a clause why it is not there. */
export function loadLiteRt(): Promise<LiteRt | string> {
  loading ??= load();
  return loading;
}

async function load(): Promise<LiteRt | string> {
  try {
    const library = await import(PACKAGE);
    await startInNode(library);
    return library;
  } catch (failure) {
    return loadFailure(PACKAGE, failure);
  }
}

/**
 * LiteRT.js is made for web pages and workers, and loads itself by what those have globally. The script that it loads
 * was written by Emscripten and knows Node, but for `require` and the name of its own file; and it finds no graphics
 * card, which it warns of.
 */
async function startInNode(library: LiteRt): Promise<void> {
  const main = createRequire(import.meta.url).resolve(PACKAGE);
  const script = main.replace(/dist.index\.js$/, 'wasm/litert_wasm_compat_internal.js');
  const names = ['self', 'Module', 'importScripts', 'ModuleFactory'] as const;
  const before = names.map((name) => [name, Reflect.get(globalThis, name)] as const);
  const { warn } = console;
  console.warn = () => {};
  Object.assign(globalThis, {
    self: globalThis,
    Module: { print: () => {}, printErr: (line: string) => printed.push(line) },
    importScripts: (path: string) => {
      const body = `${readFileSync(path, 'utf8')}\nreturn ModuleFactory;`;
      const factory = compileFunction(body, ['require', '__filename', '__dirname']);
      Reflect.set(globalThis, 'ModuleFactory', factory(createRequire(path), path, dirname(path)));
    },
  });
  try {
    await library.loadLiteRt(script);
  } finally {
    console.warn = warn;
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(globalThis, name);
      else Reflect.set(globalThis, name, value);
    }
  }
}
