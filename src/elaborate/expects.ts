import { diagnostic } from '../diagnostics/report.ts';
import { type Bindings, costsByPart, graphSymbols, totalCosts } from '../ir/costs.ts';
import type { Graph } from '../ir/graph.ts';
import { equalShapes, formatShape, type Shape } from '../ir/shape.ts';
import { formatSize, type Size, substituteSize, symbolsOf } from '../ir/size.ts';
import type * as ast from '../parser/ast.ts';
import { spanText } from '../source/source.ts';
import { formatValue } from '../values/coerce.ts';
import { isUnknown, numeric, type Value } from '../values/value.ts';
import { lookUp, type Tensor } from './environment.ts';
import { evaluate, evaluateInt } from './evaluate.ts';
import { producerLabels } from './graph.ts';
import { compare } from './operators.ts';
import { multipleHelp, sizeOfValue } from './signature.ts';
import { type Flow, type Frame, type PendingExpect, report, type Site } from './state.ts';

/** A shape is checked where the `expect` stands; what is said of the whole waits until it is complete. */
export function runExpect(site: Site, statement: ast.ExpectStatement, flow: Flow): void {
  const name = statement.subject.name;
  const value = evaluate({ ...site, sizes: true }, statement.value);
  if (isUnknown(value)) return;
  if (name === 'params' || name === 'macs' || name === 'output') {
    const sizes = statement.args?.map((arg) => evaluateInt(site, arg, 'a size given to `macs`'));
    site.frame.build.expects.push({ frame: site.frame, statement, value, sizes });
    return;
  }
  const named = lookUp(site.env, name);
  const tensor =
    name === 'shape'
      ? flow.tensor
      : typeof named === 'object' && named?.kind === 'tensor'
        ? named
        : undefined;
  if (!tensor) {
    report(site.frame, diagnostic('ARC3001', statement.span, { what: '`expect shape`' }));
    return;
  }
  expectShape(
    site.frame,
    statement,
    name === 'shape' ? 'the shape of the flow' : `the shape of \`${name}\``,
    value,
    tensor,
  );
}

/** What was expected of the whole, of the complete graph. */
export function checkExpect(pending: PendingExpect, graph: Graph): void {
  const { frame, statement, value } = pending;
  switch (statement.subject.name) {
    case 'output': {
      const { outputs } = frame.build;
      const [only] = outputs;
      if (outputs.length !== 1 || !only) {
        const problem = `there are ${outputs.length} outputs, so \`output\` does not say which`;
        report(
          frame,
          diagnostic(
            'ARC2027',
            statement.subject.span,
            { problem },
            { help: ['name the tensor: `expect logits == [4]`'] },
          ),
        );
        return;
      }
      return expectShape(frame, statement, 'the shape of the output', value, only.tensor);
    }
    case 'params':
      return expectNumber(pending, graph, 'ARC4002', totalCosts(graph).params, undefined);
    case 'macs':
      return expectMacs(pending, graph);
  }
}

function expectShape(
  frame: Frame,
  statement: ast.ExpectStatement,
  what: string,
  value: Value,
  tensor: Tensor,
): void {
  if (!tensor.shape) return;
  const wanted = shapeOfValue(value);
  if (wanted && equalShapes(wanted, tensor.shape)) return;
  const found = formatShape(tensor.shape);
  report(
    frame,
    diagnostic(
      'ARC4001',
      statement.span,
      { what, expected: wanted ? formatShape(wanted) : formatValue(value), found },
      {
        label: `it is ${found}`,
        labels: producerLabels([tensor], statement.span),
        help: wanted ? multipleHelp(wanted, tensor.shape) : [],
      },
    ),
  );
}

function shapeOfValue(value: Value): Shape | undefined {
  if (typeof value !== 'object' || value?.kind !== 'list') return undefined;
  const sizes: Size[] = [];
  for (const item of value.items) {
    const size = sizeOfValue(item);
    if (size === undefined) return undefined;
    sizes.push(size);
  }
  return sizes;
}

function expectMacs(pending: PendingExpect, graph: Graph): void {
  const { frame, statement, sizes } = pending;
  const bindings = sizes ? bindSymbols(pending, graph, sizes) : new Map<string, number>();
  if (!bindings) return;
  const { macs } = totalCosts(graph, bindings);
  if (macs === undefined) {
    const symbols = graphSymbols(graph)
      .map((name) => `\`?${name}\``)
      .join(' and ');
    const example = symbolicAxes(graph)
      .map(() => '224')
      .join(', ');
    report(
      frame,
      diagnostic(
        'ARC4004',
        statement.span,
        { symbols },
        { help: [`say for which sizes: \`macs(${example})\``] },
      ),
    );
    return;
  }
  expectNumber(pending, graph, 'ARC4003', macs, bindings);
}

/** The symbolic axes of the inputs, in order. */
function symbolicAxes(graph: Graph): readonly Exclude<Size, number>[] {
  return graph.inputs.flatMap((input) =>
    (graph.nodes[input]?.shape ?? []).filter(
      (size): size is Exclude<Size, number> => typeof size !== 'number',
    ),
  );
}

/** Numbers for the symbols, so that each symbolic axis has the size that `macs` was given for it. */
function bindSymbols(
  pending: PendingExpect,
  graph: Graph,
  sizes: readonly (number | undefined)[],
): Bindings | undefined {
  const { frame, statement } = pending;
  const axes = symbolicAxes(graph);
  if (axes.length !== sizes.length) {
    const help = axes.length === 0 ? [`all sizes are known: write \`macs ${statement.operator} …\``] : [];
    report(
      frame,
      diagnostic('ARC4005', statement.span, { given: sizes.length, axes: axes.length }, { help }),
    );
    return undefined;
  }
  const bindings = new Map<string, number>();
  for (const [i, axis] of axes.entries()) {
    const wanted = sizes[i];
    if (wanted === undefined) return undefined;
    const [name] = [...symbolsOf(axis)].filter((symbol) => !bindings.has(symbol));
    if (name !== undefined) {
      const value = solve(axis, name, wanted, bindings);
      if (value !== undefined) bindings.set(name, value);
    }
    if (substituteSize(axis, bindings) !== wanted) {
      report(
        frame,
        diagnostic('ARC4006', statement.args?.[i]?.span ?? statement.span, {
          size: wanted,
          axis: formatSize(axis),
        }),
      );
      return undefined;
    }
  }
  return bindings;
}

/** The least value of the symbol for which the axis has the size: sizes grow with their symbols. */
function solve(axis: Size, name: string, wanted: number, known: Bindings): number | undefined {
  const at = (value: number) => {
    const size = substituteSize(axis, new Map([...known, [name, value]]));
    return typeof size === 'number' ? size : Number.NaN;
  };
  let low = 1;
  let high = Math.max(1, wanted * 2 + 2);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (at(middle) >= wanted) high = middle;
    else low = middle + 1;
  }
  return at(low) === wanted ? low : undefined;
}

function expectNumber(
  pending: PendingExpect,
  graph: Graph,
  code: 'ARC4002' | 'ARC4003',
  measured: number,
  bindings: Bindings | undefined,
): void {
  const { frame, statement, value } = pending;
  const wanted = numeric(value);
  if (wanted === undefined || compare(statement.operator, measured, wanted)) return;
  const cost = code === 'ARC4002' ? 'params' : 'macs';
  const parts = [...costsByPart(graph, bindings)]
    .filter((part) => (part[cost] ?? 0) > 0)
    .sort((a, b) => (b[cost] ?? 0) - (a[cost] ?? 0))
    .slice(0, 3)
    .map((part) => `${part.part} ${grouped(part[cost] ?? 0)}`);
  report(
    frame,
    diagnostic(
      code,
      statement.span,
      { operator: statement.operator, expected: written(statement, wanted), found: grouped(measured) },
      {
        label: `measured ${grouped(measured)}`,
        notes: parts.length > 0 ? [`the parts that cost most: ${parts.join(', ')}`] : [],
      },
    ),
  );
}

/** The figure as the source has it if it is a plain number, else what it came to. */
function written(statement: ast.ExpectStatement, wanted: number): string {
  return statement.value.kind === 'int' || statement.value.kind === 'float'
    ? spanText(statement.value.span)
    : grouped(wanted);
}

/** A number as the language writes large ones: 3_504_872. */
function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 }).replaceAll(',', '_');
}
