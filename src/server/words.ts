// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${1:name}` marks the places of a snippet in the protocol

/** A label, the snippet that it stands for, and what it is. */
export type Snippet = readonly [string, string, string];

/** What the words of the language do, for hovers and completion. */
export const wordDocs: Readonly<Record<string, string>> = {
  residual:
    'Adds its input to the result of its body: `x + body(x)`. Both shapes must be equal. `when = false` leaves the addition out, `join` takes another way to join, and `shortcut { … }` puts layers on the other branch.',
  shortcut: 'The branch of a `residual` that goes around its body.',
  parallel:
    'Sends its input through each `path` and joins the results: `parallel(join = concat) { path { … } path { … } }`.',
  path: 'One branch of a `parallel`; an empty one is the identity.',
  shared: 'A layer value with one set of weights, however often it is applied.',
  when: 'Whether a `residual` adds its input.',
  join: 'How branches come together: `add`, `multiply`, `concat`, `maximum` or `average`.',
  params: 'The number of trainable weights; shared ones count once.',
  macs: 'Multiply-accumulates of convolutions and dense layers for one sample. `macs(224, 224)` gives symbolic sizes numbers.',
  shape: 'The shape of the tensor that flows here.',
  output: 'The shape of the one output.',
};

/** What begins a statement, with the snippet that writes it. */
export const statementSnippets: readonly Snippet[] = [
  ['let', 'let ${1:name} = ${0:value}', 'a compile-time value'],
  ['shared', 'shared ${1:name} = ${0:layer}', 'a layer with one set of weights'],
  ['if', 'if ${1:condition} {\n  $0\n}', 'a body that depends on a condition'],
  ['for', 'for ${1:x} in ${2:list} {\n  $0\n}', 'a body for each element of a list'],
  ['repeat', 'repeat ${1:n} {\n  $0\n}', 'a body several times'],
  ['require', 'require ${1:condition}, "${0:message}"', 'a condition on the arguments'],
  ['residual', 'residual {\n  $0\n}', 'x + body(x)'],
  ['residual with shortcut', 'residual {\n  $1\n} shortcut {\n  $0\n}', 'shortcut(x) + body(x)'],
  [
    'parallel',
    'parallel(join = ${1|concat,add,multiply,maximum,average|}) {\n  path { $2 }\n  path { $0 }\n}',
    'several paths, joined',
  ],
];

/** What stands in blocks only. */
export const blockSnippets: readonly Snippet[] = [
  ['expect', 'expect shape == ${0:[h, w, oup]}', 'an assertion about what flows'],
];

/** What stands in networks and tests only. */
export const networkSnippets: readonly Snippet[] = [
  ['expect', 'expect ${1:output} == ${0:[1000]}', 'an assertion about the result'],
  ['input', 'input ${1:image}: [${2:224, 224, 3}]', 'a tensor that enters'],
  ['output', 'output ${0:names}', 'the tensors that leave'],
];

export const shapeSnippets: readonly Snippet[] = [
  ['[h, w, c]', '[${1:224}, ${2:224}, ${0:3}]', 'height, width, channels of a map'],
];

export const declarationSnippets: readonly Snippet[] = [
  ['import', 'import { $0 } from "${1:std/layers}"', 'names of another module'],
  ['const', 'const ${1:name} = ${0:value}', 'a compile-time value'],
  ['fn', 'fn ${1:name}(${2:x}: ${3:float}) -> ${4:float} = ${0:x}', 'a function of compile-time values'],
  [
    'block',
    '/// ${1:What it is.}\nblock ${2:name}(${3:oup}: int) : [h, w, inp] -> [h, w, ${3:oup}] {\n  $0\n}',
    'a reusable piece of network',
  ],
  [
    'network',
    '/// ${1:What it is.}\nnetwork ${2:name}(${3:classes}: int = ${4:1000}) {\n  input ${5:image}: [${6:224, 224, 3}]\n\n  $0\n}',
    'something to build',
  ],
  [
    'test',
    'test "${1:what holds}" {\n  input ${2:x}: [${3:16, 16, 32}]\n  $0\n  expect output == [${4:8, 8, 64}]\n}',
    'a language test',
  ],
];

export const valueSnippets: readonly Snippet[] = [
  ['if … then … else', 'if ${1:condition} then ${2:a} else ${0:b}', 'one of two values'],
];

export const typeNames: readonly (readonly [string, string])[] = [
  ['int', 'a whole number'],
  ['float', 'a number; ints are accepted'],
  ['bool', 'true or false'],
  ['string', 'text'],
  ['layer', 'a layer or block with its arguments: `relu`, `leaky_relu(slope = 0.1)`'],
  ['none', 'nothing, in a union: `float | none`'],
];
