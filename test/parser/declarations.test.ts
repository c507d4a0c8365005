import { describeSays, type Says } from '../says.ts';

/** Syntax errors of other declarations, and of texts that begin as none. */
const cases: readonly Says[] = [
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
  ['/// doc', []],
];

describeSays('syntax errors of declarations', cases);
