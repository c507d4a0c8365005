const network = (body: string, input = '28, 28, 16') => `network n {\n  input x: [${input}]\n  ${body}\n}\n`;
const doubled = (first: string) =>
  `block b0() { ${first} }\n${Array.from({ length: 60 }, (_, i) => `block b${i + 1}() { b${i}() b${i}() }\n`).join('')}`;

/** Programs that would go on for hours: each has to be refused. */
export const endless: Readonly<Record<string, string>> = {
  'layers without weights': network('repeat 9_000_000 { relu() }'),
  convolutions: network('repeat 9_000_000 { conv2d(16) }'),
  irblocks: `import { irblock } from "std/mobilenet"\n${network('repeat 9_000_000 { irblock(oup = 16) }')}`,
  'shuffle units': `import { shuffle_unit } from "std/shufflenet"\n${network('repeat 9_000_000 { shuffle_unit(116) }', '28, 28, 116')}`,
  'residuals that concatenate': network(
    'repeat 9_000_000 { residual(join = concat) { conv2d(8) -> relu() } }',
  ),
  'symbolic sizes': network('repeat 9_000_000 { conv2d(8, stride = 2) upsample() }', '?a + ?b, ?c, 8'),
  'blocks that double': `${doubled('conv2d(4) batch_norm()')}${network('b60()')}`,
  'lists in lists': 'const xs = [i + j for i in 0..100_000 for j in 0..100_000]\n',
};
