import { describe, expect, it } from 'vitest';
import { format } from '../../src/format/format.ts';

function formatted(text: string, width?: number): string {
  return format({ path: 'main.arch', text }, width === undefined ? {} : { width }).text;
}

describe('the whole text', () => {
  it('may be empty', () => {
    expect(formatted('')).toBe('');
    expect(formatted(' \n\n')).toBe('');
    expect(formatted('\uFEFF // all\n')).toBe('// all\n');
  });

  it('ends with one line end', () => {
    expect(formatted('const a = 1')).toBe('const a = 1\n');
    expect(formatted('const a = 1\n\n\n// end\n\n')).toBe('const a = 1\n\n// end\n');
  });

  it('keeps the line ends of the system it comes from', () => {
    expect(formatted('const  a = 1\r\n// c\r\nconst b = [\n1]')).toBe(
      'const a = 1\r\n// c\r\nconst b = [\r\n  1,\r\n]\r\n',
    );
    expect(formatted('const  a = 1\n// c\r\n')).toBe('const a = 1\n// c\n');
  });

  it('keeps broken declarations as they are, with the line ends of the text', () => {
    expect(formatted('const a = \r\n   (1,\r\nconst  b=1\r\n')).toBe(
      'const a =\r\n   (1,\r\nconst b = 1\r\n',
    );
  });

  it('keeps the shape of broken statements, and of the lines that they hold', () => {
    const inner = (indent: string) =>
      [
        'conv2d(',
        '  8,',
        '  kernel = = 3,',
        ')',
        'residual(when = = a) {',
        '  conv2d( 8)',
        '',
        '    relu()',
        '} shortcut {',
        '  conv2d( 3)',
        '}',
        'for (a, b) in [',
        '  (1, 2),',
        '  (3,, 4), // four',
        '] {',
        '  dense( a)',
        '}',
      ]
        .map((line) => (line === '' ? '' : `${indent}${line}`))
        .join('\n');
    const broken = (indent: string) => `network n {\n  input x: [8]\n${inner(indent)}\n  relu()\n}\n`;
    expect(formatted(broken('  '))).toBe(broken('  '));
    expect(formatted(broken('      '))).toBe(broken('  '));
  });

  it('moves nothing behind a declaration that stands in a body', () => {
    const text = 'network n {\n  input x: [8]\n  const k = 3\n  dense(k)\n  repeat 2 {\n    relu()\n  }\n}\n';
    expect(formatted(text)).toBe(text);
  });

  it('moves no line of a declaration in which a brace is never closed', () => {
    const text = [
      ...[
        'network a {',
        '  input x: [8]',
        '    repeat 2 {',
        '      repeat 3 {',
        '    dense( 8 )',
        '    }',
        '    }',
        '}',
      ],
      ...['', 'network b {', '  input x: [8]', '  dense(8)', ''],
    ].join('\n');
    expect(formatted(text)).toBe(text);
  });

  it('stays as it is where nothing can be isolated', () => {
    const text = `const  a = ${'('.repeat(150)}1${')'.repeat(150)}`;
    const { text: same, diagnostics } = format({ path: 'main.arch', text });
    expect(same).toBe(text);
    expect(diagnostics.map(({ code }) => code)).toEqual(['ARC0014']);
  });

  it('breaks conditions before each else, and before then where a branch is still too long', () => {
    const text =
      'const a = if n == 1 then 16 else if n == 2 then 24 else if n == 3 then 1000 + 2000 else 160\n';
    expect(formatted(text, 90)).toBe(`const a =\n${text.slice(10).replace(/^/, '  ')}`);
    expect(formatted(text, 30)).toBe(`const a =
  if n == 1 then 16
    else if n == 2 then 24
    else if n == 3
      then 1000 + 2000
    else 160
`);
  });

  it('takes lines as long as it is told', () => {
    const text = 'const a = [one, two, three]\n';
    expect(formatted(text, 27)).toBe(text);
    expect(formatted(text, 26)).toBe('const a = [\n  one, two, three,\n]\n');
    expect(formatted(text, 11)).toBe('const a = [\n  one, two,\n  three,\n]\n');
  });
});

describe('a comment that would be read as a division stays where it is none', () => {
  it.each([
    'network n {\n  let a = 6\n  let b = a\n    // 3\n    + 1\n}\n',
    'network n {\n  let a = 6\n  let b = [\n    a, // 3\n  ]\n}\n',
  ])('%j', (text) => {
    const { text: once, diagnostics } = format({ path: 'main.arch', text });
    expect(diagnostics).toEqual([]);
    expect(format({ path: 'main.arch', text: once })).toEqual({ text: once, diagnostics: [] });
  });
});
