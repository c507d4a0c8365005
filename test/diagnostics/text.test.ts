import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { renderText, summaryLine } from '../../src/diagnostics/render/text.ts';
import type { SourceFile } from '../../src/source/source.ts';
import { at, block, elsewhere, mismatch, net, sample, unplaced } from './samples.ts';

const tabs: SourceFile = {
  path: 'tabs.arch',
  text: '\tblock\ta() {\r\n\t\tconv2d(3)\t// «漢字» 👩‍👩‍👧 ok\r\n}\r\n',
};
const wide: SourceFile = { path: 'wide.arch', text: 'test "漢字 👍🏽 é" fails "ARC" { }' };
const chart: SourceFile = {
  path: 'chart.arch',
  text: '  fn area(width: int, height: int) -> int = width * hight\n',
};
const controls: SourceFile = { path: 'odd.arch', text: '\uFEFFlet \u001b[31m = \u202e1\u200b + 2\n' };
const minified: SourceFile = {
  path: 'min.arch',
  text: `${'conv2d(8) '.repeat(60_000)}wrong(1)${' relu()'.repeat(60_000)} last(2) end`,
};
const whole = { source: minified, start: 20, end: minified.text.length - 20 };

const cases: Record<string, readonly Diagnostic[]> = {
  'language-reference': [{ ...mismatch, fixes: [] }],
  fix: [mismatch],
  'no-place': [unplaced, sample({ severity: 'warning', message: 'first line\nsecond line' })],
  'other-file': [elsewhere],
  'label-without-primary': [sample({ labels: [{ span: at(net, 'oup = 24'), text: 'written here' }] })],
  'several-on-one-line': [
    sample({
      message: 'cannot find the value `hight`',
      primary: { span: at(chart, 'hight'), text: 'no such name' },
      labels: [
        { span: at(chart, 'height'), text: 'this is near' },
        { span: at(chart, 'width'), text: 'this is not' },
        { span: at(chart, 'area'), text: '' },
      ],
    }),
  ],
  'underline-inside-another': [
    sample({
      primary: { span: at(net, 'oup = 64'), text: '64 here' },
      labels: [{ span: at(net, 'irblock(inp = 32, oup = 64, stride = 2)'), text: 'in this call' }],
    }),
  ],
  'two-texts-for-one-place': [
    sample({
      primary: { span: at(net, 'oup = 64'), text: 'this is 64' },
      labels: [{ span: at(net, 'oup = 64'), text: 'given by name' }],
    }),
  ],
  'several-lines': [
    sample({
      primary: {
        span: at(block, block.text.slice(block.text.indexOf('conv2d'), block.text.indexOf('act()') + 5)),
        text: 'this chain',
      },
    }),
  ],
  'several-lines-nested': [
    sample({
      primary: {
        span: at(block, block.text.slice(block.text.indexOf('residual'), block.text.indexOf('  }') + 3)),
        text: 'this construct',
      },
      labels: [
        { span: at(block, '(hidden, kernel = 1, bias = false)\n      -> batch_norm()'), text: 'these two' },
        { span: at(block, 'conv2d(oup)\n  }\n}'), text: 'a place that ends behind the other' },
        { span: at(block, 'act()'), text: 'a layer' },
      ],
    }),
  ],
  'long-bracket': [
    sample({
      primary: {
        span: at(net, net.text.slice(net.text.indexOf('network net'), net.text.indexOf('\n}') + 2)),
        text: 'this network',
      },
    }),
  ],
  tabs: [
    sample({
      primary: { span: at(tabs, '漢字'), text: 'wide' },
      labels: [
        { span: at(tabs, 'conv2d'), text: 'tab' },
        { span: at(tabs, 'ok'), text: 'behind an emoji of several code points' },
        { span: at(tabs, 'a()'), text: 'behind two tabs' },
      ],
    }),
  ],
  'wide-characters': [
    sample({
      primary: { span: at(wide, '👍🏽'), text: 'one thumb' },
      labels: [
        { span: at(wide, 'é'), text: 'e and an accent' },
        { span: at(wide, '"ARC"'), text: 'a code' },
      ],
    }),
  ],
  'control-characters': [
    sample({
      message: 'an escape \u001b[31m in a message',
      primary: { span: at(controls, '\u202e'), text: 'turns\nthe \u001b writing' },
      labels: [{ span: at(controls, 'let'), text: '' }],
    }),
  ],
  'minified-line': [
    sample({ primary: { span: at(minified, 'wrong(1)'), text: 'in the middle' } }),
    sample({
      primary: { span: at(minified, 'wrong(1)'), text: 'in the middle' },
      labels: [
        { span: at(minified, 'last(2)'), text: 'near the end' },
        { span: at(minified, 'conv2d(8)'), text: 'at the beginning' },
      ],
    }),
    sample({ primary: { span: whole, text: 'nearly everything' } }),
  ],
  'end-of-file': [
    sample({
      primary: {
        span: { source: chart, start: chart.text.length, end: chart.text.length },
        text: 'expected `}`',
      },
    }),
    sample({
      primary: { span: { source: wide, start: wide.text.length, end: wide.text.length }, text: 'and here' },
    }),
    sample({
      primary: { span: { source: { path: 'empty.arch', text: '' }, start: 0, end: 0 }, text: 'empty' },
    }),
  ],
  'line-end': [
    sample({ primary: { span: at(net, '\n', 3), text: 'the line end alone' } }),
    sample({ primary: { span: at(tabs, '\r\n'), text: 'of two characters' } }),
    sample({ primary: { span: at(tabs, 'conv2d(3)\t// «漢字» 👩‍👩‍👧 ok\r\n'), text: 'with the line end' } }),
  ],
};

describe('the text renderer', () => {
  for (const [name, diagnostics] of Object.entries(cases)) {
    it(`renders ${name}`, async () => {
      await expect(renderText(diagnostics)).toMatchFileSnapshot(`../fixtures/render/${name}.txt`);
    });
  }

  it('lays out the example of the language reference to the letter', () => {
    expect(renderText([{ ...mismatch, fixes: [] }])).toBe(
      [
        'error[ARC3101]: `irblock` was told inp = 32, but the tensor that reaches it has 24 channels',
        '  --> examples/net.arch:14:11',
        '   |',
        '12 |   irblock(oup = 24, stride = 2)',
        '   |   ----------------------------- this produces [56, 56, 24]',
        '13 |',
        '14 |   irblock(inp = 32, oup = 64, stride = 2)',
        '   |           ^^^^^^^^ 32 here',
        '   |',
        '   = help: leave `inp` out and it is taken from the tensor, or write inp = 24',
        '',
      ].join('\n'),
    );
  });

  it('paints each piece once and leaves the text as it is', () => {
    const painted = renderText([elsewhere], { paint: (style, text) => `<${style}>${text}</>` });
    expect(painted).toContain('<error>error[ARC3101]</><strong>: `irblock`: stride');
    expect(painted).toContain('<secondary>');
    expect(painted.replace(/<\w*>|<\/>/g, '')).toBe(renderText([elsewhere]));
  });

  it('trims lines to the width that it is given', () => {
    const text = renderText([sample({ primary: { span: at(minified, 'wrong(1)'), text: '' } })], {
      width: 40,
    });
    expect(text.split('\n').every((line) => line.length < 60)).toBe(true);
    expect(text).toContain('wrong(1)');
  });

  it('renders nothing for nothing', () => {
    expect(renderText([])).toBe('');
  });
});

describe('the summary line', () => {
  const warning = sample({ severity: 'warning' });
  it.each([
    [[], 'no problems'],
    [[mismatch], '1 error'],
    [[warning, warning], '2 warnings'],
    [[mismatch, warning, elsewhere], '2 errors, 1 warning'],
  ])('of %# counts both kinds', (diagnostics, line) => {
    expect(summaryLine(diagnostics)).toBe(line);
  });
});
