import type { Callee, ParameterInfo, ResolvedCall } from '../check/program.ts';
import type { OpAttributes } from '../ops/attributes.ts';
import { type Argument, isProblem, type OpParameter } from '../ops/definition.ts';
import { definitionOf } from '../ops/query.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import { coerce } from '../values/coerce.ts';
import { formatType } from '../values/type.ts';
import { isUnknown, orUnknown, UNKNOWN_VALUE, type Value } from '../values/value.ts';
import { lookUp } from './environment.ts';
import type { ArgumentPlaces, BlockGlobal, BlockLayer, Layer, LayerOp, OpLayer } from './made-layers.ts';
import { type Frame, report, type Site } from './state.ts';
import { wrongType } from './wrong-type.ts';

/** Every layer value is one that this phase has made. */
export function isLayer(value: Value): value is Layer {
  return typeof value === 'object' && value?.kind === 'layer';
}

/** A layer's or block's name without parentheses. */
export function layerOfCallee(
  site: Site,
  callee: Callee,
  at: { readonly name: string; readonly span: Span },
): Value {
  if (callee.kind === 'op') return opLayer(site, callee.op, [], at.span);
  return callee.kind === 'block' ? blockLayer(site, callee.global, [], at.span) : UNKNOWN_VALUE;
}

/** A call of a layer, a block or a layer value, as a layer value. */
export function layerValue(site: Site, call: ast.CallExpression, resolved: ResolvedCall): Value {
  const { callee, args } = resolved;
  switch (callee.kind) {
    case 'op':
      return opLayer(site, callee.op, args, call.span);
    case 'block':
      return blockLayer(site, callee.global, args, call.span);
    case 'const':
      return orUnknown(site.frame.build.constants.get(callee.global.declaration));
    case 'local': {
      const value = lookUp(site.env, callee.name);
      return value === undefined || (typeof value === 'object' && value?.kind === 'tensor')
        ? UNKNOWN_VALUE
        : value;
    }
    default:
      return UNKNOWN_VALUE;
  }
}

function opLayer(site: Site, op: LayerOp, args: ResolvedCall['args'], span: Span): Layer {
  const target = opTarget(site, op, args, span);
  return { kind: 'layer', name: op, span, target, shared: undefined };
}

/** An operation with evaluated and checked arguments. */
export function opTarget(site: Site, op: LayerOp, args: ResolvedCall['args'], call: Span): OpLayer {
  const { parameters } = definitionOf(op);
  const values = evaluateArguments(site, op, parameters, args);
  const { layers } = site.frame.build;
  const made = layers.get(args);
  if (made && values && sameValues(made.values, values)) return made.layer;
  const places = placesOf(parameters, args);
  const attributes = values && normalised(site.frame, op, parameters, values, call, places);
  const last = { input: undefined, output: undefined };
  const layer: OpLayer = { kind: 'op', op, attributes, call, places, last };
  if (values && attributes) layers.set(args, { values, layer });
  return layer;
}

/** Whether two calls were given the same ints, strings, bools and floats; lists count as different. */
function sameValues(a: readonly (Value | undefined)[], b: readonly (Value | undefined)[]): boolean {
  for (let i = 0; i < a.length; i++) {
    const x = a[i];
    const y = b[i];
    if (x === y) continue;
    if (typeof x !== 'object' || typeof y !== 'object' || x?.kind !== 'float' || y?.kind !== 'float')
      return false;
    if (x.value !== y.value) return false;
  }
  return a.length === b.length;
}

/** The value of each argument that is given, of its parameter's type; undefined if one is wrong (as reported). */
export function evaluateArguments(
  site: Site,
  callee: string,
  parameters: readonly (OpParameter | ParameterInfo)[],
  args: ResolvedCall['args'],
): readonly (Value | undefined)[] | undefined {
  const values: (Value | undefined)[] = [];
  let sound = true;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    const parameter = parameters[i];
    if (!arg || !parameter) {
      values.push(undefined);
      continue;
    }
    const value = site.frame.build.recursion.evaluate(site, arg.value);
    const fitted = coerce(value, parameter.type);
    if (fitted === undefined)
      wrongType(site, arg.value, value, `\`${parameter.name}\` of \`${callee}\``, formatType(parameter.type));
    if (fitted === undefined || isUnknown(fitted)) sound = false;
    values.push(orUnknown(fitted));
  }
  return sound ? values : undefined;
}

/** The attributes of an operation, from its arguments and defaults. */
export function normalised(
  frame: Frame,
  op: LayerOp,
  parameters: readonly OpParameter[],
  values: readonly (Value | undefined)[],
  call: Span,
  places: ArgumentPlaces,
): OpAttributes[LayerOp] | undefined {
  const given: Record<string, Argument> = {};
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i];
    if (!parameter) continue;
    const value = values[i];
    given[parameter.name] = value === undefined ? defaultOf(parameter, given) : plain(value);
  }
  const result = definitionOf(op).normalise(given);
  if (!isProblem(result)) return result;
  report(frame, result.diagnose((result.at ? places(result.at) : undefined) ?? call));
  return undefined;
}

function defaultOf(parameter: OpParameter, given: Readonly<Record<string, Argument>>): Argument {
  const value = parameter.default;
  if (value === undefined) return null;
  if (typeof value === 'object' && value !== null && 'sameAs' in value) return given[value.sameAs] ?? null;
  return value;
}

/** A value as layers see it: numbers, strings, bools, null, and arrays of them. */
function plain(value: Value): Argument {
  if (value === null || typeof value !== 'object') return value;
  switch (value.kind) {
    case 'float':
      return value.value;
    case 'list':
    case 'tuple':
      return value.items.map(plain);
    default:
      return null;
  }
}

function blockLayer(site: Site, global: BlockGlobal, args: ResolvedCall['args'], span: Span): Value {
  const { name } = global.declaration.name;
  const target = blockTarget(site, global, args, span);
  if (!target) return UNKNOWN_VALUE;
  const layer: Layer = { kind: 'layer', name, span, target, shared: undefined };
  return layer;
}

export function blockTarget(
  site: Site,
  global: BlockGlobal,
  args: ResolvedCall['args'],
  call: Span,
): BlockLayer | undefined {
  const parameters = site.frame.build.program.parameters.get(global.declaration) ?? [];
  const values = evaluateArguments(site, global.declaration.name.name, parameters, args);
  return values && { kind: 'block', global, args: values, call, places: placesOf(parameters, args) };
}

function placesOf(
  parameters: readonly { readonly name: string }[],
  args: ResolvedCall['args'],
): ArgumentPlaces {
  return (name) => args[parameters.findIndex((parameter) => parameter.name === name)]?.span;
}
