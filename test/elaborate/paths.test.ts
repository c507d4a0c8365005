import { describe, expect, test } from 'vitest';
import { body, codesOf, graphOf, nodesOf, weightsOf } from '../program.ts';

function pathsOf(text: string): readonly string[] {
  return nodesOf(graphOf(text)).map((node) => node.split(' ')[0] ?? '');
}

describe('paths of parts (LANGUAGE §11)', () => {
  test('count from the second of a name on, also across turns of a loop, labels too', () => {
    expect(pathsOf(body('conv2d(3) repeat 2 { conv2d(3) -> relu() } repeat 2 { stem: conv2d(3) }'))).toEqual([
      'conv2d',
      'conv2d_2',
      'relu',
      'conv2d_3',
      'relu_2',
      'stem',
      'stem_2',
    ]);
  });

  test('a label replaces the name of one call, and groups a longer chain or a construct', () => {
    const block = 'block b() { conv2d(3) x: conv2d(3) -> relu() }';
    const text = 'stem: b() b() head: b() -> relu() r: residual { conv2d(3) }';
    expect(pathsOf(`${block} ${body(text)}`)).toEqual([
      'stem.conv2d',
      'stem.x.conv2d',
      'stem.x.relu',
      'b.conv2d',
      'b.x.conv2d',
      'b.x.relu',
      'head.b.conv2d',
      'head.b.x.conv2d',
      'head.b.x.relu',
      'head.relu',
      'r.conv2d',
      'r.add',
    ]);
  });

  test('layer values have the names of their layers', () => {
    const block = 'block b(act: layer) { act() }';
    expect(pathsOf(`${block} ${body('let down = conv2d(8, stride = 2) down() down() b(relu)')}`)).toEqual([
      'conv2d',
      'conv2d_2',
      'b.relu',
    ]);
  });

  test.each([
    'conv2d(3) conv2d_2: conv2d(3) conv2d(3)',
    'conv2d(3) conv2d(3) conv2d_2: conv2d(3)',
    'conv2d_2: conv2d(3) conv2d(3) conv2d(3)',
    'a: relu() a: relu() a_2: relu()',
    'a_2: relu() a: relu() a: relu()',
  ])('a label that is a counted name is refused: %s', (text) => {
    expect(codesOf(body(text))).toEqual(['ARC1007']);
  });

  test.each([
    'stage_2: relu() stage_1: relu() stage: relu()',
    'conv2d: conv2d(3) relu() -> conv2d(3)',
    'x: relu() as x add(_, x)',
  ])('a label that is not is fine: %s', (text) => expect(codesOf(body(text))).toEqual([]));

  test('weights stand in the order of the text: bodies before shortcuts, paths as written, shared where declared', () => {
    const graph = graphOf(`
      network n {
        input x: [4]
        one: dense(4)
        shared s = dense(4)
        residual { body: dense(4) -> s() } shortcut { short: dense(4) }
        parallel(join = add) { p: path { dense(4) } path { s() } q: path { dense(4) } }
        last: dense(2)
      }
    `);
    expect(weightsOf(graph).filter((path) => path.endsWith('.kernel'))).toEqual([
      'one.kernel',
      's.kernel',
      'body.dense.kernel',
      'short.kernel',
      'p.dense.kernel',
      'q.dense.kernel',
      'last.kernel',
    ]);
  });
});
