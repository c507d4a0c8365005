import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../../src/source/source.ts';

/** The place of `needle` in a source, the `nth` one counted from 0; a test that looks for nothing fails. */
export function at(source: SourceFile, needle: string, nth = 0): Span {
  let start = source.text.indexOf(needle);
  for (let turn = 0; turn < nth; turn++) start = source.text.indexOf(needle, start + 1);
  if (start < 0) throw new Error(`no ${needle} in ${source.path}`);
  return { source, start, end: start + needle.length };
}

export function sample(parts: Partial<Diagnostic>): Diagnostic {
  return {
    code: 'ARC3101',
    severity: 'error',
    message: 'something is wrong',
    primary: undefined,
    labels: [],
    notes: [],
    help: [],
    fixes: [],
    ...parts,
  };
}

export const net: SourceFile = {
  path: 'examples/net.arch',
  text: [
    'import { irblock } from "std/mobilenet"',
    '',
    '/// A small network.',
    'network net {',
    '  input image: [112, 112, 16]',
    '',
    '  // one',
    '  // two',
    '  // three',
    '  // four',
    '',
    '  irblock(oup = 24, stride = 2)',
    '',
    '  irblock(inp = 32, oup = 64, stride = 2)',
    '}',
    '',
  ].join('\n'),
};

export const block: SourceFile = {
  path: 'std/mobilenet.arch',
  text: [
    'block irblock(inp: int, oup: int, stride: int = 1)',
    '{',
    '  require stride in [1, 2], "stride must be 1 or 2, found {stride}"',
    '  residual(when = stride == 1) {',
    '    conv2d(hidden, kernel = 1, bias = false)',
    '      -> batch_norm()',
    '      -> act()',
    '    conv2d(oup)',
    '  }',
    '}',
    '',
  ].join('\n'),
};

/** The example of the language reference, label by label. */
export const mismatch: Diagnostic = sample({
  message: '`irblock` was told inp = 32, but the tensor that reaches it has 24 channels',
  primary: { span: at(net, 'inp = 32'), text: '32 here' },
  labels: [{ span: at(net, 'irblock(oup = 24, stride = 2)'), text: 'this produces [56, 56, 24]' }],
  help: ['leave `inp` out and it is taken from the tensor, or write inp = 24'],
  fixes: [{ title: 'take `inp = 32` out', edits: [{ span: at(net, 'inp = 32, '), text: '' }] }],
});

export const unplaced: Diagnostic = sample({
  message: 'the folder `out` cannot be written: 100% of the disk is used',
  notes: ['the system said:\nENOSPC'],
  help: ['choose another folder with `-o`'],
});

export const elsewhere: Diagnostic = sample({
  message: '`irblock`: stride must be 1 or 2, found 3',
  primary: { span: at(net, 'stride = 2', 1), text: 'stride is 3' },
  labels: [
    { span: at(block, 'require stride in [1, 2]'), text: 'this rule of `irblock`' },
    { span: at(net, 'network net'), text: 'in this network' },
  ],
  notes: ['built by `archc build examples/net.arch`'],
});
