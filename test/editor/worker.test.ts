import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Chromium, type OpenPage, startChromium } from '../browser/chromium.ts';

/** The page of an editor in a browser, as small as it can be: speaks to the server in a worker. */
const page = `<!doctype html>
<script>
  const worker = new Worker('/lsp-worker.js');
  const answers = new Map();
  const notified = [];
  worker.onmessage = ({ data }) => {
    if (data.method !== undefined && data.id !== undefined) worker.postMessage({ jsonrpc: '2.0', id: data.id, result: null });
    else if (data.method !== undefined) notified.push(data);
    else answers.get(data.id)?.(data);
  };
  function notify(method, params) {
    worker.postMessage({ jsonrpc: '2.0', method, params });
  }
  function request(method, params) {
    const id = answers.size + 1;
    worker.postMessage({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve, reject) => {
      answers.set(id, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)));
    });
  }
  async function notification(method) {
    for (let waited = 0; waited < 20_000; waited += 10) {
      const found = notified.find((each) => each.method === method);
      if (found) return notified.splice(notified.indexOf(found), 1)[0].params;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('never came: ' + method);
  }
</script>
`;

let chromium: Chromium;
let editor: OpenPage;

beforeAll(async () => {
  chromium = await startChromium();
  chromium.site.put('/lsp-worker.js', readFileSync('dist/lsp-worker.js'));
  chromium.site.put('/editor.html', page);
  editor = await chromium.open('/editor.html');
});
afterAll(() => chromium?.close());

const uri = 'file:///net.arch';
const text = readFileSync('test/editor/project/net.arch', 'utf8');
const textDocument = { uri };

function positionOf(wanted: string): { readonly line: number; readonly character: number } {
  const lines = text.split('\n');
  const line = lines.findIndex((each) => each.includes(wanted));
  return { line, character: lines[line]?.indexOf(wanted) ?? 0 };
}

it('the server answers in a worker of a browser, with the standard library in it', async () => {
  const { capabilities } = await editor.call<{ capabilities: { hoverProvider?: unknown } }>(
    'request',
    'initialize',
    {
      processId: null,
      rootUri: null,
      capabilities: {},
    },
  );
  expect(capabilities.hoverProvider).toBeTruthy();
  await editor.call('notify', 'initialized', {});

  const broken = text.replace('stride = 2) -> relu6', 'strid = 2) -> relu6');
  const opened = { uri, languageId: 'arch', version: 1, text: broken };
  await editor.call('notify', 'textDocument/didOpen', { textDocument: opened });
  const first = await editor.call('notification', 'textDocument/publishDiagnostics');
  expect(first).toMatchObject({
    uri,
    diagnostics: [{ code: 'ARC2002', range: { start: { line: 4, character: 14 } } }],
  });

  const contentChanges = [{ text }];
  await editor.call('notify', 'textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges,
  });
  // What was found at the definitions may be said again with the rest, before the change is looked at.
  const said = () =>
    editor.call<{ uri: string; diagnostics: unknown[] }>('notification', 'textDocument/publishDiagnostics');
  let second = await said();
  for (let turn = 0; turn < 3 && second.diagnostics.length > 0; turn++) second = await said();
  expect(second).toMatchObject({ uri, diagnostics: [] });

  const hover = await editor.call<{ contents: { value: string } }>('request', 'textDocument/hover', {
    textDocument,
    position: positionOf('irblock(oup'),
  });
  expect(hover.contents.value).toContain('block irblock(');
  expect(hover.contents.value).toContain('[8, 8, 24]');

  const definition = await editor.call('request', 'textDocument/definition', {
    textDocument,
    position: positionOf('irblock(oup'),
  });
  expect(JSON.stringify(definition)).toContain('archc-std:');

  const hints = await editor.call<{ label: string }[]>('request', 'textDocument/inlayHint', {
    textDocument,
    range: { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } },
  });
  expect(JSON.stringify(hints.map(({ label }) => label))).toContain('16, 16, 16');
});
