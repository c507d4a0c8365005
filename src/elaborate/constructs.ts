import { isJoinName, type JoinName } from '../check/chains.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { equalShapes, formatShape } from '../ir/shape.ts';
import { definitionOf } from '../ops/query.ts';
import type * as ast from '../parser/ast.ts';
import { innerEnv, type Tensor } from './environment.ts';
import { evaluate, evaluateBool, evaluateInt, evaluateList } from './evaluate.ts';
import { addNode, UNKNOWN_TENSOR } from './graph.ts';
import { grouped } from './groups.ts';
import { normalised } from './layers.ts';
import { partName } from './paths.ts';
import { bind } from './patterns.ts';
import { runRequire } from './require.ts';
import { multipleHelp } from './signature.ts';
import { type Frame, flowOf, report, type Site, STEPS } from './state.ts';
import { spend } from './steps.ts';

/** `residual { … }`: the input and the body joined; with `when` false, just the body. */
export function residual(site: Site, element: ast.ResidualElement, input: Tensor): Tensor {
  const when = argument(element.args, 'when');
  const taken = when ? evaluateBool(site, when, '`when`') : true;
  const join = joinOf(element.args) ?? 'add';
  const branch: Frame['branch'] = !taken ? 'left out' : join === 'add' ? 'add' : 'none';
  const inner: Site = { ...site, frame: { ...site.frame, branch } };
  const body = runBranch(inner, element.body, input);
  if (taken === undefined) return UNKNOWN_TENSOR;
  site.frame.build.observer?.residual?.(element, taken);
  if (!taken) {
    if (element.shortcut) {
      const labels = when ? [{ span: when.span, text: 'this is false here' }] : [];
      const help = ['without an addition there is nothing to put a shortcut into: choose with `if` instead'];
      report(site.frame, diagnostic('ARC3007', element.keyword.span, {}, { labels, help }));
    }
    return body.tensor ?? UNKNOWN_TENSOR;
  }
  if (!body.touched) {
    report(
      site.frame,
      diagnostic(
        'ARC3006',
        element.keyword.span,
        {},
        { help: ['an empty `shortcut` or `path` is the identity; a residual needs a body'] },
      ),
    );
    return UNKNOWN_TENSOR;
  }
  const skip = element.shortcut
    ? (runBranch(inner, element.shortcut, input).tensor ?? UNKNOWN_TENSOR)
    : input;
  const result = body.tensor ?? UNKNOWN_TENSOR;
  if (join === 'add' && skip.shape && result.shape && !equalShapes(skip.shape, result.shape)) {
    return unequal(site, element, skip, result);
  }
  return joined(site, join, [skip, result], element.keyword);
}

function unequal(site: Site, element: ast.ResidualElement, skip: Tensor, body: Tensor): Tensor {
  const { origin } = body;
  const skipShape = formatShape(skip.shape ?? []);
  const bodyShape = formatShape(body.shape ?? []);
  const help = [
    ...multipleHelp(skip.shape ?? [], body.shape ?? []),
    element.shortcut
      ? 'both branches must end in one shape'
      : 'bring the input to the same shape: `residual { … } shortcut { conv2d(…) }`',
  ];
  report(
    site.frame,
    diagnostic(
      'ARC3104',
      element.keyword.span,
      { join: 'add', skip: skipShape, body: bodyShape },
      {
        label: `the ${element.shortcut ? 'shortcut gives' : 'input is'} ${skipShape}`,
        labels: origin ? [{ span: origin, text: `the body ends in ${bodyShape}` }] : [],
        help,
      },
    ),
  );
  return UNKNOWN_TENSOR;
}

/** `parallel(join = concat) { path { … } … }` */
export function parallel(site: Site, element: ast.ParallelElement, input: Tensor): Tensor {
  const join = joinOf(element.args) ?? 'concat';
  const inner: Site = { ...site, frame: { ...site.frame, branch: join === 'add' ? 'add' : 'none' } };
  const results: Tensor[] = [];
  runPaths({ ...inner, env: innerEnv(site.env) }, element.body, input, results);
  return joined(site, join, results, element.keyword);
}

/** Runs what stands between the paths of a `parallel`, and the paths on the input. */
function runPaths(site: Site, body: ast.Body, input: Tensor, into: Tensor[]): void {
  for (const statement of body.statements) {
    spend(site.frame, 1, statement.span);
    switch (statement.kind) {
      case 'chain': {
        const [path] = statement.elements;
        if (path?.kind !== 'path') break;
        const inside = statement.label ? grouped(site, statement.label) : site;
        const result = runBranch(inside, path.body, input).tensor ?? UNKNOWN_TENSOR;
        if (statement.label && result.node !== input.node) {
          site.frame.build.parts.push({
            prefix: inside.frame.paths.prefix,
            block: undefined,
            result: result.node,
            origin: statement.span,
          });
        }
        into.push(result);
        break;
      }
      case 'let':
        bind(site, statement.pattern, evaluate(site, statement.value));
        break;
      case 'require':
        runRequire(site, statement);
        break;
      case 'if': {
        const branch = statement.branches.find(({ condition }) =>
          evaluateBool(site, condition, 'a condition'),
        );
        const taken = branch?.body ?? statement.else;
        if (taken) runPaths({ ...site, env: innerEnv(site.env) }, taken, input, into);
        break;
      }
      case 'for':
        for (const item of evaluateList(site, statement.iterable) ?? []) {
          const inner: Site = { ...site, env: innerEnv(site.env) };
          bind(inner, statement.pattern, item);
          runPaths(inner, statement.body, input, into);
        }
        break;
      case 'repeat': {
        const count = evaluateInt(site, statement.count, 'the count of a `repeat`') ?? 0;
        if (count < 0) report(site.frame, diagnostic('ARC2104', statement.count.span, { count }));
        for (let i = 0; i < count; i++) {
          spend(site.frame, 1, statement.span);
          runPaths({ ...site, env: innerEnv(site.env) }, statement.body, input, into);
        }
        break;
      }
      default:
        break;
    }
  }
}

/** Runs a body on a tensor of its own; an empty one is the identity. */
function runBranch(
  site: Site,
  body: ast.Body,
  input: Tensor,
): { tensor: Tensor | undefined; touched: boolean } {
  spend(site.frame, STEPS.branch, body.span);
  const flow = flowOf(input);
  site.frame.build.recursion.runStatements({ ...site, env: innerEnv(site.env) }, body, flow);
  return flow;
}

function joined(site: Site, op: JoinName, inputs: readonly Tensor[], keyword: ast.Identifier): Tensor {
  const part = partName(site.frame, op, undefined);
  const { parameters } = definitionOf(op);
  const attributes = normalised(site.frame, op, parameters, [], keyword.span, () => undefined);
  if (!attributes) return UNKNOWN_TENSOR;
  return addNode(site.frame, { op, attributes, inputs, call: keyword.span, places: () => undefined, part });
}

function argument(args: readonly ast.Argument[], name: string): ast.Expression | undefined {
  return args.find((arg) => arg.name?.name === name)?.value;
}

function joinOf(args: readonly ast.Argument[]): JoinName | undefined {
  const value = argument(args, 'join');
  return value?.kind === 'name' && isJoinName(value.name) ? value.name : undefined;
}
