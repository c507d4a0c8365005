import { describeSays, type Says } from '../says.ts';

/** Syntax errors of blocks, networks and tests. */
const cases: readonly Says[] = [
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
];

describeSays('syntax errors of bodies', cases);
