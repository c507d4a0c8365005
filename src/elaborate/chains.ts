import type { ResolvedCall } from '../check/program.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { OpName } from '../ops/attributes.ts';
import { definitionOf } from '../ops/query.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import { applyCall } from './apply.ts';
import { parallel, residual } from './constructs.ts';
import { define, lookUp, type Tensor } from './environment.ts';
import { addNode, UNKNOWN_TENSOR } from './graph.ts';
import { grouped } from './groups.ts';
import { evaluateArguments, normalised } from './layers.ts';
import { partName } from './paths.ts';
import { type Flow, type Frame, report, type Site } from './state.ts';
import { runNetworkCall } from './tests.ts';

/** Runs `label: a() -> b() as name` on the flow of a body. */
export function runChain(site: Site, chain: ast.Chain, flow: Flow): void {
  const network = networkCall(site, chain);
  if (network) return runNetworkCall(site, network.call, network.resolved, flow);
  const [first] = chain.elements;
  const applied = chain.elements.filter((element) => element.kind !== 'flow' && !isTensorName(site, element));
  const [only] = applied;
  const direct = applied.length === 1 && only?.kind === 'apply';
  const inner = chain.label && !direct && only?.kind !== 'path' ? grouped(site, chain.label) : site;
  for (const element of chain.elements) {
    runElement(inner, element, flow, element === first, direct ? chain.label : undefined);
  }
  if (inner !== site && flow.tensor) {
    const { prefix } = inner.frame.paths;
    site.frame.build.parts.push({ prefix, block: undefined, result: flow.tensor.node, origin: chain.span });
  }
  if (chain.as && flow.tensor) {
    define(site.env, chain.as.name, flow.tensor);
    flow.pending = undefined;
  } else if (chain.as) {
    define(site.env, chain.as.name, UNKNOWN_TENSOR);
  }
}

/** The network that a chain calls: only the statement of a test can. */
function networkCall(site: Site, chain: ast.Chain) {
  const [element] = chain.elements;
  if (element?.kind !== 'apply' || chain.elements.length > 1) return undefined;
  const resolved = site.frame.build.program.calls.get(element.call);
  return resolved?.callee.kind === 'network' ? { call: element.call, resolved } : undefined;
}

function isTensorName(site: Site, element: ast.Element): boolean {
  if (element.kind !== 'name') return false;
  const value = lookUp(site.env, element.name);
  return typeof value === 'object' && value?.kind === 'tensor';
}

function runElement(
  site: Site,
  element: ast.Element,
  flow: Flow,
  isFirst: boolean,
  label?: ast.Identifier,
): void {
  switch (element.kind) {
    case 'flow':
      if (!flow.tensor) reportNothing(site.frame, element.span, '`_`');
      return;
    case 'name': {
      const tensor = tensorNamed(site, element.name);
      replaceFlow(site.frame, flow, element.span);
      flow.tensor = tensor;
      flow.pending = undefined;
      flow.touched = true;
      return;
    }
    case 'apply':
      return runApply(site, element.call, flow, isFirst, label);
    case 'residual': {
      const input = takeFlow(site.frame, flow, element.keyword.span, '`residual`');
      return setFlow(flow, residual(site, element, input), element.keyword.span);
    }
    case 'parallel': {
      const input = takeFlow(site.frame, flow, element.keyword.span, '`parallel`');
      return setFlow(flow, parallel(site, element, input), element.keyword.span);
    }
    case 'path':
      // Paths are collected by the `parallel` around them (constructs.ts).
      return;
  }
}

function runApply(
  site: Site,
  call: ast.CallExpression,
  flow: Flow,
  isFirst: boolean,
  label?: ast.Identifier,
): void {
  const resolved = site.frame.build.program.calls.get(call);
  if (!resolved) return;
  if (resolved.callee.kind === 'op' && definitionOf(resolved.callee.op).takes === 'several') {
    return setFlow(flow, join(site, call, resolved, resolved.callee.op, flow, isFirst, label), call.span);
  }
  const input = takeFlow(site.frame, flow, call.callee.span, `\`${call.callee.name}\``);
  setFlow(flow, applyCall(site, call, resolved, input, label), call.span);
}

/** `concat(_, skip)`: every tensor is named; the flow is lost if it is not among them. */
function join(
  site: Site,
  call: ast.CallExpression,
  resolved: ResolvedCall,
  op: Exclude<OpName, 'input'>,
  flow: Flow,
  _isFirst: boolean,
  label?: ast.Identifier,
): Tensor {
  const inputs: Tensor[] = [];
  let takesFlow = false;
  for (const arg of call.args) {
    if (arg.name) continue;
    if (arg.value.kind === 'hole') {
      takesFlow = true;
      if (!flow.tensor) reportNothing(site.frame, arg.value.span, '`_`');
      inputs.push(flow.tensor ?? UNKNOWN_TENSOR);
    } else if (arg.value.kind === 'name') {
      inputs.push(tensorNamed(site, arg.value.name));
    }
  }
  if (!takesFlow) replaceFlow(site.frame, flow, call.span);
  const { parameters } = definitionOf(op);
  const places = (name: string) => call.args.find((arg) => arg.name?.name === name)?.span;
  const values = evaluateArguments(site, op, parameters, resolved.args);
  const attributes = values && normalised(site.frame, op, parameters, values, call.span, places);
  const part = partName(site.frame, op, label);
  if (!attributes) return UNKNOWN_TENSOR;
  return addNode(site.frame, { op, attributes, inputs, call: call.span, places, part });
}

function tensorNamed(site: Site, name: string): Tensor {
  const value = lookUp(site.env, name);
  return typeof value === 'object' && value?.kind === 'tensor' ? value : UNKNOWN_TENSOR;
}

/** The flow as the input of what stands at `at`; it is used by that. */
export function takeFlow(frame: Frame, flow: Flow, at: Span, what: string): Tensor {
  if (!flow.tensor) reportNothing(frame, at, what);
  return flow.tensor ?? UNKNOWN_TENSOR;
}

function setFlow(flow: Flow, tensor: Tensor, at: Span): void {
  flow.tensor = tensor.origin === at || !tensor.shape ? tensor : { ...tensor, origin: at };
  // Of what a mistake has spoiled nothing is lost.
  flow.pending = tensor.shape ? at : undefined;
  flow.touched = true;
}

/** Called before the flow becomes another tensor without having been taken. */
function replaceFlow(frame: Frame, flow: Flow, at: Span): void {
  if (!flow.pending) return;
  report(
    frame,
    diagnostic(
      'ARC3002',
      at,
      {},
      {
        labels: [{ span: flow.pending, text: 'its result is lost' }],
        help: ['name it with `… as name` and use it, or take it out'],
      },
    ),
  );
}

function reportNothing(frame: Frame, at: Span, what: string): void {
  report(
    frame,
    diagnostic(
      'ARC3001',
      at,
      { what },
      { help: ['with several inputs, a body starts from one of them: `image -> conv2d(32)`'] },
    ),
  );
}
