import type { ResolvedCall } from '../check/program.ts';
import type * as ast from '../parser/ast.ts';
import type { Value } from '../values/value.ts';
import { innerEnv } from './environment.ts';
import { evaluateArguments } from './layers.ts';
import { giveParameters, runNetworkBody } from './network.ts';
import { Refused } from './require.ts';
import type { Flow, Frame, Site } from './state.ts';
import { enterCall } from './steps.ts';

/** Builds the network that a test calls, with the network's own inputs, as what the test is about. */
export function runNetworkCall(
  site: Site,
  call: ast.CallExpression,
  resolved: ResolvedCall,
  flow: Flow,
): void {
  if (resolved.callee.kind !== 'network') return;
  const { declaration } = resolved.callee.global;
  const infos = site.frame.build.program.parameters.get(declaration) ?? [];
  const values = evaluateArguments(site, declaration.name.name, infos, resolved.args);
  if (!values) return;
  const given = new Map<string, Value>();
  for (const [i, value] of values.entries()) {
    const name = infos[i]?.name;
    if (name !== undefined && value !== undefined) given.set(name, value);
  }
  const places = (name: string) => resolved.args[infos.findIndex((info) => info.name === name)]?.span;
  const frame: Frame = enterCall(site.frame, call.span, declaration.name.name, places);
  const inner: Site = { frame, env: innerEnv(undefined), sizes: false };
  if (!giveParameters(inner, declaration, given)) return;
  try {
    const result = runNetworkBody(inner, declaration.name.name, declaration.body);
    flow.tensor = result.tensor;
    flow.touched = true;
  } catch (refused) {
    if (!(refused instanceof Refused && refused.calls === frame.calls)) throw refused;
  }
}
