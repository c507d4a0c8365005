import { describe, expect, it } from 'vitest';
import { findConfig, readConfig } from '../../src/lint/config.ts';
import { memoryHost } from '../../src/source/host.ts';
import { diagnosticsOf } from '../program.ts';

const UNUSED = 'network net {\n  input image: [8, 8, 3]\n  let n = 1\n  relu()\n}\n';

describe('archc.json', () => {
  it.each([
    ['nets/a.arch', ['nets/archc.json', 'archc.json'], 'nets/archc.json'],
    ['nets/deep/a.arch', ['archc.json'], 'archc.json'],
    ['./nets/a.arch', ['archc.json'], 'archc.json'],
    ['/home/nets/a.arch', ['/home/archc.json'], '/home/archc.json'],
    ['/a.arch', ['/archc.json'], '/archc.json'],
    ['nets/a.arch', ['others/archc.json'], undefined],
    ['../nets/a.arch', ['archc.json'], undefined],
  ])('of %s, with %j, is %s', (file, files, path) => {
    const host = memoryHost(Object.fromEntries(files.map((each) => [each, '{}'])));
    expect(findConfig(host, file).path).toBe(path);
  });

  it('is looked for above the place that paths are relative to, where a host has folders there', () => {
    const above = new Map([
      ['nets', '.'],
      ['.', '..'],
      ['..', '../..'],
    ]);
    const host = {
      ...memoryHost({ '../../archc.json': '{}' }),
      folderAbove: (each: string) => above.get(each),
    };
    expect(findConfig(host, 'nets/a.arch').path).toBe('../../archc.json');
  });

  it('sets levels, and may name its schema', () => {
    const text = '\uFEFF{ "$schema": "x", "lint": { "ARC8002": "off", "ARC8901": "error" } }';
    const { levels, diagnostics } = readConfig('archc.json', text);
    expect(diagnostics).toEqual([]);
    expect([...levels]).toEqual([
      ['ARC8002', 'off'],
      ['ARC8901', 'error'],
    ]);
  });

  it.each([
    ['{', 'it is not JSON'],
    ['[]', 'it must be an object'],
    ['{ "$schema": 3 }', '`$schema` must be a string'],
    ['{ "lints": {} }', '`lints` is no setting', 'did you mean `lint`?'],
    ['{ "lint": ["ARC8002"] }', '`lint` must be an object from codes to levels'],
    ['{ "lint": { "ARC3101": "off" } }', '`ARC3101` is no code of a lint'],
    [
      '{ "lint": { "ARC80002": "off" } }',
      '`ARC80002` is no code of a lint',
      'did you mean `ARC8002`, `ARC8001` or `ARC8003`?',
    ],
    ['{ "lint": { "ARC8002": "warn" } }', 'the level of ARC8002 must be "off", "warning" or "error"'],
    ['{ "lint": { "ARC8002": 1 } }', 'the level of ARC8002 must be "off", "warning" or "error"'],
  ])('%s is refused, and says why', (text, reason, help?: string) => {
    const { levels, diagnostics } = readConfig('nets/archc.json', text);
    expect(levels.size).toBe(0);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: 'ARC7151', severity: 'error', help: help ? [help] : [] });
    expect(diagnostics[0]?.message).toContain('`nets/archc.json`');
    expect(diagnostics[0]?.message).toContain(reason);
  });

  it('that is refused leaves every lint at its usual level', () => {
    const found = diagnosticsOf(UNUSED, { 'archc.json': '{ "lint": { "ARC8002": "off", "x": "off" } }' });
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([
      ['ARC7151', 'error'],
      ['ARC8002', 'warning'],
    ]);
  });
});
