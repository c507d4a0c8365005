import { diagnostic } from '../diagnostics/report.ts';
import type { Node } from '../ir/graph.ts';
import { formatSize, isEmpty, type Size } from '../ir/size.ts';
import type * as ast from '../parser/ast.ts';
import { coerce } from '../values/coerce.ts';
import { formatType } from '../values/type.ts';
import { isUnknown, orUnknown, UNKNOWN_VALUE, type Value } from '../values/value.ts';
import { define, lookUp, type Tensor } from './environment.ts';
import { ANONYMOUS, evaluate } from './evaluate.ts';
import { UNKNOWN_TENSOR } from './graph.ts';
import { claimName } from './paths.ts';
import { sizeOfValue } from './signature.ts';
import { type Flow, flowOf, type Output, report, type Site } from './state.ts';
import { checkNodeCount } from './steps.ts';
import { wrongType } from './wrong-type.ts';

/** Gives the parameters of a network their values: those given, then the defaults; false if one is wrong. */
export function giveParameters(
  site: Site,
  declaration: ast.NetworkDeclaration,
  given: ReadonlyMap<string, Value>,
): boolean {
  const infos = site.frame.build.program.parameters.get(declaration) ?? [];
  let sound = true;
  for (const [i, parameter] of declaration.parameters.entries()) {
    const { name } = parameter.name;
    const known = given.get(name);
    const value =
      known !== undefined ? known : parameter.default ? evaluate(site, parameter.default) : UNKNOWN_VALUE;
    const type = infos[i]?.type ?? { kind: 'unknown' };
    const fitted = coerce(value, type);
    if (fitted === undefined && parameter.default) {
      wrongType(site, parameter.default, value, `the default of \`${name}\``, formatType(type));
    }
    if (fitted === undefined || isUnknown(fitted)) sound = false;
    define(site.env, name, orUnknown(fitted));
    site.frame.build.observer?.value?.(parameter.name.span, orUnknown(fitted), site.frame.calls);
  }
  return sound;
}

/** Runs the body of a network or test: inputs, statements, outputs. Gives what flows at the end. */
export function runNetworkBody(site: Site, name: string, body: ast.Body): Flow {
  const inputs = body.statements.filter((statement) => statement.kind === 'input');
  const flow = flowOf(undefined);
  // Names that the shapes of inputs use may be made by `let`s before them.
  let next = 0;
  for (const statement of body.statements) {
    if (statement.kind === 'input') {
      const tensor = addInput(site, statement);
      define(site.env, statement.name.name, tensor);
      if (inputs.length === 1) flow.tensor = tensor;
      site.frame.build.observer?.statement?.(statement, tensor, site.frame.calls);
    } else {
      site.frame.build.recursion.runStatements(site, { statements: [statement], span: statement.span }, flow);
    }
    next++;
  }
  if (next > 0) collectOutputs(site, name, body, flow);
  return flow;
}

function addInput(site: Site, statement: ast.InputStatement): Tensor {
  const { frame, env } = site;
  const { name } = statement.name;
  checkNodeCount(frame, statement.span);
  claimName(frame, name, undefined);
  const shape: Size[] = [];
  for (const [i, item] of statement.shape.items.entries()) {
    define(env, ANONYMOUS, `${name}_${i}`);
    const value = evaluate({ ...site, sizes: true }, item);
    env.names?.delete(ANONYMOUS);
    const size = sizeOfValue(value);
    if (size === undefined) {
      if (!isUnknown(value)) wrongType(site, item, value, 'a size', 'an int');
      return UNKNOWN_TENSOR;
    }
    if (isEmpty(size)) {
      report(frame, diagnostic('ARC3109', item.span, { input: name, size: formatSize(size) }));
      return UNKNOWN_TENSOR;
    }
    shape.push(size);
  }
  const id = frame.build.nodes.length;
  const node: Node<'input'> = {
    id,
    op: 'input',
    path: frame.paths.prefix + name,
    inputs: [],
    attributes: {},
    shape,
    module: undefined,
    origin: statement.span,
  };
  frame.build.nodes.push(node);
  return { kind: 'tensor', node: id, shape, origin: statement.span };
}

function collectOutputs(site: Site, name: string, body: ast.Body, flow: Flow): void {
  const { frame } = site;
  const statement = body.statements.find((each) => each.kind === 'output');
  if (!statement) {
    if (frame.build.outputs.length > 0) return;
    if (flow.tensor && flow.touched) frame.build.outputs = [{ name: 'output', tensor: flow.tensor }];
    // After an error, what would have made the result may be missing.
    else if (frame.build.diagnostics.length > 0) return;
    else if (frame.build.nodes.length > 0 || body.statements.length === 0) {
      const place = body.span;
      const end = { source: place.source, start: Math.max(place.start, place.end - 1), end: place.end };
      report(
        frame,
        diagnostic('ARC3004', end, { name }, { help: ['apply a layer to the input, or name an `output`'] }),
      );
    }
    return;
  }
  const outputs: Output[] = [];
  for (const each of statement.names) {
    const tensor = lookUp(site.env, each.name);
    if (typeof tensor === 'object' && tensor?.kind === 'tensor') outputs.push({ name: each.name, tensor });
  }
  frame.build.outputs = outputs;
  if (flow.pending && !outputs.some((output) => output.tensor.node === flow.tensor?.node)) {
    report(
      frame,
      diagnostic(
        'ARC3002',
        statement.span,
        {},
        {
          label: 'this is all that leaves the network',
          labels: [{ span: flow.pending, text: 'its result is lost' }],
          help: ['name it with `… as name` and list it in the `output`, or take it out'],
        },
      ),
    );
  }
}
