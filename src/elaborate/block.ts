import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import { coerce } from '../values/coerce.ts';
import { formatType } from '../values/type.ts';
import { isUnknown, orUnknown, UNKNOWN_VALUE, type Value } from '../values/value.ts';
import { define, type Env, innerEnv, type Tensor } from './environment.ts';
import { evaluate } from './evaluate.ts';
import { UNKNOWN_TENSOR } from './graph.ts';
import type { BlockLayer } from './made-layers.ts';
import { valuesOf } from './observer.ts';
import { type PartName, scopeInside } from './paths.ts';
import { Refused } from './require.ts';
import { bindInput, checkInputSizes, checkOutput, declaredOutput } from './signature.ts';
import { type Frame, flowOf, type Site } from './state.ts';
import { enterCall } from './steps.ts';
import { wrongType } from './wrong-type.ts';

/**
 * Puts an instance of a block behind a tensor: parameters from the call, the tensor and the defaults; then the body;
 * then the promise of the signature.
 */
export function instantiate(
  outer: Frame,
  target: BlockLayer,
  input: Tensor,
  call: Span,
  part: PartName,
): Tensor {
  const { declaration } = target.global;
  const { name } = declaration.name;
  const frame: Frame = enterCall(outer, call, name, target.places, scopeInside(outer.paths, part));
  const env: Env = innerEnv(undefined);
  const site: Site = { frame, env, sizes: false };

  giveArguments(env, declaration, target);
  const bound = bindInput(outer, site, target, input, call);
  if (!giveDefaults(site, declaration)) return UNKNOWN_TENSOR;
  const matched = bound && checkInputSizes(outer, site, declaration, input, call);
  // What the signature promises is what the rest of the network may count on, whatever reached the block.
  if (!matched) return { ...UNKNOWN_TENSOR, shape: declaredOutput(site, declaration) };

  const flow = flowOf(input);
  try {
    site.frame.build.recursion.runStatements(site, declaration.body, flow);
  } catch (refused) {
    if (refused instanceof Refused && refused.calls === frame.calls) return UNKNOWN_TENSOR;
    throw refused;
  }
  const result = flow.tensor ?? UNKNOWN_TENSOR;
  checkOutput(site, declaration, result);
  outer.build.parts.push({ prefix: frame.paths.prefix, block: name, result: result.node, origin: call });
  outer.build.observer?.instance?.({
    block: declaration,
    call,
    calls: frame.calls,
    path: frame.paths.prefix.slice(0, -1),
    values: valuesOf(env),
    input: input.shape,
    output: result.shape,
  });
  return result;
}

function giveArguments(env: Env, declaration: ast.BlockDeclaration, target: BlockLayer): void {
  for (const [i, parameter] of declaration.parameters.entries()) {
    const value = target.args[i];
    if (value !== undefined) define(env, parameter.name.name, value);
  }
}

/** Defaults in order, each of which may use the parameters before it; false if one is wrong (as reported). */
function giveDefaults(site: Site, declaration: ast.BlockDeclaration): boolean {
  const infos = site.frame.build.program.parameters.get(declaration) ?? [];
  let sound = true;
  for (const [i, parameter] of declaration.parameters.entries()) {
    const { name } = parameter.name;
    if (site.env.names?.has(name)) continue;
    const type = infos[i]?.type ?? { kind: 'unknown' };
    const value: Value = parameter.default ? evaluate(site, parameter.default) : UNKNOWN_VALUE;
    const fitted = coerce(value, type);
    if (fitted === undefined && parameter.default) {
      wrongType(site, parameter.default, value, `the default of \`${name}\``, formatType(type));
    }
    if (parameter.default && (fitted === undefined || isUnknown(fitted))) sound = false;
    define(site.env, name, orUnknown(fitted));
  }
  return sound;
}
