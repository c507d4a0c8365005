import { describeSays, type Says } from '../says.ts';

/** Names and modules: what is looked up, where, and what is never used. */
const cases: readonly Says[] = [
  [
    `import { nope } from "std/layers"
import { conv_bm } from "std/layers"
import { x } from "std/layer"
import { y } from "layers"
import { z } from "./gone"
import { conv_bn } from "std/layers.arch"
block b() { nope() conv_bm(3) x() y() z() }`,
    [
      'ARC1002 at `"std/layer"`: there is no module "std/layer"',
      'help: did you mean `std/layers`?',
      'ARC1008 at `"layers"`: "layers" is neither a module of the standard library nor a relative path',
      'help: write "std/layers" for the standard library, or "./layers" for a file beside this one',
      'ARC1002 at `"./gone"`: there is no module "./gone"',
      'ARC1002 at `"std/layers.arch"`: there is no module "std/layers.arch"',
      'help: leave the ending `.arch` out',
      'ARC1004 at `nope`: the module "std/layers" declares no `nope`',
      'ARC1004 at `conv_bm`: the module "std/layers" declares no `conv_bm`',
      'help: did you mean `conv_bn`?',
    ],
  ],
  [
    `import { conv_bn } from "std/layers"
import { conv_bn } from "std/layers"
block b() { conv_bn(3) }`,
    ['ARC1005 at `conv_bn`: `conv_bn` is declared twice'],
  ],
  [
    `import { conv_bn as cb, make_divisible as md } from "std/layers"
block b() { cb(3) }`,
    ['ARC8001 at `md`: the import `md` is never used', 'help: take `md` out'],
  ],
  [
    'block b(x: int) { let x = 3 conv2d(x) }',
    [
      'ARC1005 at `x`: `x` is declared twice',
      'help: choose another name: a name keeps its meaning to the end of its body',
    ],
  ],
  [
    'block b(x: int) { let y = 3 if x > 1 { let y = 2 conv2d(y) } conv2d(y) }',
    [
      'ARC1006 at `y`: `y` would hide a name of the same body',
      'help: choose another name: a name keeps its meaning to the end of its body',
    ],
  ],
  ['block b() { conv2d(n) let n = 3 conv2d(n) }', ['ARC1001 at `n`: there is no value named `n`']],
  [
    `const rows = [(1, none, relu), (2, 3, none), (3, "a", relu6)]
block b() { for (a, k, l) in rows { conv2d(a) } }`,
    [
      'ARC8002 at `k`: the value `k` is never used',
      'help: write `_` instead of `k`',
      'ARC8002 at `l`: the value `l` is never used',
      'help: write `_` instead of `l`',
    ],
  ],
  [
    'fn f(x: int, x: int) -> int = x',
    [
      'ARC1005 at `x`: `x` is declared twice',
      'help: choose another name: a name keeps its meaning to the end of its body',
    ],
  ],
  [
    'fn f(x: integer, y: Float, z: number, t: tensor) -> str = 3',
    [
      'ARC1009 at `integer`: there is no type named `integer`',
      'help: here it is written `int`',
      'ARC1009 at `Float`: there is no type named `Float`',
      'help: did you mean `float`?',
      'ARC1009 at `number`: there is no type named `number`',
      'help: here it is written `float`',
      'ARC1009 at `tensor`: there is no type named `tensor`',
      'help: a tensor is no parameter: it flows in, and the signature says its shape',
      'ARC1009 at `str`: there is no type named `str`',
      'help: here it is written `string`',
    ],
  ],
  [
    'fn f(x: int, y: int = x + 1, z: int = q) -> int = x + y + z',
    ['ARC1001 at `q`: there is no value named `q`'],
  ],
  ['block b() : [h, w, c] -> [h, w, d] { relu() }', ['ARC1001 at `d`: there is no value named `d`']],
  [
    'network n { input x: [8, 8, 3] output y }',
    ['ARC1001 at `y`: there is no tensor named `y`', 'help: the tensors named here are `x`'],
  ],
  [
    'block b() { Conv2D(3) linear(3) Conv2d(3) swish() bn() conv(3) batchnorm() }',
    [
      'ARC1001 at `Conv2D`: there is no layer, block or function named `Conv2D`',
      'help: did you mean `conv2d`?',
      'ARC1001 at `linear`: there is no layer, block or function named `linear`',
      'help: here it is written `dense`',
      'ARC1001 at `Conv2d`: there is no layer, block or function named `Conv2d`',
      'help: did you mean `conv2d`?',
      'ARC1001 at `swish`: there is no layer, block or function named `swish`',
      'help: here it is written `silu`',
      'ARC1001 at `bn`: there is no layer, block or function named `bn`',
      'help: here it is written `batch_norm`',
      'ARC1001 at `conv`: there is no layer, block or function named `conv`',
      'help: here it is written `conv2d`',
      'ARC1001 at `batchnorm`: there is no layer, block or function named `batchnorm`',
      'help: did you mean `batch_norm`?',
    ],
  ],
];

describeSays('names and modules', cases);
