import { describe, expect, it } from 'vitest';
import { diagnosticsOf, written } from '../program.ts';

/** A program with a mistake that people make, and everything that is said about it. */
const cases: readonly (readonly [source: string, says: readonly string[]])[] = [
  [
    `block a() { relu()
block b() { relu() }`,
    ['ARC0011 at `{`: this `{` is never closed'],
  ],
  [
    `block a() {
  if true {
    relu()
  relu()
}
block b() { relu() }`,
    ['ARC0011 at `{`: this `{` is never closed'],
  ],
  [
    `network n {
  input x: [8, 8, 3]
  conv2d(8, kernel = 3
  relu()
  stem: conv2d(8)
}`,
    ['ARC0011 at `(`: this `(` is never closed'],
  ],
  [
    `network n {
  input x: [8, 8, 3]
  let n = max(1, 2
  conv2d(n)
}`,
    ['ARC0011 at `(`: this `(` is never closed'],
  ],
  [
    `network n {
  input x: [8, 8, 3]
  for (a, b) in [
    (1, 2)
    (3, 4),
  ] {
    conv2d(a, kernel = b)
  }
}`,
    ['ARC0010 at `(`: expected `,` or `]`, found `(`'],
  ],
  [
    `conv2d(3)
relu()`,
    [
      'ARC0010 at `conv2d`: expected a declaration: `import`, `const`, `fn`, `block`, `network` or `test`, found `conv2d`',
      'help: statements stand in the body of a `block`, a `network` or a `test`',
    ],
  ],
  [
    'let x = 3',
    [
      'ARC0010 at `let`: expected a declaration: `import`, `const`, `fn`, `block`, `network` or `test`, found `let`',
      'help: at the top level a value is named with `const`',
    ],
  ],
  [
    'def f(x): return x',
    [
      'ARC0010 at `def`: expected a declaration: `import`, `const`, `fn`, `block`, `network` or `test`, found `def`',
      'help: a function is declared with `fn`, a piece of network with `block`',
    ],
  ],
  [
    'import std/layers',
    [
      'ARC0010 at `std`: expected `{`, found `std`',
      'help: an import is written `import { name } from "std/layers"`',
    ],
  ],
  [
    'from "std/layers" import conv_bn',
    [
      'ARC0010 at `from`: expected a declaration: `import`, `const`, `fn`, `block`, `network` or `test`, found `from`',
      'help: an import is written `import { name } from "std/layers"`',
    ],
  ],
  [
    'import { conv_bn } "std/layers"',
    [
      'ARC0010 at `"std/layers"`: expected `from`, found the string "std/layers"',
      'help: an import is written `import { name } from "std/layers"`',
    ],
  ],
  [
    'import conv_bn from "std/layers"',
    [
      'ARC0010 at `conv_bn`: expected `{`, found `conv_bn`',
      'help: an import is written `import { name } from "std/layers"`',
    ],
  ],
  [
    'import * from "std/layers"',
    [
      'ARC0010 at `*`: expected `{`, found `*`',
      'help: an import is written `import { name } from "std/layers"`',
    ],
  ],
  [
    'fn f(x) -> int = x',
    ['ARC0010 at `)`: expected `:`, found `)`', 'help: write the type of the parameter: `x: int`'],
  ],
  [
    'fn f(x: int) = x',
    [
      'ARC0010 at `=`: expected `->`, found `=`',
      'help: the type of the result is written: `fn name(x: int) -> int = x + 1`',
    ],
  ],
  [
    'fn f(x: int): int = x',
    [
      'ARC0010 at `:`: expected `->`, found `:`',
      'help: the type of the result is written: `fn name(x: int) -> int = x + 1`',
    ],
  ],
  [
    'fn f(x: int) -> = x',
    ['ARC0010 at `=`: expected a type such as `int`, `"same"` or `[float]`, found `=`'],
  ],
  [
    'fn f(x: int = 3) -> int { x }',
    [
      'ARC0010 at `{`: expected `=`, found `{`',
      'help: a function is one expression: `fn name(x: int) -> int = x + 1`',
    ],
  ],
  [
    'block b(x = 3) { relu() }',
    ['ARC0010 at `=`: expected `:`, found `=`', 'help: write the type of the parameter: `x: int = …`'],
  ],
  [
    'block b(x int) { relu() }',
    ['ARC0010 at `int`: expected `:`, found `int`', 'help: write the type of the parameter: `x: int`'],
  ],
  [
    'block b { relu() }',
    [
      'ARC0010 at `{`: expected `(`, found `{`',
      'help: the parentheses stand also where there are no parameters',
    ],
  ],
  [
    'block b() -> [h, w, c] { relu() }',
    ['ARC0010 at `->`: expected `{`, found `->`', 'help: a signature is written `: [h, w, c] -> [h, w, c]`'],
  ],
  [
    'block b() : [h, w, c] { relu() }',
    [
      'ARC0010 at `{`: expected `->`, found `{`',
      'help: a signature has two shapes: `: [h, w, c] -> [h, w, c]`',
    ],
  ],
  [
    'block b() : [h, w, c] -> h { relu() }',
    ['ARC0010 at `h`: expected `[`, found `h`', 'help: a shape is written `[224, 224, 3]`'],
  ],
  [
    'network n() { input x: 8, 8, 3 relu() }',
    ['ARC0010 at `8`: expected `[`, found `8`', 'help: a shape is written `[224, 224, 3]`'],
  ],
  ['network n { input x [8, 8, 3] relu() }', ['ARC0010 at `[`: expected `:`, found `[`']],
  [
    'network n { input: [8, 8, 3] relu() }',
    [
      'ARC0017 at `input`: `input` is a reserved word and cannot be a name',
      'help: an input has a name: `input image: [224, 224, 3]`',
    ],
  ],
  [
    'block b() { if x = 3 { relu() } }',
    ['ARC0010 at `=`: expected `{`, found `=`', 'help: write `==` to compare'],
  ],
  [
    'block b(x: int) { if (x == 3) relu() }',
    ['ARC0010 at `relu`: expected `{`, found `relu`', 'help: what belongs to it stands between `{` and `}`'],
  ],
  [
    'block b(x: int) { if x == 3: relu() }',
    ['ARC0010 at `:`: expected `{`, found `:`', 'help: what belongs to it stands between `{` and `}`'],
  ],
  [
    'block b(x: int) { if x == 3 { relu() } elif x == 4 { relu() } }',
    ['ARC0010 at `==`: expected a statement or `}`, found `==`'],
  ],
  [
    `block b(x: int) { let y = if x == 3 { 1 } else { 2 }
 relu() }`,
    ['ARC0010 at `{`: expected `then`, found `{`', 'help: a choice is written `if condition then a else b`'],
  ],
  [
    `block b(x: int) { let y = x == 3 ? 1 : 2
 relu() }`,
    [
      'ARC0010 at `?`: expected a statement or `}`, found `?`',
      'help: a choice is written `if condition then a else b`',
    ],
  ],
  [
    `block b(x: int) { x = x + 1
 relu() }`,
    ['ARC0010 at `=`: expected a statement or `}`, found `=`', 'help: write `let x = …` to name a value'],
  ],
  [
    `block b() { relu();
 relu(); }`,
    [
      'ARC0001 at `;`: `;` has no meaning in the language',
      'help: statements need no `;`',
      'ARC0001 at `;`: `;` has no meaning in the language',
      'help: statements need no `;`',
    ],
  ],
  [
    'block b() { repeat 3 relu() }',
    ['ARC0010 at `relu`: expected `{`, found `relu`', 'help: what belongs to it stands between `{` and `}`'],
  ],
  [
    'block b() { for i in 0..3 relu() }',
    ['ARC0010 at `relu`: expected `{`, found `relu`', 'help: what belongs to it stands between `{` and `}`'],
  ],
  [
    'block b() { for i = 0..3 { relu() } }',
    ['ARC0010 at `=`: expected `in`, found `=`', 'help: a loop is written `for x in xs { … }`'],
  ],
  [
    'block b() { for (let i = 0; i < 3; i++) { relu() } }',
    [
      'ARC0001 at `;`: `;` has no meaning in the language',
      'help: statements need no `;`',
      'ARC0001 at `;`: `;` has no meaning in the language',
      'help: statements need no `;`',
    ],
  ],
  ['block b() { relu() -> -> relu() }', ['ARC0010 at `->`: expected a layer or block call, found `->`']],
  [
    `block b() { relu() ->
}`,
    ['ARC0010 at `}`: expected a layer or block call, found `}`'],
  ],
  [
    'block b() { -> relu() }',
    [
      'ARC0010 at `->`: expected a statement or `}`, found `->`',
      'help: a chain begins with a call, or with the name of a tensor',
    ],
  ],
  [
    'block b() { relu() | relu() }',
    [
      'ARC0010 at `|`: expected a statement or `}`, found `|`',
      'help: to apply one layer after the other, write `a() -> b()`',
    ],
  ],
  [
    'block b() { conv2d(3)(relu()) }',
    [
      'ARC0010 at `(`: expected a statement or `}`, found `(`',
      'help: to apply a layer to the result of another, write `a() -> b()`',
    ],
  ],
  [
    'block b() { self.conv2d(3) }',
    [
      'ARC0001 at `.`: `.` has no meaning in the language',
      'help: nothing has members: a name stands by itself',
    ],
  ],
  ['block b() { x: }', ['ARC0010 at `}`: expected a layer or block call, found `}`']],
  ['block b() { relu() as }', ['ARC0010 at `}`: expected a name, found `}`']],
  [
    'block b() { relu() as a b }',
    [
      'ARC2017 at `b`: `b` names a layer but does not apply it',
      'help: write `b()`',
      'ARC2010 at `b`: `b` mentions itself; nothing may recurse',
      'help: write the repetition as a loop over a list',
    ],
  ],
  ['block b() { residual() { relu() } }', []],
  [
    'block b() { residual { relu() } shortcut { } shortcut { } }',
    [
      'ARC0018 at `shortcut`: `shortcut` does not take a body',
      'help: a `shortcut { … }` stands right behind the body of a `residual`',
    ],
  ],
  [
    'block b() { shortcut { relu() } }',
    [
      'ARC0018 at `shortcut`: `shortcut` does not take a body',
      'help: a `shortcut { … }` stands right behind the body of a `residual`',
    ],
  ],
  [
    'block b() { stack { relu() } }',
    [
      'ARC0018 at `stack`: `stack` does not take a body',
      'help: the constructs that take a body are `residual`, `parallel` and `path`; a piece of network with a name is a `block`',
    ],
  ],
  [
    'block b() { parallel { path { } } }',
    [
      'ARC2023 at `parallel`: `parallel`: `join` says how the paths come together',
      'help: write `parallel(join = concat)`, or one of add, multiply, concat, maximum, average',
    ],
  ],
  [
    'block b() { else { relu() } }',
    [
      'ARC0010 at `else`: expected a statement or `}`, found `else`',
      'help: an `else` stands right behind the `}` of its `if`',
    ],
  ],
  [
    'block b() { require true "message" }',
    [
      'ARC0010 at `"message"`: expected a statement or `}`, found the string "message"',
      'help: a comma stands before a message: `require n > 0, "n is {n}"`',
    ],
  ],
  [
    'block b() { require true, message }',
    [
      'ARC0010 at `message`: expected a string, found `message`',
      'help: the message is a text: `require n > 0, "n is {n}"`',
    ],
  ],
  [
    'block b() { expect params = 3 }',
    ['ARC0010 at `=`: expected a comparison such as `==` or `<=`, found `=`', 'help: write `==` to compare'],
  ],
  [
    'block b() { expect 3 == params }',
    [
      'ARC0010 at `3`: expected `params`, `macs`, `shape`, `output` or the name of a tensor, found `3`',
      'help: what is measured stands on the left: `expect params <= 4M`',
    ],
  ],
  [
    'block b() { expect }',
    ['ARC0010 at `}`: expected `params`, `macs`, `shape`, `output` or the name of a tensor, found `}`'],
  ],
  [
    'block b() { relu) }',
    [
      'ARC0010 at `)`: expected a statement or `}`, found `)`',
      'help: it closes nothing: take it out, or open it',
    ],
  ],
  ['block b() { relu( }', ['ARC0011 at `(`: this `(` is never closed']],
  [
    `block b() { relu() }}
block c() { relu() }`,
    [
      'ARC0010 at `}`: expected an operator or the next declaration, found `}`',
      'help: it closes nothing: take it out, or look for a `}` too many above',
    ],
  ],
  [
    'test x { relu() }',
    [
      'ARC0010 at `x`: expected a string, found `x`',
      'help: a test is written `test "what holds" { … }`, or `test "what fails" fails "ARC3" { … }`',
    ],
  ],
  [
    'test "x" fail "ARC3" { relu() }',
    [
      'ARC0010 at `fail`: expected `{`, found `fail`',
      'help: a test that should fail is written `test "name" fails "ARC3" { … }`',
    ],
  ],
  [
    'test "x" fails ARC3 { relu() }',
    [
      'ARC0010 at `ARC3`: expected a string, found `ARC3`',
      'help: a test is written `test "what holds" { … }`, or `test "what fails" fails "ARC3" { … }`',
    ],
  ],
  [
    'network n { input x: [8, 8, 3] conv2d(3, 3, stride: 2) }',
    ['ARC0010 at `:`: expected `,` or `)`, found `:`', 'help: an argument is given as `name = value`'],
  ],
  [
    'network n { input x: [8, 8, 3] conv2d(3, stride == 2) }',
    ['ARC1001 at `stride`: there is no value named `stride`'],
  ],
  [
    'network n { input x: [8, 8, 3] conv2d(filters = 3, kernel) }',
    [
      'ARC2006 at `kernel`: in a call of `conv2d`, arguments by position stand before those by name',
      'help: give it by name',
    ],
  ],
  [
    `const a = [1, 2
const b = 3`,
    ['ARC0011 at `[`: this `[` is never closed'],
  ],
  [
    `const a = (1, 2
const b = 3`,
    ['ARC0011 at `(`: this `(` is never closed'],
  ],
  ['const a 3', ['ARC0010 at `3`: expected `=`, found `3`']],
  ['const = 3', ['ARC0010 at `=`: expected a name, found `=`']],
  ['const a =', ['ARC0020 at ``: the file ends where an expression is expected']],
  ['const a = 3 4', ['ARC0010 at `4`: expected an operator or the next declaration, found `4`']],
  [
    `const a = 1 +
const b = 2`,
    ['ARC0010 at `const`: expected an expression, found `const`'],
  ],
  ['const a = 1 + * 2', ['ARC0010 at `*`: expected an expression, found `*`']],
  ['const a = [x in 0..3]', ['ARC1001 at `x`: there is no value named `x`']],
  ['const a = [x for x 0..3]', ['ARC0010 at `0`: expected `in`, found `0`']],
  ['const a = {1: 2}', ['ARC0010 at `{`: expected an expression, found `{`']],
  [
    'const a = 3 == not 4',
    [
      'ARC0013 at `not`: `not` binds more loosely than the operator before it',
      'help: put parentheses around `not` and its operand',
    ],
  ],
  [
    'const a = x.y',
    [
      'ARC0001 at `.`: `.` has no meaning in the language',
      'help: nothing has members: a name stands by itself',
    ],
  ],
  ['const a = f(x)(y)', ['ARC0010 at `(`: expected an operator or the next declaration, found `(`']],
  [
    'const a = "a" + "b"',
    ['ARC2008 at `+`: `+` does not work on "a" and "b"', 'help: join text by interpolation: `"{a}{b}"`'],
  ],
  ['const a = 0x10', ['ARC0002 at `0x10`: `0x10` is not a number', 'help: numbers are decimal']],
  ['const a = 10k', ['ARC0002 at `10k`: `10k` is not a number', 'help: the magnitudes are `K`, `M` and `G`']],
  ['const a = 3.5.1', ['ARC0002 at `3.5.1`: `3.5.1` is not a number', 'help: `3.5.1` does not belong to it']],
  [
    'shared x = relu',
    [
      'ARC0010 at `shared`: expected a declaration: `import`, `const`, `fn`, `block`, `network` or `test`, found `shared`',
      'help: statements stand in the body of a `block`, a `network` or a `test`',
    ],
  ],
  ['block b() { shared tower embed(64) }', ['ARC0010 at `embed`: expected `=`, found `embed`']],
  [
    'block b() { let shared = 3 shared() }',
    ['ARC2007 at `shared`: `shared` is a value of type int and cannot be called'],
  ],
  [
    'block b() { shared() relu() }',
    ['ARC1001 at `shared`: there is no layer, block or function named `shared`'],
  ],
  ['block b() { let (a) = 3 relu() }', ['ARC0010 at `)`: expected `,` and a second name, found `)`']],
  [
    'block b() { let a, b = (3, 4) relu() }',
    ['ARC0010 at `,`: expected `=`, found `,`', 'help: several names are a pattern: `let (a, …) = …`'],
  ],
  [
    'block b() { let a: int = 3 relu() }',
    ['ARC0010 at `:`: expected `=`, found `:`', 'help: a `let` has the type of its value: `let a = …`'],
  ],
  ['/// doc', []],
];

describe('syntax errors', () => {
  it.each(cases)('%s', (source, says) => {
    const said = diagnosticsOf(source).flatMap((each) => [
      written(each),
      ...each.help.map((help) => `help: ${help}`),
    ]);
    expect(said).toEqual(says);
  });
});
