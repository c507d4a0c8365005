import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Shape } from '../../src/ir/shape.ts';
import type { OpAttributes, OpName } from '../../src/ops/attributes.ts';
import { type Argument, isProblem, type Problem, type WeightSpec } from '../../src/ops/definition.ts';
import { definitionOf } from '../../src/ops/query.ts';

type Given = Readonly<Record<string, Argument>>;

/** The arguments as the elaborator hands them over: defaults filled in, nothing unknown. */
export function complete(op: OpName, given: Given): Record<string, Argument> {
  const args: Record<string, Argument> = {};
  const { parameters } = definitionOf(op);
  for (const { name, default: value } of parameters) {
    const own = given[name];
    if (own !== undefined) args[name] = own;
    else if (typeof value === 'object' && value !== null && 'sameAs' in value)
      args[name] = args[value.sameAs] ?? null;
    else if (value !== undefined) args[name] = value;
    else throw new Error(`${op} needs ${name}`);
  }
  for (const name of Object.keys(given)) if (!(name in args)) throw new Error(`${op} has no ${name}`);
  return args;
}

/** The attributes, or the diagnostic of what is wrong with the arguments. */
export function attributes<N extends OpName>(op: N, given: Given = {}): OpAttributes[N] {
  const result = definitionOf(op).normalise(complete(op, given));
  if (isProblem(result)) throw new Error(`${op}: ${diagnose(result).message}`);
  return result;
}

/** The shape of the result, or the diagnostic of what does not fit. */
export function shapeOf(op: OpName, given: Given, ...inputs: readonly Shape[]): Shape | Diagnostic {
  const definition = definitionOf(op);
  const known = definition.normalise(complete(op, given));
  if (isProblem(known)) return diagnose(known);
  const shape = definition.shape(known, inputs);
  return isProblem(shape) ? diagnose(shape) : shape;
}

/** The code and the parameter at fault of what is wrong, or undefined. */
export function faultOf(
  op: OpName,
  given: Given,
  ...inputs: readonly Shape[]
): readonly [string, string | undefined] | undefined {
  const definition = definitionOf(op);
  const known = definition.normalise(complete(op, given));
  if (isProblem(known)) return [diagnose(known).code, known.at];
  const shape = definition.shape(known, inputs);
  return isProblem(shape) ? [diagnose(shape).code, shape.at] : undefined;
}

/** The message of what is wrong, and the help beneath it. */
export function explained(op: OpName, given: Given, ...inputs: readonly Shape[]): string {
  const result = shapeOf(op, given, ...inputs);
  if (!('message' in result)) throw new Error(`${op} found nothing wrong`);
  return [result.message, ...result.help.map((line) => `help: ${line}`)].join('\n');
}

export function weightsFor<N extends OpName>(
  op: N,
  given: Given,
  ...inputs: readonly Shape[]
): readonly WeightSpec[] {
  return definitionOf(op).weights(attributes(op, given), inputs);
}

/** Multiply-accumulates; every size is a number here. */
export function macsFor<N extends OpName>(
  op: N,
  given: Given,
  input: readonly number[],
  output: readonly number[],
): number {
  return definitionOf(op).macs(attributes(op, given), [input], output);
}

const PLACE = { source: { path: 'net.arch', text: '' }, start: 0, end: 0 };

function diagnose(fault: Problem): Diagnostic {
  return fault.diagnose(PLACE);
}
