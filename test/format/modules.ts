import * as fc from 'fast-check';

/** Texts that the grammar accepts and nothing else is known of: every form of the language, sensible or not. */
export function modules(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(imports, { maxLength: 2 }), fc.array(declaration, { minLength: 1, maxLength: 4 }))
    .map(([head, rest]) => [...head, ...rest].join('\n'));
}

const name = fc.constantFrom(
  'a',
  'b',
  'inp',
  'hidden_channels',
  'residual',
  'path',
  'from',
  'shared',
  'relu6',
);
const words = (...texts: string[]) => fc.constantFrom(...texts);
const comma = words('', ', ');

/** Texts with commas between, sometimes with one at the end. */
function listed(item: fc.Arbitrary<string>, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(item, { minLength, maxLength }), comma)
    .map(([items, last]) => items.join(', ') + (items.length > 0 ? last : ''));
}

/** Texts one after the other. */
function sequence(...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  return fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((texts) => texts.join(''));
}

function perhaps(part: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(fc.constant(''), part);
}

const literal = words(
  '0',
  '42',
  '1_000',
  '3.5M',
  '1e-5',
  'true',
  'none',
  '"same"',
  '"a {b + 1} \\" c"',
  '_',
  '?',
  '?h',
);
const operator = words('+', '-', '*', '/', '%', '**', '..', '==', '<=', 'in', 'not in', 'and', 'or');

const { expression, pattern } = fc.letrec<{ expression: string; operand: string; pattern: string }>(
  (tie) => ({
    expression: fc.oneof(
      { weight: 4, arbitrary: tie('operand') },
      { weight: 2, arbitrary: sequence(tie('operand'), ' ', operator, ' ', tie('operand')) },
      {
        weight: 1,
        arbitrary: sequence('if ', tie('operand'), ' then ', tie('operand'), ' else ', tie('expression')),
      },
    ),
    operand: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      { weight: 4, arbitrary: literal },
      { weight: 4, arbitrary: name },
      { weight: 1, arbitrary: sequence('(', tie('expression'), ')') },
      { weight: 1, arbitrary: sequence(words('-', 'not '), '(', tie('expression'), ')') },
      { weight: 1, arbitrary: sequence('-', tie('operand')) },
      { weight: 2, arbitrary: sequence('[', listed(tie('expression'), 0, 5), ']') },
      { weight: 1, arbitrary: sequence('(', listed(tie('operand'), 2, 4), ')') },
      { weight: 1, arbitrary: sequence('[', listed(rowOf(tie('operand')), 1, 4), ']') },
      {
        weight: 1,
        arbitrary: sequence(
          ...['[', tie('expression'), ' for ', tie('pattern'), ' in ', tie('operand')],
          ...[
            perhaps(sequence(' for x in ', tie('operand'))),
            perhaps(sequence(' if ', tie('operand'))),
            ']',
          ],
        ),
      },
      { weight: 3, arbitrary: sequence(name, '(', listed(argumentOf(tie('expression')), 0, 5), ')') },
      { weight: 1, arbitrary: sequence(name, '[', tie('expression'), ']') },
    ),
    pattern: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      { weight: 3, arbitrary: name },
      { weight: 1, arbitrary: fc.constant('_') },
      { weight: 1, arbitrary: sequence('(', listed(tie('pattern'), 2, 3), ')') },
    ),
  }),
);

function rowOf(cell: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(sequence('(', listed(cell, 2, 3), ')'), sequence('[', listed(cell, 1, 3), ']'));
}

function argumentOf(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(value, sequence(name, ' = ', value));
}

const { type } = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 3, arbitrary: words('int', 'float', 'layer', '"auto"', 'none') },
    { weight: 1, arbitrary: sequence('[', tie('type'), ']') },
    { weight: 1, arbitrary: sequence('(', listed(tie('type'), 1, 3), ')') },
    { weight: 1, arbitrary: sequence(tie('type'), ' | ', tie('type')) },
  ),
}));

const call = sequence(name, '(', listed(argumentOf(expression), 0, 5), ')');
const shape = sequence('[', listed(expression, 1, 4), ']');

const { body } = fc.letrec<{ body: string; statement: string; element: string }>((tie) => {
  const inner = tie('body');
  const chain = fc
    .tuple(
      perhaps(sequence(name, ': ')),
      fc.array(tie('element'), { minLength: 1, maxLength: 5 }),
      perhaps(sequence(' as ', name)),
    )
    .map(([label, elements, as]) => label + elements.join(' -> ') + as);
  return {
    body: sequence(
      '{ ',
      fc.array(tie('statement'), { maxLength: 3 }).map((all) => all.join('\n')),
      ' }',
    ),
    element: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 6, arbitrary: call },
      { weight: 1, arbitrary: fc.constant('_') },
      { weight: 1, arbitrary: fc.constant('skip') },
      {
        weight: 1,
        arbitrary: sequence(
          'residual',
          perhaps(sequence('(when = ', expression, ')')),
          inner,
          perhaps(sequence(' shortcut ', inner)),
        ),
      },
      { weight: 1, arbitrary: sequence(words('parallel(join = add)', 'path', 'path()'), inner) },
    ),
    statement: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 6, arbitrary: chain },
      { weight: 3, arbitrary: sequence('let ', pattern, ' = ', expression) },
      { weight: 1, arbitrary: sequence('shared tower = ', expression) },
      {
        weight: 1,
        arbitrary: sequence(
          'require ',
          expression,
          perhaps(words(', "why {a}"', ', "a message that is long enough to go on in the next line"')),
        ),
      },
      {
        weight: 1,
        arbitrary: sequence(
          'expect ',
          words('params', 'output', 'macs(224, 224)', 'macs(1,)'),
          ' <= ',
          expression,
        ),
      },
      { weight: 1, arbitrary: sequence('input x: ', shape) },
      { weight: 1, arbitrary: words('output a', 'output a, b, c') },
      {
        weight: 1,
        arbitrary: sequence(
          'if ',
          expression,
          inner,
          perhaps(sequence(' else if ', expression, inner)),
          perhaps(sequence(' else ', inner)),
        ),
      },
      { weight: 1, arbitrary: sequence('for ', pattern, ' in ', expression, inner) },
      { weight: 1, arbitrary: sequence('repeat ', expression, inner) },
    ),
  };
});

const imports = sequence(
  'import { ',
  listed(words('a', 'b as c', 'make_divisible'), 1, 6),
  ' } from "std/layers"',
);
const parameters = sequence(
  '(',
  listed(sequence(name, ': ', type, perhaps(sequence(' = ', expression))), 0, 6),
  ')',
);

const declaration = fc.oneof(
  sequence('const LIMIT = ', expression),
  sequence('fn f', parameters, ' -> ', type, ' = ', expression),
  sequence('block cell', parameters, perhaps(sequence(' : ', shape, ' -> ', shape)), body),
  sequence('network net', perhaps(parameters), body),
  sequence('test "what holds"', perhaps(fc.constant(' fails "ARC3"')), body),
);
