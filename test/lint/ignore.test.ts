import { describe, expect, it } from 'vitest';
import { buildChosen } from '../../src/compile.ts';
import { format } from '../../src/format/format.ts';
import { spanText } from '../../src/source/source.ts';
import { analysisOf, diagnosticsOf, written } from '../program.ts';
import { mended, settings } from './program.ts';

const around = (line: string, comment: string) =>
  `network net {\n  input image: [32, 32, 8]\n  ${comment}\n  ${line}\n}\n`;
const BIAS = 'conv2d(16) -> batch_norm()';
const FINE = 'conv2d(16, bias = false) -> batch_norm()';

describe('comments that ignore lints', () => {
  it.each([
    ['without a reason', BIAS, '// archc-ignore ARC8008', ['ARC8901']],
    ['with a colon and no reason', BIAS, '// archc-ignore ARC8008: ', ['ARC8901']],
    ['above what is fine', FINE, '// archc-ignore ARC8008: as published', ['ARC8902']],
    ['two for one lint', BIAS, '// archc-ignore ARC8008: a\n  // archc-ignore ARC8008: b', ['ARC8902']],
    ['for an error', FINE, '// archc-ignore ARC3101: we know', ['ARC8903']],
    ['for no code', FINE, '// archc-ignore bias: we know', ['ARC8903']],
    ['for nothing', FINE, '// archc-ignore: we know', ['ARC8903']],
    ['for several', FINE, '// archc-ignore ARC8008, ARC8009: we know', ['ARC8903']],
    ['for several without a comma', FINE, '// archc-ignore ARC8008 ARC8009: we know', ['ARC8903']],
    ['for nothing, with more words', FINE, '// archc-ignore: no code', ['ARC8903']],
    ['with a colon before the code', BIAS, '// archc-ignore: ARC8008: as published', []],
    ['for a lint about ignoring', FINE, '// archc-ignore ARC8902: we know', ['ARC8903']],
    ['under another comment', BIAS, '// As the paper has it.\n  // archc-ignore ARC8008: as published', []],
    ['above another comment', BIAS, '// archc-ignore ARC8008: as published\n  // See table 2.', []],
    ['one line too early', BIAS, '// archc-ignore ARC8008: as published\n  relu()', ['ARC8902', 'ARC8008']],
    ['that only sound like one', FINE, '// archc-ignored are lints', []],
  ])('%s', (_, line, comment, codes) => {
    const found = diagnosticsOf(around(line, comment)).map(({ code }) => code);
    expect(found.sort()).toEqual(codes.toSorted());
  });

  it('are not said to be of no use where their lint is off, or a mistake keeps it from being looked for', () => {
    const text = around(FINE, '// archc-ignore ARC8008: as published');
    expect(diagnosticsOf(text, settings({ ARC8008: 'off' })).map(written)).toEqual([]);
    const broken = around('conv2d(0)', '// archc-ignore ARC8008: as published');
    expect(diagnosticsOf(broken).map(({ code }) => code)).not.toContain('ARC8902');
  });

  const LONG =
    'relu6() -> conv2d(48, kernel = 3, dilation = 2, padding = "same") -> batch_norm(eps = 0.001) -> silu()';

  it.each([
    ['above', `// archc-ignore ARC8008: as published\n  ${LONG}`],
    ['behind', `${LONG} // archc-ignore ARC8008: as published`],
  ])('hold for the whole statement, so that the formatter may break it: %s', (_, lines) => {
    const text = around(lines, '');
    const formatted = format({ path: 'main.arch', text }, { width: 60 }).text;
    expect(formatted.split('\n').length).toBeGreaterThan(text.split('\n').length);
    expect(diagnosticsOf(text).map(written)).toEqual([]);
    expect(diagnosticsOf(formatted).map(written)).toEqual([]);
  });

  const REPEAT =
    'repeat 2 { conv2d(16, kernel = (3, 5), dilation = 2, padding = "same") -> batch_norm() -> silu() }';

  it.each([
    ['above', `// archc-ignore ARC8008: as published\n  ${REPEAT}`],
    ['behind', `${REPEAT} // archc-ignore ARC8008: as published`],
  ])('hold for a body of one statement, so that the formatter may break it: %s', (_, lines) => {
    const text = around(lines, '');
    const formatted = format({ path: 'main.arch', text }, { width: 60 }).text;
    expect(formatted).toMatch(/repeat 2 \{\n/);
    expect(diagnosticsOf(text).map(written)).toEqual([]);
    expect(diagnosticsOf(formatted).map(written)).toEqual([]);
  });

  it.each([
    ['// archc-ignore ARC8002: w\n  let a = 1 let b = 2\n  relu()', ['b']],
    ['let a = 1 let b = 2 // archc-ignore ARC8002: w\n  relu()', ['a']],
  ])('speak of one of two statements on a line, as they do when each has its own: %j', (body, left) => {
    const text = around(body, '');
    const formatted = format({ path: 'main.arch', text }).text;
    for (const each of [text, formatted]) {
      const found = diagnosticsOf(each);
      expect(found.map(({ primary }) => primary && spanText(primary.span))).toEqual(left);
    }
  });

  it('speak of one parameter, and of one name of an import', () => {
    const lines = [
      'import {',
      '  make_divisible, // archc-ignore ARC8001: soon',
      '  separable_conv,',
      '} from "std/layers"',
      '',
      'block b(',
      '  c: int,',
      '  stride: int = 2, // archc-ignore ARC8004: kept for old callers',
      '  // archc-ignore ARC8004: kept as well',
      '  dilation: int = 1,',
      '  groups: int = 1,',
      ') {',
      '  conv2d(c)',
      '}',
      '',
    ];
    const found = diagnosticsOf(lines.join('\n'));
    expect(found.map(({ primary }) => primary && spanText(primary.span))).toEqual([
      'separable_conv',
      'groups',
    ]);
  });

  it.each([
    [
      '// archc-ignore ARC8008: a\n  // archc-ignore ARC8006: b\n  conv2d(16) -> batch_norm() -> relu() -> relu()',
      [],
    ],
    [`// archc-ignore ARC8008: above\n  ${LONG} // archc-ignore ARC8008: behind`, ['ARC8902']],
  ])('mean the same on Windows, and when they are formatted: %j', (body, codes) => {
    const text = around(body, '');
    const narrow = format({ path: 'main.arch', text }, { width: 60 }).text;
    for (const each of [text, text.replaceAll('\n', '\r\n'), narrow]) {
      const found = diagnosticsOf(each);
      expect(found.map(({ code }) => code)).toEqual(codes);
      for (const { primary } of found) expect(primary && spanText(primary.span)).toContain('behind');
    }
  });

  it.each([
    '// archc-ignore ARC8004: kept\n/// Docs.\n\nblock b(n: int, unused: int = 1) {\n  conv2d(n)\n}\n',
    'block b(\n  n: int\n  // archc-ignore ARC8004: kept\n  , groups: int = 1\n) { conv2d(n) }\n',
  ])('hold over what the formatter takes away: %j', (text) => {
    expect(diagnosticsOf(text).map(written)).toEqual([]);
    expect(diagnosticsOf(format({ path: 'main.arch', text }).text).map(written)).toEqual([]);
  });

  it('hold for whoever calls through the file, and are not taken out of a block that others may build', () => {
    const files = {
      'c3.arch': 'block inner() { conv2d(16) -> batch_norm() }\n',
      'c2.arch':
        'import { inner } from "./c3"\n\nblock middle() {\n  // archc-ignore ARC8008: fine here\n  inner()\n}\n',
    };
    const text = `import { middle } from "./c2"\n\n${around('middle()', '')}`;
    expect(diagnosticsOf(text, files).map(written)).toEqual([]);
    const block =
      'block unit(n: int) {\n  // archc-ignore ARC8010: as published\n  conv2d(n, kernel = 1) -> depthwise_conv2d() -> conv2d(8, kernel = 1)\n}\n\n';
    const unneeded = `${block}${around('unit(16)', '')}`;
    expect(diagnosticsOf(unneeded).map(({ code }) => code)).toEqual(['ARC8902']);
    expect(mended(unneeded).fixed).toBe(0);
  });

  it('are each used for what is nearest, where several speak of one statement', () => {
    const chain =
      'conv2d(16) // archc-ignore ARC8008: a\n    -> batch_norm() -> conv2d(16) // archc-ignore ARC8008: b\n    -> batch_norm()';
    expect(diagnosticsOf(around(chain, '')).map(written)).toEqual([]);
  });

  it('hold behind the brace of a body, and for nothing at the end of one', () => {
    const text = (start: string, end: string) =>
      `network net {\n  input image: [32, 32, 8]\n  repeat 2 {${start}\n    conv2d(8, stride = 2)\n    relu()\n  ${end}}\n}\n`;
    const comment = '// archc-ignore ARC8014: as published';
    expect(diagnosticsOf(text('', '')).map(({ code }) => code)).toEqual(['ARC8014']);
    expect(diagnosticsOf(text(` ${comment}`, '')).map(({ code }) => code)).toEqual(['ARC8014', 'ARC8902']);
    expect(diagnosticsOf(text('', `  ${comment}\n  `)).map(({ code }) => code)).toEqual([
      'ARC8014',
      'ARC8902',
    ]);
  });

  it('hold for the head of a block, and not for its body', () => {
    const text = (comment: string) =>
      `${comment}\nblock b(\n  n: int,\n  unused: int = 1,\n) {\n  let m = n\n  conv2d(n)\n}\n`;
    expect(diagnosticsOf(text('// A block.')).map(({ code }) => code)).toEqual(['ARC8004', 'ARC8002']);
    const found = diagnosticsOf(text('// archc-ignore ARC8004: later\n// archc-ignore ARC8002: later'));
    expect(found.map(({ code }) => code).sort()).toEqual(['ARC8002', 'ARC8902']);
  });

  it.each([
    [
      'a network that is not built',
      'network net(k: int) {\n  input x: [8, 8, 3]\n  #\n  conv2d(k) -> batch_norm()\n}\n',
    ],
    ['a block that nothing calls', 'block q(k: int) {\n  #\n  conv2d(k) -> batch_norm()\n}\n'],
  ])('are not said to be of no use in %s', (_, text) => {
    expect(diagnosticsOf(text.replace('#', '// archc-ignore ARC8008: w')).map(written)).toEqual([]);
    expect(diagnosticsOf(text.replace('#', '// archc-ignore ARC8003: w')).map(({ code }) => code)).toEqual([
      'ARC8902',
    ]);
  });

  it('are taken out by a fix when there is nothing to ignore', () => {
    const text = around(FINE, '// archc-ignore ARC8008: as published');
    expect(mended(text).source.text).toBe(text.replace(/ *\/\/.*\n/, ''));
    const behind = `network net {\n  input image: [32, 32, 8]\n  relu() // archc-ignore ARC8008: as published\n}\n`;
    expect(mended(behind).source.text).toBe(behind.replace(/ \/\/.*/, ''));
  });

  it('hold for builds, too: they say nothing of lints', () => {
    const text = around('relu() as same', '');
    expect(diagnosticsOf(text).map(({ code }) => code)).toEqual(['ARC8003']);
    expect(buildChosen(analysisOf(text)).diagnostics).toEqual([]);
  });
});
