import type { FunctionName } from '../check/functions.ts';
import { functionRule } from '../check/functions.ts';
import type { OpName } from '../ops/attributes.ts';
import type { Argument, OpParameter } from '../ops/definition.ts';
import { ops } from '../ops/table.ts';
import type * as ast from '../parser/ast.ts';
import { spanText } from '../source/source.ts';
import { formatType } from '../values/type.ts';
import type { Meaning } from './meaning.ts';

/** One parameter as it is shown: `stride: int = 1`, and what is said about it. */
export interface ShownParameter {
  readonly name: string;
  readonly text: string;
  readonly doc: string | undefined;
}

/** What can be called, as it is shown. */
export interface ShownSignature {
  /** `block`, `network`, `fn`; nothing for what is built in. */
  readonly word: string;
  readonly name: string;
  readonly parameters: readonly ShownParameter[];
  /** Behind the parentheses: `: [h, w, inp] -> [h, w, oup]`, ` -> int`. */
  readonly result: string;
  readonly doc: string | undefined;
}

export function signatureText({ word, name, parameters, result }: ShownSignature): string {
  const head = word === '' ? name : `${word} ${name}`;
  const line = `${head}(${parameters.map(({ text }) => text).join(', ')})${result}`;
  if (line.length <= 80 || parameters.length < 2) return line;
  return `${head}(\n${parameters.map(({ text }) => `  ${text},\n`).join('')})${result}`;
}

/** The signature of what a name stands for, if it can be called. */
export function signatureOf(meaning: Meaning): ShownSignature | undefined {
  if (meaning.kind === 'op') return opSignature(meaning.op);
  if (meaning.kind === 'function') return functionSignature(meaning.name);
  if (meaning.kind !== 'global' || meaning.global.declaration.kind === 'const') return undefined;
  return declaredSignature(meaning.global.declaration);
}

export function declaredSignature(
  declaration: Exclude<ast.NamedDeclaration, ast.ConstDeclaration>,
): ShownSignature {
  const docs = parameterDocs(declaration.doc ?? '');
  const parameters = declaration.parameters.map((parameter) => ({
    name: parameter.name.name,
    text: spanText(parameter.span).replace(/\s+/g, ' '),
    doc: docs.get(parameter.name.name),
  }));
  return {
    word: declaration.kind,
    name: declaration.name.name,
    parameters,
    result: resultText(declaration),
    doc: declaration.doc,
  };
}

function resultText(declaration: Exclude<ast.NamedDeclaration, ast.ConstDeclaration>): string {
  if (declaration.kind === 'fn') return ` -> ${spanText(declaration.result.span)}`;
  if (declaration.kind === 'network' || !declaration.signature) return '';
  const { input, output } = declaration.signature;
  return `: ${spanText(input.span)} -> ${spanText(output.span)}`.replace(/\s+/g, ' ');
}

/** Doc comments tell of parameters in a list: "- `stride`: 1 or 2". */
function parameterDocs(doc: string): ReadonlyMap<string, string> {
  const docs = new Map<string, string>();
  for (const [, names = '', text = ''] of doc.matchAll(/^- ((?:`\w+`(?:, )?)+): ([\s\S]*?)(?=\n- |\n\n|$)/gm))
    for (const [, name = ''] of names.matchAll(/`(\w+)`/g)) docs.set(name, text.replace(/\s*\n\s*/g, ' '));
  return docs;
}

export function opSignature(op: Exclude<OpName, 'input'>): ShownSignature {
  const { doc, parameters, takes } = ops[op];
  const tensors = takes === 'several' ? [{ name: '…', text: '_, other, …', doc: 'the tensors' }] : [];
  const own = parameters.map((parameter) => ({
    name: parameter.name,
    text: optionText(parameter),
    doc: parameter.doc,
  }));
  return { word: '', name: op, parameters: [...tensors, ...own], result: '', doc };
}

export function optionText({ name, type, default: value }: OpParameter): string {
  const start = value === undefined ? '' : ` = ${defaultText(value)}`;
  return `${name}: ${formatType(type)}${start}`;
}

function defaultText(value: Argument | { readonly sameAs: string }): string {
  if (value === null) return 'none';
  if (typeof value === 'object' && 'sameAs' in value) return value.sameAs;
  if (typeof value === 'object') return `(${value.map(defaultText).join(', ')})`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function functionSignature(name: FunctionName): ShownSignature {
  const { takes } = functionRule(name);
  return {
    word: '',
    name,
    parameters: [{ name: takes, text: takes, doc: undefined }],
    result: '',
    doc: functionDocs[name],
  };
}

/** What the built-in functions give. */
export const functionDocs: Readonly<Record<FunctionName, string>> = {
  int: 'The number without its fraction: `int(-2.7)` is -2. Of a symbolic size divided by a number, the floor.',
  float: 'The number as a float.',
  round: 'The nearest int; a half goes to the even one.',
  floor: 'The largest int that is not above the number.',
  ceil: 'The smallest int that is not below the number.',
  log: 'The natural logarithm.',
  exp: 'The exponential function.',
  sqrt: 'The square root.',
  min: 'The smallest of some numbers, or of a list.',
  max: 'The largest of some numbers, or of a list.',
  abs: 'The number without its sign.',
  sum: 'The sum of a list; 0 of an empty one.',
  len: 'How many elements a list or a tuple has, or characters a string.',
  enumerate: 'The elements of a list with their indices from 0: `(i, x)`.',
  zip: 'The elements of several lists side by side, as tuples.',
};
