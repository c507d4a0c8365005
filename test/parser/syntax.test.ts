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
    ],
  ],
  [
    'let x = 3',
    [
      'ARC0010 at `let`: expected a declaration: `import`, `const`, `fn`, `block`, `network` or `test`, found `let`',
    ],
  ],
  [
    'def f(x): return x',
    [
      'ARC0010 at `def`: expected a declaration: `import`, `const`, `fn`, `block`, `network` or `test`, found `def`',
    ],
  ],
  ['import std/layers', ['ARC0010 at `std`: expected `{`, found `std`']],
  [
    'from "std/layers" import conv_bn',
    [
      'ARC0010 at `from`: expected a declaration: `import`, `const`, `fn`, `block`, `network` or `test`, found `from`',
    ],
  ],
  [
    'import { conv_bn } "std/layers"',
    ['ARC0010 at `"std/layers"`: expected `from`, found the string "std/layers"'],
  ],
  ['import conv_bn from "std/layers"', ['ARC0010 at `conv_bn`: expected `{`, found `conv_bn`']],
  ['import * from "std/layers"', ['ARC0010 at `*`: expected `{`, found `*`']],
  ['fn f(x) -> int = x', ['ARC0010 at `)`: expected `:`, found `)`']],
  ['fn f(x: int) = x', ['ARC0010 at `=`: expected `->`, found `=`']],
  ['fn f(x: int): int = x', ['ARC0010 at `:`: expected `->`, found `:`']],
  [
    'fn f(x: int) -> = x',
    ['ARC0010 at `=`: expected a type such as `int`, `"same"` or `[float]`, found `=`'],
  ],
  ['fn f(x: int = 3) -> int { x }', ['ARC0010 at `{`: expected `=`, found `{`']],
  ['block b(x = 3) { relu() }', ['ARC0010 at `=`: expected `:`, found `=`']],
  ['block b(x int) { relu() }', ['ARC0010 at `int`: expected `:`, found `int`']],
  ['block b { relu() }', ['ARC0010 at `{`: expected `(`, found `{`']],
  ['block b() -> [h, w, c] { relu() }', ['ARC0010 at `->`: expected `{`, found `->`']],
  ['block b() : [h, w, c] { relu() }', ['ARC0010 at `{`: expected `->`, found `{`']],
  ['block b() : [h, w, c] -> h { relu() }', ['ARC0010 at `h`: expected `[`, found `h`']],
  ['network n() { input x: 8, 8, 3 relu() }', ['ARC0010 at `8`: expected `[`, found `8`']],
  ['network n { input x [8, 8, 3] relu() }', ['ARC0010 at `[`: expected `:`, found `[`']],
  [
    'network n { input: [8, 8, 3] relu() }',
    ['ARC0017 at `input`: `input` is a reserved word and cannot be a name'],
  ],
  ['block b() { if x = 3 { relu() } }', ['ARC0010 at `=`: expected `{`, found `=`']],
  ['block b(x: int) { if (x == 3) relu() }', ['ARC0010 at `relu`: expected `{`, found `relu`']],
  ['block b(x: int) { if x == 3: relu() }', ['ARC0010 at `:`: expected `{`, found `:`']],
  [
    'block b(x: int) { if x == 3 { relu() } elif x == 4 { relu() } }',
    ['ARC0010 at `==`: expected a statement or `}`, found `==`'],
  ],
  [
    `block b(x: int) { let y = if x == 3 { 1 } else { 2 }
 relu() }`,
    ['ARC0010 at `{`: expected `then`, found `{`'],
  ],
  [
    `block b(x: int) { let y = x == 3 ? 1 : 2
 relu() }`,
    ['ARC0010 at `?`: expected a statement or `}`, found `?`'],
  ],
  [
    `block b(x: int) { x = x + 1
 relu() }`,
    ['ARC0010 at `=`: expected a statement or `}`, found `=`'],
  ],
  [
    `block b() { relu();
 relu(); }`,
    [
      'ARC0001 at `;`: `;` has no meaning in the language',
      'ARC0001 at `;`: `;` has no meaning in the language',
    ],
  ],
  ['block b() { repeat 3 relu() }', ['ARC0010 at `relu`: expected `{`, found `relu`']],
  ['block b() { for i in 0..3 relu() }', ['ARC0010 at `relu`: expected `{`, found `relu`']],
  ['block b() { for i = 0..3 { relu() } }', ['ARC0010 at `=`: expected `in`, found `=`']],
  [
    'block b() { for (let i = 0; i < 3; i++) { relu() } }',
    [
      'ARC0001 at `;`: `;` has no meaning in the language',
      'ARC0001 at `;`: `;` has no meaning in the language',
    ],
  ],
  ['block b() { relu() -> -> relu() }', ['ARC0010 at `->`: expected a layer or block call, found `->`']],
  [
    `block b() { relu() ->
}`,
    ['ARC0010 at `}`: expected a layer or block call, found `}`'],
  ],
  ['block b() { -> relu() }', ['ARC0010 at `->`: expected a statement or `}`, found `->`']],
  ['block b() { relu() | relu() }', ['ARC0010 at `|`: expected a statement or `}`, found `|`']],
  ['block b() { conv2d(3)(relu()) }', ['ARC0010 at `(`: expected a statement or `}`, found `(`']],
  ['block b() { self.conv2d(3) }', ['ARC0001 at `.`: `.` has no meaning in the language']],
  ['block b() { x: }', ['ARC0010 at `}`: expected a layer or block call, found `}`']],
  ['block b() { relu() as }', ['ARC0010 at `}`: expected a name, found `}`']],
  [
    'block b() { relu() as a b }',
    [
      'ARC2017 at `b`: `b` names a layer but does not apply it',
      'ARC2010 at `b`: `b` mentions itself; nothing may recurse',
    ],
  ],
  ['block b() { residual() { relu() } }', []],
  [
    'block b() { residual { relu() } shortcut { } shortcut { } }',
    ['ARC0018 at `shortcut`: `shortcut` does not take a body'],
  ],
  ['block b() { shortcut { relu() } }', ['ARC0018 at `shortcut`: `shortcut` does not take a body']],
  ['block b() { stack { relu() } }', ['ARC0018 at `stack`: `stack` does not take a body']],
  [
    'block b() { parallel { path { } } }',
    ['ARC2023 at `parallel`: `parallel`: `join` says how the paths come together'],
  ],
  ['block b() { else { relu() } }', ['ARC0010 at `else`: expected a statement or `}`, found `else`']],
  [
    'block b() { require true "message" }',
    ['ARC0010 at `"message"`: expected a statement or `}`, found the string "message"'],
  ],
  ['block b() { require true, message }', ['ARC0010 at `message`: expected a string, found `message`']],
  [
    'block b() { expect params = 3 }',
    ['ARC0010 at `=`: expected a comparison such as `==` or `<=`, found `=`'],
  ],
  [
    'block b() { expect 3 == params }',
    ['ARC0010 at `3`: expected `params`, `macs`, `shape`, `output` or the name of a tensor, found `3`'],
  ],
  [
    'block b() { expect }',
    ['ARC0010 at `}`: expected `params`, `macs`, `shape`, `output` or the name of a tensor, found `}`'],
  ],
  ['block b() { relu) }', ['ARC0010 at `)`: expected a statement or `}`, found `)`']],
  ['block b() { relu( }', ['ARC0011 at `(`: this `(` is never closed']],
  [
    `block b() { relu() }}
block c() { relu() }`,
    ['ARC0010 at `}`: expected an operator or the next declaration, found `}`'],
  ],
  ['test x { relu() }', ['ARC0010 at `x`: expected a string, found `x`']],
  ['test "x" fail "ARC3" { relu() }', ['ARC0010 at `fail`: expected `{`, found `fail`']],
  ['test "x" fails ARC3 { relu() }', ['ARC0010 at `ARC3`: expected a string, found `ARC3`']],
  [
    'network n { input x: [8, 8, 3] conv2d(3, 3, stride: 2) }',
    ['ARC0010 at `:`: expected `,` or `)`, found `:`'],
  ],
  [
    'network n { input x: [8, 8, 3] conv2d(3, stride == 2) }',
    ['ARC1001 at `stride`: there is no value named `stride`'],
  ],
  [
    'network n { input x: [8, 8, 3] conv2d(filters = 3, kernel) }',
    ['ARC2006 at `kernel`: in a call of `conv2d`, arguments by position stand before those by name'],
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
  ['const a = 3 == not 4', ['ARC0013 at `not`: `not` binds more loosely than the operator before it']],
  ['const a = x.y', ['ARC0001 at `.`: `.` has no meaning in the language']],
  ['const a = f(x)(y)', ['ARC0010 at `(`: expected an operator or the next declaration, found `(`']],
  ['const a = "a" + "b"', ['ARC2008 at `+`: `+` does not work on "a" and "b"']],
  ['const a = 0x10', ['ARC0002 at `0x10`: `0x10` is not a number']],
  ['const a = 10k', ['ARC0002 at `10k`: `10k` is not a number']],
  ['const a = 3.5.1', ['ARC0002 at `3.5.1`: `3.5.1` is not a number']],
  [
    'shared x = relu',
    [
      'ARC0010 at `shared`: expected a declaration: `import`, `const`, `fn`, `block`, `network` or `test`, found `shared`',
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
  ['block b() { let a, b = (3, 4) relu() }', ['ARC0010 at `,`: expected `=`, found `,`']],
  ['block b() { let a: int = 3 relu() }', ['ARC0010 at `:`: expected `=`, found `:`']],
  ['/// doc', []],
];

describe('syntax errors', () => {
  it.each(cases)('%s', (source, says) => {
    expect(diagnosticsOf(source).map(written)).toEqual(says);
  });
});
