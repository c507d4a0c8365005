import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A web server on this machine, for pages that a test opens. */
export interface Site {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string;
  /** Serves bytes at a path, `/models/x/model.json`. */
  put(path: string, bytes: Uint8Array | string): void;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The folders that a site serves, by the first part of the path. */
const folders: Readonly<Record<string, string>> = {
  pages: 'test/browser/pages',
  tfjs: 'node_modules/@tensorflow/tfjs/dist',
  'tfjs-backend-wasm': 'node_modules/@tensorflow/tfjs-backend-wasm/dist',
  'onnxruntime-web': 'node_modules/onnxruntime-web/dist',
  litert: 'node_modules/@litertjs/core',
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** Starts a site on a free port. It answers 404 to what is neither put there nor in a folder of it. */
export async function openSite(): Promise<Site> {
  const put = new Map<string, Uint8Array>();
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://site');
    const bytes = put.get(pathname) ?? (await fileAt(pathname));
    response.writeHead(bytes ? 200 : 404, {
      'Content-Type': types[extname(pathname)] ?? 'application/octet-stream',
    });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    put: (path, bytes) => put.set(path, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function fileAt(pathname: string): Promise<Uint8Array | undefined> {
  const [, first = '', ...rest] = normalize(decodeURIComponent(pathname)).split('/');
  const folder = folders[first];
  if (folder === undefined || rest.includes('..')) return undefined;
  return readFile(join(root, folder, ...rest)).catch(() => undefined);
}
