import { describeSays, type Says } from '../says.ts';

/** Values, types and the arguments of calls; and programs in which nothing is wrong. */
const cases: readonly Says[] = [
  [
    `const conv2d = 3
block b() { conv2d(conv2d) }`,
    [],
  ],
  ['block b(relu: int) { relu() conv2d(relu) }', []],
  ['block b(x: int) { if x > 1 { let y = 2 conv2d(y) } let y = 3 conv2d(y) }', []],
  [
    `const n = 4
block b(n: int) { conv2d(n) }`,
    [],
  ],
  ['block b(dropout: float) { dropout: dropout(dropout) }', []],
  [
    'block b() { b() }',
    [
      'ARC2010 at `b`: `b` mentions itself; nothing may recurse',
      'help: write the repetition as a loop over a list',
    ],
  ],
  [
    `block a() { b() }
block b() { c() }
block c() { a() }`,
    [
      'ARC2010 at `a`: `a` mentions itself; nothing may recurse',
      'help: write the repetition as a loop over a list',
    ],
  ],
  [
    'fn f(x: int) -> int = f(x - 1)',
    [
      'ARC2010 at `f`: `f` mentions itself; nothing may recurse',
      'help: write the repetition as a loop over a list',
    ],
  ],
  [
    `const a = b
const b = a`,
    [
      'ARC2010 at `a`: `a` mentions itself; nothing may recurse',
      'help: write the repetition as a loop over a list',
    ],
  ],
  [
    'block a(x: layer = a) { x() }',
    [
      'ARC2010 at `a`: `a` mentions itself; nothing may recurse',
      'help: write the repetition as a loop over a list',
    ],
  ],
  [
    `block a(x: int = f(1)) { conv2d(x) }
fn f(x: int) -> int = len([a])`,
    [
      'ARC2010 at `a`: `a` mentions itself; nothing may recurse',
      'help: write the repetition as a loop over a list',
    ],
  ],
  [
    `const l = [relu, b]
block b() { let (x, y) = (l[0], l[1]) x() }`,
    [
      'ARC2010 at `l`: `l` mentions itself; nothing may recurse',
      'help: write the repetition as a loop over a list',
    ],
  ],
  [
    `fn f(x: int | (int, int)) -> int = if x == 3 then 1 else 2
const a = f(3)
const b = f((1, 2))
const c = f("a")
const d = f(1.5)
const e = f((1, 2, 3))`,
    [
      'ARC2001 at `"a"`: `x` of `f` must be int | (int, int), found "a"',
      'ARC2001 at `1.5`: `x` of `f` must be int | (int, int), found a float',
      'help: write `int(1.5)` to cut it off, or `ceil(1.5)` to round it up',
      'ARC2001 at `(1, 2, 3)`: `x` of `f` must be int | (int, int), found a tuple (int, int, int)',
    ],
  ],
  [
    `fn f(m: "auto" | "never" = "auto") -> int = if m == "auto" then 1 else 2
const a = f("never")
const b = f("nevr")
const s = "x"
const c = f(s)`,
    [
      'ARC2001 at `"nevr"`: `m` of `f` must be "auto" | "never", found "nevr"',
      'help: did you mean `never`?',
      'ARC2001 at `s`: `m` of `f` must be "auto" | "never", found "x"',
    ],
  ],
  [
    `const rows = [1, 2.5, true]
const s = sum(rows)`,
    ['ARC2107 at `sum(rows)`: the argument of `sum` must be a list of numbers, and here it is true'],
  ],
  [
    'const a = sum([1, "a"])',
    ['ARC2107 at `sum([1, "a"])`: the argument of `sum` must be a list of numbers, and here it is "a"'],
  ],
  [
    `const a = [1, 2] + [3.5]
const b = [1] + 2`,
    ['ARC2008 at `+`: `+` does not work on a list [int] and an int'],
  ],
  [
    `const a = 1 + "a"
const b = true + 1
const c = not 3
const d = 1 and true
const e = "a" < "b"
const f = 1 in 3
const g = 1 in [1]
const h = "a" in ["b"]
const i = -true
const j = none == 3`,
    [
      'ARC2008 at `+`: `+` does not work on an int and "a"',
      'ARC2008 at `+`: `+` does not work on a bool and an int',
      'ARC2001 at `3`: the operand of `not` must be a bool, found an int',
      'help: a condition is a comparison, such as `n > 0`',
      'ARC2008 at `and`: `and` does not work on an int and a bool',
      'ARC2008 at `<`: `<` does not work on "a" and "b"',
      'ARC2008 at `in`: `in` does not work on an int and an int',
      'ARC2001 at `true`: the operand of `-` must be a number, found a bool',
    ],
  ],
  [
    `fn f(x: int) -> float = x
fn g(x: float) -> int = x
const a = f(1.5)`,
    [
      'ARC2001 at `x`: the result of `g` must be an int, found a float',
      'help: write `int(x)` to cut it off, or `ceil(x)` to round it up',
      'ARC2001 at `1.5`: `x` of `f` must be an int, found a float',
      'help: write `int(1.5)` to cut it off, or `ceil(1.5)` to round it up',
    ],
  ],
  [
    'fn f(x) -> int = 3',
    ['ARC0010 at `)`: expected `:`, found `)`', 'help: write the type of the parameter: `x: int`'],
  ],
  [
    `fn f(x: int = 3, y: int) -> int = x + y
const a = f(y = 2)
const b = f(1)
const c = f(1, 2, 3)
const d = f(x = 1, x = 2, y = 3)
const e = f(y = 1, 2)
const g = f(z = 1, y = 2)`,
    [
      'ARC2003 at `f(1)`: this call of `f` lacks `y`',
      'help: the parameters of `f` are `x` and `y`',
      'ARC2005 at `3`: `f` takes 2 arguments, found 3',
      'help: the parameters of `f` are `x` and `y`',
      'ARC2004 at `x = 2`: `x` is given twice to `f`',
      'ARC2006 at `2`: in a call of `f`, arguments by position stand before those by name',
      'help: give it by name',
      'ARC2002 at `z`: `f` has no parameter `z`',
      'help: the parameters of `f` are `x` and `y`',
    ],
  ],
  [
    'block b(c: int = 3) : [h, w, c] -> [h, w, c] { relu() }',
    [
      'ARC2021 at `3`: the signature binds `c`, so it cannot have a default of its own',
      'help: leave the default out: the tensor gives the size',
    ],
  ],
  [
    `const c = 3
block b() : [h, w, c] -> [h, w, c] { relu() }`,
    [],
  ],
  [
    'block b() : [h, w, c] -> [h / 2, w, c] { relu() }',
    [
      'ARC2001 at `h / 2`: a size of a signature must be an int, found a float',
      'help: write `int(h / 2)` to cut it off, or `ceil(h / 2)` to round it up',
    ],
  ],
  [
    'block b() : [h, h, _] -> [h, h, _] { relu() }',
    [
      'ARC2028 at `_`: `_` stands only in the input half of a signature',
      'help: name the size in the input half and use the name here',
    ],
  ],
  [
    'block b() : [h, w] -> [?h, w] { relu() }',
    ['ARC2015 at `?h`: a symbolic size stands only in the shape of an `input` or an `expect`'],
  ],
  [
    'network n { input x: [?h, 3] let a = ?h dense(3) }',
    ['ARC2015 at `?h`: a symbolic size stands only in the shape of an `input` or an `expect`'],
  ],
  [
    'network n { input x: [8, 8, 3] let y = conv2d(8) y -> relu() }',
    [
      'ARC2017 at `y`: `y` names a layer but does not apply it',
      'help: write `y()` to apply it; a tensor gets its name from `… as y`',
    ],
  ],
  [
    'network n { input x: [8, 8, 3] let y = conv2d(8) y() concat(y, _) }',
    [
      'ARC2019 at `y`: `concat` takes tensors, found a compile-time value',
      'help: to name a tensor, write `… as y` behind the call that makes it',
    ],
  ],
  [
    'network n { input x: [8, 8, 3] relu }',
    ['ARC2017 at `relu`: `relu` names a layer but does not apply it', 'help: write `relu()`'],
  ],
  [
    'network n { input x: [8, 8, 3] relu() -> relu }',
    ['ARC2017 at `relu`: `relu` names a layer but does not apply it', 'help: write `relu()`'],
  ],
  [
    'network n { input x: [8, 8, 3] x }',
    ['ARC2025 at `x`: the tensor `x` alone does nothing', 'help: go on from it: `x -> …`'],
  ],
  [
    'network n { input x: [8, 8, 3] x -> x -> relu() }',
    [
      'ARC2025 at `x`: `x` is a tensor, and only the first element of a chain may be one',
      'help: to join it with what flows, write `concat(_, x)` or `add(_, x)`',
    ],
  ],
  ['network n { input x: [8, 8, 3] x() }', ['ARC2007 at `x`: `x` is a tensor and cannot be called']],
  [
    'network n { input x: [8, 8, 3] let a = x conv2d(x) }',
    [
      'ARC2009 at `x`: `x` is a tensor, not a compile-time value',
      'ARC2009 at `x`: `x` is a tensor, not a compile-time value',
    ],
  ],
  [
    'network n { input x: [8, 8, 3] max(1, 2) }',
    [
      'ARC2018 at `max`: `max` is a function: its result is a value, not a layer call',
      'help: name its result and apply that: `let layer = max(…)`, then `layer()`',
    ],
  ],
  [
    'network n { input x: [8, 8, 3] relu() input y: [3] }',
    [
      'ARC2014 at `input y: [3]`: an `input` cannot stand behind other statements',
      'help: inputs stand first',
    ],
  ],
  [
    'block b() { input x: [3] output x }',
    [
      'ARC2014 at `input x: [3]`: an `input` cannot stand in a block',
      'help: a tensor flows into a block; its signature says which shape it has',
      'ARC2014 at `output x`: an `output` cannot stand in a block',
      'help: what flows at the end of a block is its result',
    ],
  ],
  [
    'network n { input x: [8, 8, 3] path { relu() } parallel(join = concat) { relu() path { } } }',
    [
      'ARC2014 at `path`: a `path` cannot stand outside of a `parallel`',
      'ARC2014 at `relu()`: this statement cannot stand between the paths of a `parallel`',
      'help: put it into a `path { … }`',
    ],
  ],
  [
    'network n { input x: [8, 8, 3] parallel(join = cat) { path { } } residual(wen = true) { relu() } }',
    [
      'ARC2023 at `cat`: `parallel`: `join` must be one of add, multiply, concat, maximum, average',
      'ARC2023 at `wen = true`: `residual`: it has no argument `wen`',
      'help: it takes `when` and `join`',
    ],
  ],
  [
    `network a { input x: [3] dense(2) }
network b { input x: [3] a() }`,
    [
      'ARC2022 at `a()`: the network `a` can only be called in a test without inputs',
      'help: make the part that both need a `block`',
    ],
  ],
  [
    `network a { input x: [3] dense(2) }
test "t" { a() a() }
test "u" { input x: [3] a() }`,
    [
      'ARC2022 at `a()`: the network `a` can only be called in a test without inputs',
      'help: a test builds one network, at its top, and has no inputs of its own then',
      'ARC2022 at `a()`: the network `a` can only be called in a test without inputs',
      'help: a test builds one network, at its top, and has no inputs of its own then',
    ],
  ],
  [
    'block b(act: layer) { act(3) }',
    [
      'ARC2020 at `act(3)`: `act` is a layer value, which is applied without arguments',
      'help: give the arguments where the value is made, and write `act()` here',
    ],
  ],
  [
    `block b(act: layer = relu) { act() }
block c() { b(act = leaky_relu(slope = 0.1)) b(leaky_relu) b(conv2d) b(conv2d(3)) b(concat) b(3) }`,
    [
      'ARC2003 at `conv2d`: this call of `conv2d` lacks `filters`',
      'help: the parameters of `conv2d` are `filters`, `kernel`, `stride`, `padding`, `dilation`, `groups`, `bias`, `init` and `trainable`',
      'ARC2026 at `concat`: `concat` joins several tensors, so it is no layer value',
      'ARC2001 at `3`: `act` of `b` must be a layer, found an int',
    ],
  ],
  [
    'shared',
    [
      'ARC0010 at `shared`: expected a declaration: `import`, `const`, `fn`, `block`, `network` or `test`, found `shared`',
      'help: statements stand in the body of a `block`, a `network` or a `test`',
    ],
  ],
  [
    `block b() { shared t = conv2d(3) t() t() t(3) }
block c() { shared t = 3 relu() }`,
    [
      'ARC2020 at `t(3)`: `t` is a layer value, which is applied without arguments',
      'help: give the arguments where the value is made, and write `t()` here',
      'ARC2001 at `3`: what is shared must be a layer, found an int',
    ],
  ],
  [
    `const f = if true then relu else relu6
block b() { f() }`,
    [],
  ],
  [
    `const a = min(1, 2.5)
const b = min([])
const c = max()
const d = int(1, 2)
const e = round("a")
const f = len(3)
const g = zip([1], [2])[0][1]
const h = enumerate([relu])[0][1]
const i = int(x = 3)`,
    [
      'ARC2003 at `max()`: this call of `max` lacks numbers, or a list of numbers',
      'ARC2005 at `int(1, 2)`: `int` takes a number, found 2',
      'ARC2001 at `"a"`: the argument of `round` must be a number, found "a"',
      'ARC2001 at `3`: the argument of `len` must be a list, a tuple or a string, found an int',
      'ARC2002 at `x`: `int` has no parameter `x`',
      'help: the built-in functions take their arguments by position',
      'ARC2108 at `min([])`: `min` of an empty list has no value',
    ],
  ],
  [
    `const a = (1, 2)[2]
const b = [1, 2][5]
const c = (1, 2)["a"]
const d = [1][1.5]`,
    [
      'ARC2106 at `2`: index 2 is outside of a list of length 2',
      'ARC2001 at `"a"`: an index must be an int, found "a"',
      'ARC2001 at `1.5`: an index must be an int, found a float',
      'help: write `int(1.5)` to cut it off, or `ceil(1.5)` to round it up',
      'ARC2106 at `5`: index 5 is outside of a list of length 2',
    ],
  ],
  ['const a = relu == relu6', []],
  [
    `const a = print("x")
const b = np.ceil(3)
const c = True
const d = None`,
    [
      'ARC0001 at `.`: `.` has no meaning in the language',
      'help: nothing has members: a name stands by itself',
    ],
  ],
];

describeSays('values, types and calls', cases);
