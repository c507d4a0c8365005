import { describe, expect, test } from 'vitest';
import { codesOf, errorOf, errorsOf, graphOf, labelsOf, nodesOf } from '../program.ts';

const over = (input: string, text: string) => `network n { input x: ${input} ${text} }`;

describe('the input half of a signature (LANGUAGE §6)', () => {
  const down = `
    block down(inp: int, oup: int) : [h, w, inp] -> [ceil(h / 2), ceil(w / 2), oup] {
      conv2d(inp, kernel = 1) -> conv2d(oup, stride = 2)
    }
  `;

  test('binds a parameter, which may be left out or given, by name or by position', () => {
    const graph = graphOf(`${down} ${over('[15, 8, 4]', 'down(oup = 6) down(inp = 6, oup = 5) down(5, 3)')}`);
    expect(nodesOf(graph).filter((node) => / .* <- .*conv2d$/.test(node))).toEqual([
      'down.conv2d_2 [8, 4, 6] <- down.conv2d',
      'down_2.conv2d_2 [4, 2, 5] <- down_2.conv2d',
      'down_3.conv2d_2 [2, 1, 3] <- down_3.conv2d',
    ]);
    expect(errorsOf(`${down} ${over('[8, 8, 4]', 'down(64)')}`)[0]).toMatch(/^ARC2003 .*lacks `oup`/);
  });

  test('a parameter that disagrees is reported at the argument, with what reaches the block', () => {
    const error = errorOf(`${down} ${over('[8, 8, 4]', 'relu() down(inp = 5, oup = 3)')}`);
    expect(error.message).toBe('`down` was told inp = 5, but the tensor that reaches it has 4 channels');
    expect(labelsOf(error)).toEqual(['`relu()` this produces [8, 8, 4]']);
  });

  test('also where the block was passed as a layer value', () => {
    const text = `${down} block apply(l: layer) { l() } ${over('[8, 8, 4]', 'apply(down(5, 3))')}`;
    expect(codesOf(text)).toEqual(['ARC3102']);
  });

  test.each([
    ['[n, n, c] -> [n, n, c]', '[8, 8, 4]', []],
    ['[n, n, c] -> [n, n, c]', '[8, 9, 4]', ['ARC3105']],
    ['[_, _, FOUR] -> [1, 1, 1]', '[8, 9, 5]', ['ARC3105']],
    ['[8, w, c] -> [8, w, c]', '[9, 9, 4]', ['ARC3105']],
    ['[h, 2 * h, c] -> [h, 2 * h, c]', '[8, 16, 4]', []],
    ['[h, 2 * h, c] -> [h, 2 * h, c]', '[8, 9, 4]', ['ARC3105']],
    ['[2 * w, w, c] -> [2 * w, w, c]', '[16, 8, 4]', []],
    ['[h, w, c] -> [h, w, c]', '[8]', ['ARC3105']],
    ['[h, w, c] -> [c]', '[8, 8, 4]', ['ARC3106']],
    ['[h, w, c] -> [h, w, c + 1]', '[8, 8, 4]', ['ARC3106']],
  ])('%s on %s', (signature, input, codes) => {
    expect(codesOf(`const FOUR = 4 block b() : ${signature} { relu() } ${over(input, 'b()')}`)).toEqual(
      codes,
    );
  });

  test.each([
    ['block b(inp: int = 3) : [h, w, inp] -> [h, w, inp] { relu() }', 'ARC2021'],
    ['block b(inp: float) : [h, w, inp] -> [h, w, 1] { relu() }', 'ARC2001'],
    ['block b() : [h, w, c] -> [h, w, _] { relu() }', 'ARC2028'],
    ['block b() : [h, w, c] -> [h, w, d] { relu() }', 'ARC1001'],
    ['block b() : [h, w, c] -> [h, w, c / 2] { relu() }', 'ARC2001'],
  ])('refuses %s', (text, code) => expect(codesOf(text)).toEqual([code]));

  test('defaults use the sizes that are bound and the parameters before', () => {
    const block = 'block b(k: int = c, m: int = 2 * k) : [h, w, c] -> [h, w, m] { conv2d(m) }';
    const graph = graphOf(`${block} ${over('[8, 8, 3]', 'b() b(3) b(m = 7)')}`);
    expect(nodesOf(graph).map((node) => node.split('[')[1]?.split(']')[0])).toEqual([
      '8, 8, 6',
      '8, 8, 6',
      '8, 8, 7',
    ]);
  });
});

describe('symbolic sizes', () => {
  test('stay exact through layers and signatures', () => {
    const block =
      'fn half(n: int) -> int = ceil(n / 2) block b() : [h, w, c] -> [half(h), half(w), c] { conv2d(c, stride = 2) }';
    expect(
      errorsOf(
        `${block} ${over('[?h, 32 * ?w, 3]', 'b() expect output == [int((?h + 1) / 2), 16 * ?w, 3]')}`,
      ),
    ).toEqual([]);
  });

  test('a mismatch that multiples would mend says which, everywhere in the same words', () => {
    const help = 'they agree for multiples of 2: write `2 * ?h` for `?h` in the shape of the input';
    const down = 'max_pool2d() -> upsample()';
    expect(errorOf(over('[?h, 8, 3]', `_ as s ${down} -> concat(_, s)`)).help).toEqual([help]);
    expect(errorOf(over('[?h, 8, 3]', `residual { ${down} }`)).help[0]).toBe(help);
    expect(errorOf(over('[?h, 8, 3]', `${down} expect output == [?h, 8, 3]`)).help).toEqual([help]);
    const block = `block b() : [h, w, c] -> [h, w, c] { ${down} }`;
    expect(errorOf(`${block} ${over('[?h, 8, 3]', 'b()')}`).help).toEqual([help]);
  });

  test('axes with other symbols are told how to be equal', () => {
    const error = errorOf('network n { input a: [?, 8, 3] input b: [?, 8, 3] a -> add(_, b) }');
    expect(error.code).toBe('ARC3215');
    expect(error.help[0]).toContain('declared with one symbol');
  });

  test.each([
    ['an argument', '{ conv2d(h) }'],
    ['a value', '{ let n = h conv2d(n) }'],
    ['a condition', '{ require h > 4 relu() }'],
    ['an argument of a block', '{ inner(h) }'],
  ])('are no ints: %s', (_, text) => {
    const block = `block inner(k: int) { conv2d(k) } block b() : [h, w, c] -> [h, w, c] ${text}`;
    expect(codesOf(`${block} ${over('[?h, 8, 3]', 'b()')}`)).toEqual(['ARC3107']);
  });

  test.each(['h % 2', 'max(h, w)', 'if h > 4 then h else w', 'if h == w then h else w'])(
    'a signature cannot ask what depends on a symbol: %s',
    (size) => {
      const block = `block b() : [h, w, c] -> [${size}, w, c] { relu() }`;
      expect(codesOf(`${block} ${over('[?h, ?w, 3]', 'b()')}`)).toEqual(['ARC3107']);
    },
  );

  test('the product of two is none', () => {
    expect(codesOf(over('[?h * ?w, 8, 3]', 'relu()'))).toEqual(['ARC3108']);
    expect(codesOf(over('[?h, ?w, 3]', 'flatten()'))).toEqual(['ARC3208']);
    expect(errorsOf(over('[?h, 5, 3]', 'flatten() expect output == [15 * ?h]'))).toEqual([]);
  });
});
