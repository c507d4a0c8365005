import type { ResolvedCall } from '../check/program.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import { isUnknown, type Value } from '../values/value.ts';
import { instantiate } from './block.ts';
import type { Tensor } from './environment.ts';
import { addNode, UNKNOWN_TENSOR } from './graph.ts';
import { blockTarget, isLayer, layerValue, opTarget } from './layers.ts';
import type { Layer, OpLayer } from './made-layers.ts';
import { claimName, type PartName, partName } from './paths.ts';
import { type Frame, report, type Site } from './state.ts';
import { wrongType } from './wrong-type.ts';

/** Applies a layer or block call, written as a statement, to a tensor. */
export function applyCall(
  site: Site,
  call: ast.CallExpression,
  resolved: ResolvedCall,
  input: Tensor,
  label?: ast.Identifier,
): Tensor {
  const { callee, args } = resolved;
  const { frame } = site;
  if (callee.kind === 'op') {
    return applyOp(
      frame,
      opTarget(site, callee.op, args, call.span),
      input,
      call.span,
      partName(frame, callee.op, label),
    );
  }
  if (callee.kind === 'block') {
    const part = partName(frame, callee.global.declaration.name.name, label);
    const target = blockTarget(site, callee.global, args, call.span);
    return target ? instantiate(frame, target, input, call.span, part) : UNKNOWN_TENSOR;
  }
  return applyValue(site, layerValue(site, call, resolved), call, input, label);
}

function applyValue(
  site: Site,
  value: Value,
  call: ast.CallExpression,
  input: Tensor,
  label?: ast.Identifier,
): Tensor {
  if (isUnknown(value)) return UNKNOWN_TENSOR;
  if (!isLayer(value)) {
    wrongType(
      site,
      { kind: 'name', name: call.callee.name, span: call.callee.span },
      value,
      `\`${call.callee.name}\``,
      'a layer',
    );
    return UNKNOWN_TENSOR;
  }
  if (value.shared) return applyShared(site.frame, value, input, call.span, label);
  const { target } = value;
  const part = partName(site.frame, value.name, label);
  if (target.kind === 'op') return applyOp(site.frame, target, input, call.span, part);
  return instantiate(site.frame, target, input, call.span, part);
}

/** A layer with one set of weights: made when it is applied first, and found again by path afterwards. */
function applyShared(frame: Frame, layer: Layer, input: Tensor, call: Span, label?: ast.Identifier): Tensor {
  const { target, shared } = layer;
  if (!shared) return UNKNOWN_TENSOR;
  const first = !shared.applied;
  shared.applied = true;
  const inner: Frame = first
    ? { ...frame, reuse: shared.reuse, order: shared.order, record: [...frame.record, shared.modules] }
    : { ...frame, reuse: shared.reuse ?? shared.modules };
  // The declaration has taken the name in its own scope; every further application is counted on from there.
  const reserved = first && !label && frame.paths === shared.scope;
  const name = reserved ? shared.name : claimName(frame, label?.name ?? shared.declared, label);
  if (target.kind === 'op')
    return applyOp(inner, target, input, call, { name, weightPath: shared.weightPath });
  return instantiate(inner, target, input, call, { name, weightPath: shared.weightPath });
}

function applyOp(frame: Frame, target: OpLayer, input: Tensor, call: Span, part: PartName): Tensor {
  const { op, attributes } = target;
  if (!attributes) return UNKNOWN_TENSOR;
  if (op === 'drop_path' && 'rate' in attributes) {
    if (frame.branch === 'left out') return input;
    if (frame.branch === 'none' && attributes.rate !== 0) {
      report(
        frame,
        diagnostic(
          'ARC3005',
          call,
          {},
          { help: ['put it last inside a `residual`, or into a `path` of `parallel(join = add)`'] },
        ),
      );
    }
  }
  return addNode(frame, {
    op,
    attributes,
    inputs: [input],
    call,
    places: target.places,
    part,
    last: target.last,
  });
}
