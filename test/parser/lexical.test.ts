import { describe, expect, it } from 'vitest';
import { diagnosticsOf, written } from '../program.ts';

/** A program and everything that is said about it; nothing where it is right. */
const cases: readonly (readonly [source: string, says: readonly string[]])[] = [
  ['const a = 2.', ['ARC0002 at `2.`: `2.` is not a number', 'help: write `2.0`, or `2` for an int']],
  ['const a = .5', ['ARC0002 at `.5`: `.5` is not a number', 'help: write `0.5`']],
  [
    'const a = 1__0',
    ['ARC0002 at `1__0`: `1__0` is not a number', 'help: a `_` stands alone between two digits'],
  ],
  [
    `const a = 3.5M
fn f(x: int) -> int = x
const b = f(a)`,
    [],
  ],
  ['const a = 1e-5', []],
  ['const a = 1e400', ['ARC0005 at `1e400`: `1e400` is too large: ints go up to 2^53']],
  [
    'const a = 9007199254740993',
    ['ARC0005 at `9007199254740993`: `9007199254740993` is too large: ints go up to 2^53'],
  ],
  ['const a = 10_000G', []],
  [
    `const a = 1.2345K
fn f(x: int) -> int = x
const b = f(a)`,
    [
      'ARC2001 at `a`: `x` of `f` must be an int, found a float',
      'help: write `int(a)` to cut it off, or `ceil(a)` to round it up',
    ],
  ],
  ['const a = 3x', ['ARC0002 at `3x`: `3x` is not a number', 'help: `x` does not belong to it']],
  [
    `const a = 1_000
const b = 1_`,
    ['ARC0002 at `1_`: `1_` is not a number', 'help: a `_` stands alone between two digits'],
  ],
  ['const a = 0..3', []],
  [
    `const a = "abc
const b = 1`,
    ['ARC0003 at `"abc`: this string does not end on its line'],
  ],
  [
    'const a = "a\\qb"',
    [
      'ARC0004 at `\\q`: `\\q` is not an escape of strings',
      'help: the escapes are `\\"`, `\\\\`, `\\n`, `\\{` and `\\}`; a backslash itself is `\\\\`',
    ],
  ],
  [
    'const a = "a{b"',
    [
      'ARC0006 at `{`: this `{` begins an interpolation that the string does not end',
      'help: write `\\{` for a brace in the text',
    ],
  ],
  [
    'const a = "a}b"',
    ['ARC0006 at `}`: this `}` ends no interpolation', 'help: write `\\}` for a brace in the text'],
  ],
  ['const a = "x {1 + } y"', ['ARC0006 at `{1 + }`: the interpolation ends where an expression is expected']],
  ['const a = "x {} y"', ['ARC0006 at `{}`: this interpolation is empty']],
  ['const a = "x {nope} y"', ['ARC1001 at `nope`: there is no value named `nope`']],
  ['const a = "a\\{b\\}\\"\\\\\\n"', []],
  [`const a = 'same'`, [`ARC0001 at \`'same'\`: \`'\` has no meaning in the language`, 'help: write "same"']],
  ['const a = true && false', ['ARC0001 at `&&`: `&&` has no meaning in the language', 'help: write `and`']],
  ['const a = true || false', ['ARC0001 at `||`: `||` has no meaning in the language', 'help: write `or`']],
  [
    'const a = !true',
    ['ARC0001 at `!`: `!` has no meaning in the language', 'help: write `not`, or `!=` to compare'],
  ],
  [
    'const a = 1; const b = 2',
    ['ARC0001 at `;`: `;` has no meaning in the language', 'help: statements need no `;`'],
  ],
  [
    'const a = b ? 1 : 2',
    [
      'ARC0010 at `?`: expected an operator or the next declaration, found `?`',
      'help: a choice is written `if condition then a else b`',
    ],
  ],
  ['fn f(a: int) -> int = int(a // 2)', ['ARC0016 at `//`: `//` begins a comment; write `int(a / 2)`']],
  ['fn f(a: int, b: int) -> int = a // b', ['ARC0016 at `//`: `//` begins a comment; write `int(a / b)`']],
  [
    `fn f(a: int) -> int = (a + 1) // 2
const b = 1`,
    ['ARC0016 at `//`: `//` begins a comment; write `int((a + 1) / 2)`'],
  ],
  ['fn f(a: int) -> int = a // two', []],
  ['fn f(a: int) -> int = a // 2 is half', []],
  [
    `const a = [1, 2,]
const b = (1, 2,)
fn f(a: int, b: int,) -> int = max(a, b,)`,
    [],
  ],
  [
    'const a = (1,)',
    [
      'ARC0010 at `,`: expected a second element, found `)`',
      'help: a tuple has two or more elements; a list may have one: `[a]`',
    ],
  ],
  ['const a = ()', ['ARC0010 at `)`: expected an expression, found `)`']],
  ['const a = [,]', ['ARC0010 at `,`: expected `,` or `]`, found `,`']],
  ['const a = [1,, 2]', ['ARC0010 at `,`: expected an expression, found `,`']],
  ['const a = f(1,,2)', ['ARC0010 at `,`: expected an expression, found `,`']],
  [
    `const residual = 1
const path = 2
const parallel = 3
const from = 4
const fails = 5
const shared = 6
const shortcut = 7
const b = residual + path + parallel + from + fails + shared + shortcut`,
    [],
  ],
  [
    `block shared(path: int) : [h, w, c] -> [h, w, path] { conv2d(path) }
block residual() { conv2d(8) }
block shortcut() { conv2d(8) }
block path() { conv2d(8) }
block parallel() { conv2d(8) }
block from() { conv2d(8) }
network n {
  input shared: [8, 8, 3]
  path: shared(8) -> residual() -> path() -> parallel() -> from() -> shortcut() as parallel
  from: conv2d(3) as shortcut
  shared -> relu()
  fails: conv2d(8) as fails
  concat(parallel, shortcut, fails)
  shared shared2 = relu
  shared2()
}`,
    [],
  ],
  [
    'const let = 3',
    [
      'ARC0017 at `let`: `let` is a reserved word and cannot be a name',
      'help: choose another name, such as `let_`',
    ],
  ],
  [
    'block if() { relu() }',
    [
      'ARC0017 at `if`: `if` is a reserved word and cannot be a name',
      'help: choose another name, such as `if_`',
    ],
  ],
  [
    'network n { input in: [8,8,3] relu() }',
    [
      'ARC0017 at `in`: `in` is a reserved word and cannot be a name',
      'help: choose another name, such as `in_`',
    ],
  ],
  [
    'network n { input x: [8,8,3] for: relu() }',
    [
      'ARC0017 at `for`: `for` is a reserved word and cannot be a name',
      'help: choose another name, such as `for_`',
    ],
  ],
  [
    'network n { input x: [8,8,3] relu() as out }',
    ['ARC8003 at `out`: the tensor `out` is never used', 'help: use it, or take `as out` out'],
  ],
  [
    'network n { input x: [8,8,3] relu() as output }',
    [
      'ARC0017 at `output`: `output` is a reserved word and cannot be a name',
      'help: choose another name, such as `output_`',
    ],
  ],
  [
    'const a = _',
    [
      'ARC2016 at `_`: `_` is a tensor here, not a compile-time value',
      'help: `_` stands in joins, in chains, in patterns, and in the input half of a signature',
    ],
  ],
  ['const ?a = 2', ['ARC0010 at `?a`: expected a name, found `?a`']],
  [
    'const a = 1 < 2 < 3',
    [
      'ARC0012 at `<`: comparisons and ranges cannot be chained',
      'help: write `a < b and b < c`, or put parentheses',
    ],
  ],
  [
    'const a = 1 == 2 == true',
    [
      'ARC0012 at `==`: comparisons and ranges cannot be chained',
      'help: write `a < b and b < c`, or put parentheses',
    ],
  ],
  [
    'const a = 0..1..2',
    ['ARC0012 at `..`: comparisons and ranges cannot be chained', 'help: a range has two ends: `0..n`'],
  ],
  [
    'const a = 1 + not true',
    [
      'ARC0013 at `not`: `not` binds more loosely than the operator before it',
      'help: put parentheses around `not` and its operand',
    ],
  ],
  [
    'const a = 1 + if true then 1 else 2',
    [
      'ARC0010 at `if`: expected an expression, found `if`',
      'help: put parentheses around `if … then … else …`',
    ],
  ],
  ['const a = if true then 1 else 2 + 3', []],
  [
    `const a = - - 1
const b = not not true
const c = 2 ** -1
const d = -2 ** 2
const e = 2 ** 3 ** 2`,
    [
      'ARC2105 at `-1`: the exponent of an int must be 0 or more, found -1',
      'help: make the base a float: `2.0 ** -1`',
    ],
  ],
  [
    `const a = 3 not in [1, 2]
const b = not 3 in [1, 2]`,
    [],
  ],
  [
    'const a = [x for x in 0..3 if x > 1 if x < 2]',
    [
      'ARC0010 at `if`: expected `,` or `]`, found `if`',
      'help: a choice is written `if condition then a else b`',
    ],
  ],
  [
    'const a = [x for x in 0..3 if x > 1 for y in 0..2]',
    ['ARC0010 at `for`: expected `,` or `]`, found `for`'],
  ],
  ['const a = [(x, y) for x in 0..3 for y in 0..x if x > y]', []],
  ['const a = [x for (x, y) in 0..3]', ['ARC2012 at `(x, y)`: a pattern of 2 names does not fit an int']],
  [
    `const a = [1, 2][0]
const b = "abc"[0]
const c = 3[0]`,
    ['ARC2011 at `"abc"`: "abc" cannot be indexed', 'ARC2011 at `3`: an int cannot be indexed'],
  ],
  [
    'const a = 1 if true else 2',
    [
      'ARC0010 at `if`: expected an operator or the next declaration, found `if`',
      'help: a choice is written `if condition then a else b`',
    ],
  ],
  ['const a = if true then 1', ['ARC0020 at ``: the file ends where `else` is expected']],
  ['const a = lambda x: x', ['ARC0010 at `x`: expected an operator or the next declaration, found `x`']],
  ['const a = 0x10', ['ARC0002 at `0x10`: `0x10` is not a number', 'help: numbers are decimal']],
  ['const a = 10k', ['ARC0002 at `10k`: `10k` is not a number', 'help: the magnitudes are `K`, `M` and `G`']],
  ['const a = 3.5.1', ['ARC0002 at `3.5.1`: `3.5.1` is not a number', 'help: `3.5.1` does not belong to it']],
  [
    `const a = 9007199254740991
const b = 9_007_199G`,
    [],
  ],
  ['const a = [1..3, 4]', []],
  ['const a = "tab	and é 😀 {1 + 2}"', []],
  ['const a = "{[x for x in [1, 2]][0]}"', []],
  [
    `import { conv_bn } from "std/{layers}"
block b() { conv_bn(3) }`,
    ['ARC1002 at `"std/{layers}"`: there is no module "std/{layers}"', 'help: did you mean `std/layers`?'],
  ],
  ['test "no {interpolation} here" { input x: [3] dense(2) expect output == [2] }', []],
  ['fn f(m: "a{b" | "c") -> int = if m == "c" then 1 else 2', []],
  [
    `// const a = 1 2
const b = 1 // 2`,
    ['ARC0016 at `//`: `//` begins a comment; write `int(1 / 2)`'],
  ],
  ['fn f(n: int) -> [int] = [n // 2, 3]', ['ARC0011 at `[`: this `[` is never closed']],
  ['fn f(n: int) -> int = int(n / 2) // half', []],
  [
    `block b(n: int) { conv2d(8) // 2
  conv2d(n)
}`,
    [],
  ],
  [
    `const a = not true and not false or 1 < 2
const b = -2 ** 2 + 3 * 4 % 5 / 6
const c = 0..2 + 3
const d = 3 in 0..4`,
    [],
  ],
];

describe('characters, numbers, strings and operators', () => {
  it.each(cases)('%s', (source, says) => {
    const said = diagnosticsOf(source).flatMap((each) => [
      written(each),
      ...each.help.map((help) => `help: ${help}`),
    ]);
    expect(said).toEqual(says);
  });
});
