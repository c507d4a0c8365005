import { describe, expect, test } from 'vitest';
import { body, codesOf, errorOf, errorsOf, graphOf, labelsOf, nodesOf, weightsOf } from '../program.ts';

describe('residual', () => {
  test('adds the input to the body; a shortcut stands for the input', () => {
    expect(nodesOf(graphOf(body('residual { conv2d(8) }')))).toEqual([
      'conv2d [32, 32, 8] <- image',
      'add [32, 32, 8] <- image, conv2d',
    ]);
    const graph = graphOf(body('residual { conv2d(4) -> batch_norm() } shortcut { conv2d(4, kernel = 1) }'));
    expect(nodesOf(graph).at(-1)).toBe('add [32, 32, 4] <- conv2d_2, batch_norm');
    expect(weightsOf(graph).filter((path) => path.endsWith('.kernel'))).toEqual([
      'conv2d.kernel',
      'conv2d_2.kernel',
    ]);
  });

  test('with a false `when` is just the body', () => {
    expect(nodesOf(graphOf(body('residual(when = 1 > 2) { conv2d(4) }')))).toEqual([
      'conv2d [32, 32, 4] <- image',
    ]);
    expect(errorsOf(body('residual(when = false) { } relu()'))).toEqual([]);
  });

  test('with a false `when` cannot have a shortcut', () => {
    const error = errorOf(body('residual(when = 1 > 2) { relu() } shortcut { relu() }'));
    expect(error.code).toBe('ARC3007');
    expect(labelsOf(error)).toEqual(['`1 > 2` this is false here']);
    expect(error.help).toHaveLength(1);
  });

  test('an empty shortcut is the identity, an empty body an error, also by an `if`', () => {
    const identity = ['conv2d [32, 32, 8] <- image', 'add [32, 32, 8] <- image, conv2d'];
    expect(nodesOf(graphOf(body('residual { conv2d(8) } shortcut { }')))).toEqual(identity);
    expect(nodesOf(graphOf(body('residual { conv2d(8) } shortcut { if false { relu() } }')))).toEqual(
      identity,
    );
    expect(codesOf(body('residual { }'))).toEqual(['ARC3006']);
    expect(codesOf(body('residual { if false { relu() } }'))).toEqual(['ARC3006']);
  });

  test('only `multiply` spreads a vector over a map', () => {
    const gate = 'global_avg_pool(keep_dims = true) -> sigmoid()';
    expect(nodesOf(graphOf(body(`residual(join = multiply) { ${gate} }`))).at(-1)).toBe(
      'multiply [32, 32, 8] <- image, sigmoid',
    );
    expect(codesOf(body(`residual { ${gate} }`))).toEqual(['ARC3104']);
    expect(codesOf(body(`residual(join = maximum) { ${gate} }`))).toEqual(['ARC3215']);
    expect(codesOf(body('residual { conv2d(4) }'))).toEqual(['ARC3104']);
  });

  test.each([
    'residual(wen = true) { relu() }',
    'residual(true) { relu() }',
    'residual(join = "add") { relu() }',
  ])('refuses %s', (text) => expect(codesOf(body(text))).toEqual(['ARC2023']));
});

describe('parallel', () => {
  test('runs paths, also of ifs and loops, on one tensor and joins them in order', () => {
    const graph = graphOf(
      body(`parallel(join = concat) {
        let n = 4
        if n > 3 { path { conv2d(n) } } else { path { } }
        for k in [1, 3] { path { conv2d(n, kernel = k) -> relu() } }
        repeat 2 { wide: path { conv2d(2) } }
        path { }
      }`),
    );
    expect(nodesOf(graph)).toEqual([
      'conv2d [32, 32, 4] <- image',
      'conv2d_2 [32, 32, 4] <- image',
      'relu [32, 32, 4] <- conv2d_2',
      'conv2d_3 [32, 32, 4] <- image',
      'relu_2 [32, 32, 4] <- conv2d_3',
      'wide.conv2d [32, 32, 2] <- image',
      'wide_2.conv2d [32, 32, 2] <- image',
      'concat [32, 32, 24] <- conv2d, relu, relu_2, wide.conv2d, wide_2.conv2d, image',
    ]);
  });

  test('a labelled path is a part', () => {
    const graph = graphOf(body('mix: parallel(join = add) { a: path { conv2d(8) -> relu() } b: path { } }'));
    expect(graph.parts.map((part) => part.path)).toEqual(['mix.a', 'mix']);
  });

  test.each([
    ['parallel { path { relu() } path { } }', 'ARC2023'],
    ['parallel(join = add) { relu() path { } path { } }', 'ARC2014'],
    ['parallel(join = add) { path { relu() } }', 'ARC3217'],
    ['parallel(join = add) { path { conv2d(4) } path { } }', 'ARC3215'],
    ['path { relu() }', 'ARC2014'],
  ])('refuses %s', (text, code) => expect(codesOf(body(text))).toEqual([code]));
});

describe('drop_path stands on a branch of an addition', () => {
  test.each([
    'residual { conv2d(8) -> drop_path(0.1) }',
    'residual { conv2d(8) } shortcut { drop_path(0.1) }',
    'parallel(join = add) { path { conv2d(8) -> drop_path(0.1) } path { } }',
    'residual { if true { conv2d(8) drop_path(0.1) } }',
    'drop_path(0)',
  ])('%s', (text) => expect(errorsOf(body(text))).toEqual([]));

  test.each([
    'drop_path(0.1)',
    'residual(join = multiply) { conv2d(8) -> drop_path(0.1) }',
    'parallel(join = concat) { path { drop_path(0.1) } path { } }',
    'conv2d(8) -> drop_path(0.1) -> add(_, image)',
  ])('not %s', (text) => expect(codesOf(body(text))).toEqual(['ARC3005']));

  test('also in a block that is called there, and a layer value that is applied there', () => {
    const block = 'block tail(last: layer) { conv2d(8) last() }';
    const net = (text: string) => `${block} ${body(text)}`;
    expect(errorsOf(net('residual { tail(drop_path(0.1)) }'))).toEqual([]);
    expect(codesOf(net('tail(drop_path(0.1))'))).toEqual(['ARC3005']);
  });

  test('and is left out where `when` is false', () => {
    const graph = graphOf(body('residual(when = false) { conv2d(8) -> drop_path(0.1) } relu()'));
    expect(nodesOf(graph)).toEqual(['conv2d [32, 32, 8] <- image', 'relu [32, 32, 8] <- conv2d']);
  });
});
