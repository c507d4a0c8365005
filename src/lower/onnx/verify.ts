import { equalShapes, formatShape } from '../../ir/shape.ts';
import { elementCount } from '../../weights/tensor.ts';
import type { ElementType, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './model.ts';
import { isOperator, type OperatorName, operators } from './operators.ts';
import type { Known } from './rule.ts';
import { rules } from './rules.ts';

const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = { float32: 4, float16: 2, int8: 1, int64: 8 };

/** Longer tensors are weights: their numbers say nothing about shapes. */
const MOST_CONTENTS = 8;

/**
 * What is wrong with a model as this target writes them, in words; empty: nothing. It checks names and their order,
 * operators and their attributes, and that the dimensions of every value are those that its operator makes: more than
 * the checker of ONNX, which accepts a kernel for other channels than come in.
 */
export function verifyOnnx({ graph }: OnnxModel): readonly string[] {
  const problems: string[] = [];
  const known = new Map<string, Known>();
  const declared = new Map([...graph.values, ...graph.outputs].map((value) => [value.name, value]));
  const define = (name: string, value: Known) => {
    if (name === '' || known.has(name)) problems.push(`two values are called \`${name}\``);
    known.set(name, value);
  };
  for (const tensor of graph.initialisers) {
    problems.push(...wrongTensor(tensor));
    define(tensor.name, { type: tensor.type, dims: tensor.dims, ...shortContents(tensor) });
  }
  for (const { name, type, dims } of graph.inputs) define(name, { type, dims });
  const names = new Set<string>();
  for (const node of graph.nodes) {
    const say = (problem: string) => problems.push(`\`${node.name}\` (${node.op}): ${problem}`);
    if (node.name === '' || names.has(node.name)) say('another node has this name');
    names.add(node.name);
    const [output = ''] = node.outputs;
    const result = resultOf(node, known, say);
    const claim = declared.get(output);
    if (!claim) say(`the dimensions of \`${output}\` are not declared`);
    else if (result) for (const problem of disagreement(claim, result)) say(problem);
    const stated = result ?? claim;
    if (stated) define(output, stated);
  }
  for (const { name } of graph.values) {
    if (!known.has(name)) problems.push(`\`${name}\` is declared, but nothing makes it`);
  }
  for (const output of graph.outputs) {
    const made = known.get(output.name);
    if (!made) problems.push(`nothing makes the output \`${output.name}\``);
    else for (const problem of disagreement(output, made)) problems.push(`output: ${problem}`);
  }
  return [...new Set(problems)];
}

function wrongTensor({ name, type, dims, bytes }: OnnxTensor): readonly string[] {
  const expected = elementCount(dims) * ELEMENT_BYTES[type];
  if (expected === bytes.length) return [];
  return [`\`${name}\` has ${bytes.length} bytes, but ${type} [${dims.join(', ')}] needs ${expected}`];
}

/** The numbers of an int64 tensor, and of a short one of floats. */
function shortContents({ type, dims, bytes }: OnnxTensor): Pick<Known, 'contents'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = elementCount(dims);
  if (count * ELEMENT_BYTES[type] !== bytes.length) return {};
  if (type === 'int64') return { contents: read(count, (i) => Number(view.getBigInt64(8 * i, true))) };
  if (type === 'float32' && count <= MOST_CONTENTS)
    return { contents: read(count, (i) => view.getFloat32(4 * i, true)) };
  return {};
}

function read(length: number, at: (i: number) => number): readonly number[] {
  return Array.from({ length }, (_, i) => at(i));
}

function disagreement(declared: OnnxValue, made: Known): readonly string[] {
  if (declared.type === made.type && equalShapes(declared.dims, made.dims)) return [];
  const [claim, fact] = [declared, made].map(({ type, dims }) => `${type} ${formatShape(dims)}`);
  return [`\`${declared.name}\` is declared as ${claim}, but is ${fact}`];
}

/** What a node makes; undefined where something about it is wrong, which is then said. */
function resultOf(
  node: OnnxNode,
  known: ReadonlyMap<string, Known>,
  say: (problem: string) => void,
): Known | undefined {
  const { op, inputs } = node;
  if (!isOperator(op)) {
    say('no operator that archc writes has this name');
    return undefined;
  }
  const missing = inputs.filter((name) => name !== '' && !known.has(name));
  for (const name of missing) say(`\`${name}\` is used before it is made`);
  const faults = wrongForm(node, op);
  for (const fault of faults) say(fault);
  if (missing.length + faults.length > 0) return undefined;
  const operands = inputs.map((name) => (name === '' ? undefined : known.get(name)));
  const result = rules[op](operands, node.attributes);
  if (typeof result !== 'string') return result;
  say(result);
  return undefined;
}

function wrongForm({ inputs, outputs, attributes }: OnnxNode, op: OperatorName): readonly string[] {
  const { takes, attributes: allowed } = operators[op];
  const types: Readonly<Record<string, string>> = allowed;
  const faults: string[] = [];
  const [fewest, most] = takes;
  if (inputs.length < fewest || inputs.length > most) faults.push(`it cannot take ${inputs.length} operands`);
  if (outputs.length !== 1) faults.push(`it gives one value, not ${outputs.length}`);
  for (const [name, { type }] of attributes) {
    if (types[name] === undefined) faults.push(`it has no attribute \`${name}\``);
    else if (types[name] !== type) faults.push(`the attribute \`${name}\` is ${types[name]}, not ${type}`);
  }
  return faults;
}
