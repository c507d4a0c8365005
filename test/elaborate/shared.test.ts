import { describe, expect, test } from 'vitest';
import { codesOf, errorOf, graphOf, labelsOf, nodesOf, parametersOf, weightsOf } from '../program.ts';

/** A network over a vector of 4. */
const net = (text: string) => `network n { input x: [4] ${text} }`;

describe('shared layers', () => {
  test('have one set of weights, counted once, where they are declared', () => {
    const graph = graphOf(`
      block embed(n: int) { dense(n) -> relu() -> dense(n) }
      network n {
        input a: [4]
        input b: [4]
        shared tower = embed(3)
        a -> dense(4) -> tower() as x
        b -> tower() -> add(_, x) -> dense(2)
      }
    `);
    expect(weightsOf(graph)).toEqual([
      'tower.dense.kernel',
      'tower.dense.bias',
      'tower.dense_2.kernel',
      'tower.dense_2.bias',
      'dense.kernel',
      'dense.bias',
      'dense_2.kernel',
      'dense_2.bias',
    ]);
    expect(parametersOf(graph)).toBe(15 + 12 + 20 + 8);
    expect(nodesOf(graph).filter((node) => node.includes('tower'))).toHaveLength(7);
  });

  test('keep the order of their declarations, in whatever order they are applied', () => {
    const graph = graphOf(net('shared p = dense(4) shared q = dense(4) dense(4) q() p() q()'));
    expect(weightsOf(graph).filter((path) => path.endsWith('kernel'))).toEqual([
      'p.kernel',
      'q.kernel',
      'dense.kernel',
    ]);
  });

  test('may be passed to blocks; a label names one application, not the weights', () => {
    const graph = graphOf(`
      block twice(l: layer) { l() -> relu() -> l() }
      ${net('shared t = dense(4) twice(t) last: t() t()')}
    `);
    expect(weightsOf(graph)).toEqual(['t.kernel', 't.bias']);
    expect(nodesOf(graph).map((node) => node.split(' ')[0])).toEqual([
      'twice.t',
      'twice.relu',
      'twice.t_2',
      'last',
      't_2',
    ]);
  });

  test('without `shared`, every application has weights of its own', () => {
    expect(parametersOf(graphOf(net('let t = dense(4) t() t()')))).toBe(40);
    expect(parametersOf(graphOf(net('shared t = dense(4) t() t()')))).toBe(20);
  });

  test('may hold shared layers', () => {
    const graph = graphOf(`
      block inner() { shared s = dense(4) s() -> relu() -> s() }
      ${net('shared t = inner() t() -> t()')}
    `);
    expect(weightsOf(graph)).toEqual(['t.s.kernel', 't.s.bias']);
  });

  test.each(['e() t() t() e()', 't() t() e()', 't() e() t()'])(
    'may apply a shared layer from outside, whichever is applied first: %s',
    (applications) => {
      const graph = graphOf(`
        block use(l: layer) { l() -> relu() -> dense(4) }
        ${net(`shared e = dense(4) shared t = use(e) ${applications}`)}
      `);
      expect(weightsOf(graph)).toEqual(['e.kernel', 'e.bias', 't.dense.kernel', 't.dense.bias']);
    },
  );

  test('of a loop are one for each turn', () => {
    const graph = graphOf(net('for _ in 0..2 { shared e = dense(4) e() e() }'));
    expect(parametersOf(graph)).toBe(40);
    expect(nodesOf(graph).map((node) => node.split(' ')[0])).toEqual(['e', 'e_2', 'e_3', 'e_4']);
  });

  test('belong to the use that is left, where the first leads nowhere', () => {
    const graph = graphOf(net('shared e = dense(4) x -> e() as _dead x -> dense(4) -> e()'));
    expect(parametersOf(graph)).toBe(40);
  });

  test('must meet the channels that their weights were made for', () => {
    const error = errorOf(net('shared e = dense(3) e() -> e()'));
    expect(error.code).toBe('ARC3008');
    expect(labelsOf(error)).toEqual(['`e()` applied here first']);
  });

  test('may meet maps of other sizes', () => {
    const graph = graphOf(`
      block f() { conv2d(4) -> global_avg_pool() }
      network n {
        input a: [8, 8, 4]
        input b: [6, 6, 4]
        shared e = f()
        a -> e() as x
        b -> e() -> add(_, x)
      }
    `);
    expect(parametersOf(graph)).toBe(148);
  });

  test.each([
    ['shared e = dense(3) e(3)', 'ARC2020'],
    ['shared e = dense(3) e', 'ARC2017'],
    ['shared e = add relu()', 'ARC2026'],
    ['shared e = dense(4) e() -> add(_, e)', 'ARC2019'],
  ])('refuses %s', (text, code) => expect(codesOf(net(text))).toContain(code));
});
