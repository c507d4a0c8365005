import { describe, expect, test } from 'vitest';
import { body, codesOf, errorOf, errorsOf, graphOf, labelsOf, nodesOf, warningsOf } from '../program.ts';

describe('the flow of a body (LANGUAGE §5)', () => {
  test('goes from statement to statement, and a name may be used later', () => {
    const graph = graphOf(
      body(`
        conv2d(8) as skip
        relu() -> conv2d(8)
        add(_, skip)
      `),
    );
    expect(nodesOf(graph)).toEqual([
      'conv2d [32, 32, 8] <- image',
      'relu [32, 32, 8] <- conv2d',
      'conv2d_2 [32, 32, 8] <- relu',
      'add [32, 32, 8] <- conv2d_2, conv2d',
    ]);
  });

  test.each([
    ['a chain that starts from a named tensor', 'conv2d(4) image -> conv2d(5)'],
    ['a join that does not take it', 'conv2d(4) as a conv2d(4) as b conv2d(4) add(a, b)'],
    ['the body of a residual', 'image -> relu() as s residual { conv2d(8) s -> conv2d(8) }'],
  ])('is lost to %s', (_, text) => {
    const error = errorOf(body(text));
    expect(error.code).toBe('ARC3002');
    expect(labelsOf(error)[0]).toMatch(/`conv2d\([48]\)` its result is lost/);
  });

  test('is not lost if it was named, though the name is a lint as long as nothing uses it', () => {
    expect(codesOf(body('conv2d(4) as a image -> conv2d(5)'))).toEqual([]);
    expect(warningsOf(body('conv2d(4) as a image -> conv2d(5)'))).toEqual([
      'ARC8003 at `a`: the tensor `a` is never used',
    ]);
  });

  test('`_` is the flow, and in a chain what reaches the element', () => {
    expect(nodesOf(graphOf(body('_ as skip conv2d(8) -> concat(skip, _) -> relu()')))).toEqual([
      'conv2d [32, 32, 8] <- image',
      'concat [32, 32, 16] <- image, conv2d',
      'relu [32, 32, 16] <- concat',
    ]);
  });

  test.each([
    ['conv2d(8) as skip conv2d(8) -> skip', 'ARC2025'],
    ['conv2d(8) as skip skip', 'ARC2025'],
    ['_', 'ARC2025'],
    ['relu', 'ARC2017'],
    ['let x = conv2d(8) concat(_, x)', 'ARC2019'],
    ['conv2d(image)', 'ARC2009'],
    ['concat(_, conv2d(8))', 'ARC2019'],
    ['conv2d(8) input late: [3]', 'ARC2014'],
    ['if true { relu() as inner output inner }', 'ARC2014'],
    ['if true { relu() as inner add(_, inner) } add(_, inner)', 'ARC1001'],
    ['relu() as x if true { relu() as x add(_, x) } add(_, x)', 'ARC1006'],
    ['let x = 3 let x = 4 conv2d(x)', 'ARC1005'],
    ['add(_)', 'ARC3217'],
  ])('refuses %s', (text, code) => {
    expect(codesOf(body(text))).toEqual([code]);
  });

  test('names of braces that have closed may be used again', () => {
    const text = 'for _ in 0..2 { conv2d(8) as x add(_, x) } if true { relu() as x add(_, x) }';
    expect(errorsOf(body(text))).toEqual([]);
  });

  test('a negative `repeat` is the one mistake that is reported', () => {
    expect(codesOf(body('repeat 1 - 2 { relu() }'))).toEqual(['ARC2104']);
  });
});

describe('inputs and outputs', () => {
  test('with several inputs nothing flows until a statement starts', () => {
    const inputs = 'input a: [4] input b: [4]';
    expect(codesOf(`network n { ${inputs} dense(3) }`)).toEqual(['ARC3001']);
    const graph = graphOf(`network n { ${inputs} a -> dense(3) as x b -> dense(3) -> add(x, _) }`);
    expect(nodesOf(graph).at(-1)).toBe('add [3] <- dense, dense_2');
  });

  test('every input must reach an output', () => {
    expect(errorsOf('network n { input a: [4] input b: [4] a -> dense(3) }')).toEqual([
      'ARC3003 at `input b: [4]`: the input `b` reaches no output',
    ]);
    expect(codesOf('network n { input a: [4] }')).toEqual(['ARC3004']);
  });

  test('the flow at the end is the output, unless an `output` names others', () => {
    expect(graphOf('network n { input a: [4] dense(3) }').outputs).toEqual([{ name: 'output', node: 1 }]);
    const named = graphOf('network n { input a: [4] dense(3) as x dense(2) as y output y, x }');
    expect(named.outputs).toEqual([
      { name: 'y', node: 2 },
      { name: 'x', node: 1 },
    ]);
    expect(codesOf('network n { input a: [4] dense(3) as x dense(2) output x }')).toEqual(['ARC3002']);
  });
});

describe('who is at fault (LANGUAGE §4)', () => {
  const unit = `
    block unit(stride: int) {
      require stride in [1, 2], "stride must be 1 or 2, found {stride}"
      conv2d(3, stride = stride)
    }
    block pair(stride: int) { unit(stride) }
  `;

  test('a `require` is reported at the argument of the nearest call, with the rule and the calls around', () => {
    const error = errorOf(`${unit} network n { input a: [8, 8, 4] pair(3) }`);
    expect(error.code).toBe('ARC3101');
    expect(error.message).toBe('`unit`: stride must be 1 or 2, found 3');
    expect(labelsOf(error)).toEqual([
      '`require stride in [1, 2], "stride must be 1 or 2, found {stride}"` the rule',
      '`pair(3)` in this call of `pair`',
    ]);
  });

  test('a layer is reported at its own line, with what reaches it and every call', () => {
    const error = errorOf(`
      block a(n: int) { conv2d(n, kernel = 9, padding = "valid") }
      block b(n: int) { a(n) }
      network n { input x: [8, 8, 4] b(3) }
    `);
    expect(error.code).toBe('ARC3202');
    expect(labelsOf(error)).toEqual([
      '`input x: [8, 8, 4]` this produces [8, 8, 4]',
      '`a(n)` in this call of `a`',
      '`b(3)` in this call of `b`',
    ]);
  });

  test('one mistake in a block is one error, however often and wherever it is built', () => {
    const block = 'block b() { conv2d(3, kernel = 20, padding = 0) }';
    expect(
      codesOf(
        `${block} network n { input x: [8, 8, 4] repeat 3 { b() } } network m { input x: [8, 8, 4] b() }`,
      ),
    ).toEqual(['ARC3202']);
  });
});
