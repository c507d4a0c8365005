import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hover, InlayHint, SignatureHelp } from 'vscode-languageserver/node';
import { marked, type Session, startSession } from './session.ts';

let session: Session;
beforeEach(async () => {
  session = await startSession();
});
afterEach(async () => {
  expect(session.failures).toEqual([]);
  await session.end();
});

async function hoverAt(source: string): Promise<string> {
  const { text, position } = marked(source);
  session.open('net.arch', text);
  const hover = await session.ask<Hover | null>('hover', 'net.arch', { position });
  return hover && 'value' in (hover.contents as object) ? (hover.contents as { value: string }).value : '';
}

async function hintsOf(text: string): Promise<InlayHint[]> {
  const range = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
  session.open('net.arch', text);
  return session.ask('inlayHint', 'net.arch', { range });
}

const net = (body: string) => `import { irblock } from "std/mobilenet"
network net(classes: int = 10) {
  input image: [32, 32, 3]
  ${body}
}
`;

describe('hover', () => {
  it('shows the signature, shapes and cost of a layer', async () => {
    const text = await hoverAt(net('con‸v2d(8, stride = 2) -> global_avg_pool() -> dense(classes)'));
    expect(text).toContain('filters: int');
    expect(text).toContain('`[32, 32, 3]` → `[16, 16, 8]`');
    expect(text).toContain('224 parameters, 55.3K MACs');
  });

  it('shows this instance of a block where it is called', async () => {
    const text = await hoverAt(net('conv2d(8) -> irb‸lock(oup = 16, stride = 2) -> dense(classes)'));
    expect(text).toContain('block irblock(inp: int, oup: int');
    expect(text).toContain('`[32, 32, 8]` → `[16, 16, 16]`');
    expect(text).toContain('Inverted residual');
  });

  it('shows all instances of a block where it is declared', async () => {
    const text = await hoverAt(`block d‸own(oup: int) : [h, w, c] -> [ceil(h / 2), ceil(w / 2), oup] {
  conv2d(oup, stride = 2)
}
network net {
  input image: [32, 32, 3]
  for n in [8, 16] { down(n) }
}
`);
    expect(text).toContain('2 instances');
    expect(text).toContain('| `down` | `[32, 32, 3]` → `[16, 16, 8]` | 224 parameters');
    expect(text).toContain('`down_2`');
    expect(text).toContain('oup = 16');
  });

  it('evaluates values, constants and parameters', async () => {
    expect(await hoverAt(net('let wi‸dth = 2 * 8\n  conv2d(width) -> dense(classes)'))).toContain('= `16`');
    expect(await hoverAt('const SIZ‸ES = [n * n for n in 0..4]')).toContain('= `[0, 1, 4, 9]`');
    expect(await hoverAt(net('dense(cla‸sses)'))).toContain('= `10`');
  });

  it('shows what a parameter of a layer is', async () => {
    expect(await hoverAt(net('conv2d(8, str‸ide = 2)'))).toContain('step of the window');
  });

  it('shows the shape of a tensor, the parts of a label and the names of a module', async () => {
    expect(await hoverAt(net('conv2d(8) as skip\n  conv2d(8) -> add(_, sk‸ip)'))).toContain('`[32, 32, 8]`');
    expect(await hoverAt(net('st‸em: conv2d(8) -> relu()'))).toContain('`stem`: `[32, 32, 8]`');
    expect(await hoverAt('import { irblock } from "std/mob‸ilenet"')).toContain('`irblock`');
  });

  it('shows the parts of this label, however its name ends, in every network that has one', async () => {
    expect(await hoverAt(net('st‸em: conv2d(8)'))).toContain('- `stem`: `[32, 32, 8]`');
    expect(await hoverAt(net('stage‸_2: conv2d(8) -> relu()'))).toContain('- `stage_2`: `[32, 32, 8]`');
    expect(await hoverAt(net('for n in [8, 16] { st‸age: irblock(oup = n) }'))).toContain(
      '`stage_2`: `[32, 32, 16]`',
    );
    const twice = `${net('st‸em: conv2d(8)')}network other {\n  input x: [4, 4, 1]\n  stem: conv2d(2)\n}\n`;
    expect(await hoverAt(twice)).not.toContain('[4, 4, 2]');
  });

  it('shows what a layer value makes, and the arguments that it was given', async () => {
    const text = await hoverAt(`const LEAKY = leaky_relu(slope = 0.2)\n${net('LEA‸KY()')}`);
    expect(text).toContain('= `leaky_relu(slope = 0.2)`');
    expect(text).toContain('`[32, 32, 3]` → `[32, 32, 3]`');
    expect(await hoverAt(net('shared t = conv2d(8)\n  ‸t()'))).toContain('224 parameters');
  });

  it('explains constructs and built-in functions', async () => {
    expect(await hoverAt(net('residual { conv2d(3) } short‸cut { conv2d(3) }'))).toContain(
      'goes around its body',
    );
    expect(await hoverAt(net('resi‸dual { conv2d(3) }'))).toContain('x + body(x)');
    expect(await hoverAt(net('dense(ce‸il(2.5))'))).toContain('smallest int');
  });

  it('takes the word of a join whole', async () => {
    const [first, last] = [
      await hoverAt(net('residual(join = con‸cat) { relu() }')),
      await hoverAt(net('residual(join = conca‸t) { relu() }')),
    ];
    expect(first).not.toBe('');
    expect(last).toBe(first);
  });

  it('answers from the last good text while the text is broken', async () => {
    const whole = net('conv2d(8, stride = 2) -> dense(classes)\n  relu()');
    session.open('net.arch', whole);
    await session.ask('hover', 'net.arch', { position: { line: 3, character: 4 } });
    session.change('net.arch', whole.replace('relu()', 'relu('));
    const position = { line: 3, character: 4 };
    const hover = await session.ask<{ contents: { value: string } }>('hover', 'net.arch', { position });
    expect(hover.contents.value).toContain('`[32, 32, 3]` → `[16, 16, 8]`');
  });
});

describe('inlay hints', () => {
  it('show the shape behind each statement', async () => {
    const hints = await hintsOf(net('conv2d(8, stride = 2)\n  let n = 3\n  relu() -> dense(n)'));
    expect(hints.map(({ label, position }) => [position.line, label])).toEqual([
      [3, '[16, 16, 8]'],
      [5, '[16, 16, 3]'],
    ]);
  });

  it('show the first and the last of several shapes, and all of them in the tooltip', async () => {
    const [inner, outer] = await hintsOf(net('for n in [8, 16, 24] { conv2d(n) }'));
    expect(inner?.label).toBe('[32, 32, 8] … [32, 32, 24] ×3');
    expect(inner?.tooltip).toMatchObject({ value: expect.stringContaining('[32, 32, 16]') });
    expect(outer?.label).toBe('[32, 32, 24]');
  });

  it('say a shape once on a line, and none that is written there', async () => {
    const hints = await hintsOf(net('repeat 2 { residual { conv2d(3) } }'));
    expect(hints.map(({ label }) => label)).toEqual(['[32, 32, 3]']);
    expect(await hintsOf('network open {\n  input image: [?h, ?w, 3]\n  relu()\n}\n')).toHaveLength(1);
  });

  it('show what a call takes from the tensor', async () => {
    const hints = await hintsOf(net('conv2d(8)\n  irblock(oup = 16)'));
    const inferred = hints.find(({ label }) => label === 'inp = 8,');
    expect(inferred?.position).toEqual({ line: 4, character: 10 });
    expect(inferred?.paddingRight).toBe(true);
  });

  it('show the instances of a test where no network has any', async () => {
    const hints = await hintsOf(`block half() { max_pool2d() }
test "halves" {
  input x: [8, 8, 3]
  half()
  expect output == [4, 4, 3]
}
`);
    expect(hints.map(({ position, label }) => [position.line, label])).toEqual([
      [0, '[4, 4, 3]'],
      [3, '[4, 4, 3]'],
    ]);
  });

  it('of a block stay while the network that builds it is broken', async () => {
    const block = 'block u(n: int) {\n  conv2d(n)\n  relu()\n}\n';
    const first = net('u(8)').split('\n').length - 1;
    const labels = async (text: string) => {
      const start = text.slice(0, text.indexOf('block u')).split('\n').length - 1;
      return (await hintsOf(text)).filter(({ position }) => position.line >= start).map(({ label }) => label);
    };
    const whole = await labels(`${net('u(8)')}${block}`);
    expect(whole).toEqual(['[32, 32, 8]', '[32, 32, 8]']);
    expect(await labels(`${net('u(8)\n  unknown()')}${block}`)).toEqual(whole);
    expect(await labels(`${net('conv2d(')}${block}`)).toEqual(whole);
    const position = { line: first, character: 6 };
    const hover = await session.ask<{ contents: { value: string } }>('hover', 'net.arch', { position });
    expect(hover.contents.value).toContain('`[32, 32, 3]` → `[32, 32, 8]`');
    // With an error elsewhere, what is built now is shown.
    session.change('net.arch', `${net('u(16)')}${block}const K = zzz\n`);
    const now = await session.ask<{ contents: { value: string } }>('hover', 'net.arch', { position });
    expect(now.contents.value).toContain('`[32, 32, 3]` → `[32, 32, 16]`');
  });

  it('stay where they were while the text is broken', async () => {
    const whole = net('conv2d(8)\n  relu()');
    expect(await hintsOf(whole)).toHaveLength(2);
    session.change('net.arch', whole.replace('relu()', 'relu() -> dense('));
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await session.ask<InlayHint[]>('inlayHint', 'net.arch', { range });
    expect(hints.map(({ label }) => label)).toContain('[32, 32, 8]');
  });
});

describe('signature help', () => {
  it('marks the parameter at the cursor, by position and by name', async () => {
    const help = async (source: string) => {
      const { text, position } = marked(source);
      session.open('net.arch', text);
      return session.ask<SignatureHelp | null>('signatureHelp', 'net.arch', { position });
    };
    const second = await help(net('conv2d(8, ‸'));
    expect(second?.signatures[0]?.label).toMatch(/^conv2d\(filters: int, kernel:/);
    expect(second?.activeParameter).toBe(1);
    expect((await help(net('conv2d(8, stride = ‸)')))?.activeParameter).toBe(2);
    expect((await help(net('conv2d(8, stride = 2, ‸)')))?.activeParameter).toBe(1);
    expect((await help(net('conv2d(stride = 2, ‸)')))?.activeParameter).toBe(0);
    const block = await help(net('irblock(‸)'));
    expect(block?.signatures[0]?.parameters?.[1]).toMatchObject({
      documentation: { value: 'channels of the result.' },
    });
    expect(await help(net('relu() ‸'))).toBeNull();
  });
});
