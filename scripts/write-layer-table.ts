// Writes the reference of the layers into docs/language.md, from the definitions of the operations.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { activations } from '../src/ops/activations.ts';
import type { OpName } from '../src/ops/attributes.ts';
import type { Argument, OpParameter } from '../src/ops/definition.ts';
import { ops } from '../src/ops/table.ts';
import { formatType } from '../src/values/type.ts';

export const LANGUAGE = 'docs/language.md';

/** The chapters of the reference; every operation that a program can write stands in one. */
const families: readonly (readonly [string, readonly OpName[]])[] = [
  ['Convolutions and dense layers', ['conv2d', 'depthwise_conv2d', 'conv2d_transpose', 'dense']],
  ['Normalisation and scaling', ['batch_norm', 'layer_norm', 'layer_scale', 'scale', 'normalize']],
  ['Activations', activations],
  ['Pooling', ['max_pool2d', 'avg_pool2d', 'global_avg_pool', 'global_max_pool', 'adaptive_avg_pool2d']],
  ['Shape and channels', ['flatten', 'reshape', 'channel_shuffle', 'slice', 'pad', 'crop', 'upsample']],
  ['Training only', ['dropout', 'drop_path']],
  ['Joins', ['add', 'multiply', 'concat', 'maximum', 'average']],
];

/** The operations that no chapter lists. */
export function unlistedOps(): readonly string[] {
  const listed = new Set<string>(families.flatMap(([, names]) => names));
  return Object.keys(ops).filter((name) => name !== 'input' && !listed.has(name));
}

/** The reference: for each family a table of layers, and one of all their parameters. */
export function layerReference(): string {
  return families.map(([title, names]) => family(title, names)).join('\n');
}

function family(title: string, names: readonly OpName[]): string {
  const layers = names.map((name) => `| \`${call(name)}\` | ${cell(ops[name].doc)} |`);
  const lines = [`### ${title}`, '', '| layer | |', '| --- | --- |', ...layers];
  const parameters = parameterRows(names);
  if (parameters.length > 0)
    lines.push('', '| parameter | of | type | |', '| --- | --- | --- | --- |', ...parameters);
  return `${lines.join('\n')}\n`;
}

/** A row for each parameter; layers that have the same one share it. */
function parameterRows(names: readonly OpName[]): readonly string[] {
  const owners = new Map<string, OpName[]>();
  for (const name of names) {
    for (const { name: parameter, type, doc } of ops[name].parameters) {
      const key = `| \`${parameter}\` | OF | \`${cell(formatType(type))}\` | ${cell(doc)} |`;
      owners.set(key, [...(owners.get(key) ?? []), name]);
    }
  }
  return [...owners].map(([row, of]) => row.replace('OF', of.map((name) => `\`${name}\``).join(', ')));
}

function call(name: OpName): string {
  const takesTensors = ops[name].takes === 'several' ? ['_', 'a', '…'] : [];
  return `${name}(${[...takesTensors, ...ops[name].parameters.map(withDefault)].join(', ')})`;
}

function withDefault({ name, default: value }: OpParameter): string {
  if (value === undefined) return name;
  if (typeof value === 'object' && value !== null && 'sameAs' in value) return `${name} = ${value.sameAs}`;
  return `${name} = ${written(value)}`;
}

/** A default as the language writes it. */
function written(value: Argument): string {
  if (value === null) return 'none';
  if (typeof value === 'number') return value > 0 && value < 1e-3 ? value.toExponential() : String(value);
  return JSON.stringify(value);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

const BEGIN = '<!-- layers -->\n';
const END = '<!-- /layers -->';

/** The document with the reference between its marks. */
export function withReference(document: string): string {
  const start = document.indexOf(BEGIN) + BEGIN.length;
  const end = document.indexOf(END);
  return `${document.slice(0, start)}\n${layerReference()}\n${document.slice(end)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(LANGUAGE, withReference(readFileSync(LANGUAGE, 'utf8')));
}
