import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startSession } from './session.ts';
import { typeThrough } from './typing.ts';

// Every example, character by character: `npm run test:conformance`.
describe('a session that types', () => {
  it.each([
    ['mobilenet_v2', 7],
    ['two_inputs', 5],
  ])('%s, each %ith character', async (name, step) => {
    await typeThrough(readFileSync(`examples/${name}.arch`, 'utf8'), step);
  });

  it('takes characters out of the middle, and puts them back', async () => {
    const text = readFileSync('examples/unet.arch', 'utf8');
    const session = await startSession();
    session.open('net.arch', text);
    for (let at = 0; at < text.length; at += 41) {
      session.change('net.arch', text.slice(0, at) + text.slice(at + 1));
      const position = { line: text.slice(0, at).split('\n').length - 1, character: 2 };
      expect(await session.ask('completion', 'net.arch', { position })).toBeInstanceOf(Array);
      await session.ask('hover', 'net.arch', { position });
      session.change('net.arch', text);
    }
    expect(session.failures).toEqual([]);
    await session.end();
  });
});
