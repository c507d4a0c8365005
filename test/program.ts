import { readdirSync, readFileSync } from 'node:fs';
import { type Analysis, analyse, buildChosen, type Choice, checkSource } from '../src/compile.ts';
import { type Diagnostic, isError } from '../src/diagnostics/diagnostic.ts';
import { totalCosts } from '../src/ir/costs.ts';
import type { Graph, Node } from '../src/ir/graph.ts';
import { formatShape } from '../src/ir/shape.ts';
import { runTests, type TestResult } from '../src/language-tests.ts';
import { nodeWeights } from '../src/ops/query.ts';
import { memoryHost } from '../src/source/host.ts';
import { spanText } from '../src/source/source.ts';

/** Its modules, as files of a host in memory. */
export const standardLibrary: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync('std').map((name) => [`std/${name}`, readFileSync(`std/${name}`, 'utf8')]),
);

/** A source at `main.arch`, with the standard library and, if it imports some, other files beside it. */
function open(text: string, files: Readonly<Record<string, string>>) {
  const host = memoryHost({ ...standardLibrary, ...files });
  return { host, source: { path: 'main.arch', text } };
}

export function analysisOf(text: string, files: Readonly<Record<string, string>> = {}): Analysis {
  const { host, source } = open(text, files);
  return analyse(host, source);
}

/** Everything that `archc check` says of a program. */
export function diagnosticsOf(
  text: string,
  files: Readonly<Record<string, string>> = {},
): readonly Diagnostic[] {
  const { host, source } = open(text, files);
  return checkSource(host, source);
}

/** The same, with the errors of each failing test, in lines: `ARC3101 at `stride = 3`: message`. */
export function errorsOf(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return diagnosticsOf(text, files).filter(isError).map(written);
}

/** The codes of the errors, in order. */
export function codesOf(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return diagnosticsOf(text, files)
    .filter(isError)
    .map((each) => each.code);
}

/** The lints of a program, in the same lines. */
export function warningsOf(text: string): readonly string[] {
  return diagnosticsOf(text)
    .filter((each) => !isError(each))
    .map(written);
}

/** A diagnostic in one line: its code, the text that it points at, and its message. */
export function written(problem: Diagnostic): string {
  const at = problem.primary ? ` at \`${spanText(problem.primary.span).replace(/\s+/g, ' ')}\`` : '';
  return `${problem.code}${at}: ${problem.message}`;
}

/** The second labels of a diagnostic: the text that each points at, and what it says. */
export function labelsOf(problem: Diagnostic | undefined): readonly string[] {
  return (problem?.labels ?? []).map(
    (label) => `\`${spanText(label.span).replace(/\s+/g, ' ')}\` ${label.text}`,
  );
}

/** The one error of a program. */
export function errorOf(text: string): Diagnostic {
  const errors = diagnosticsOf(text).filter(isError);
  const [only] = errors;
  if (!only || errors.length > 1)
    throw new Error(`expected one error, found:\n${errors.map(written).join('\n') || 'none'}`);
  return only;
}

/** The graph of the one network of a program, which has no errors. */
export function graphOf(text: string, choice: Choice = {}): Graph {
  const { graph, diagnostics } = buildChosen(analysisOf(text), choice);
  if (!graph) throw new Error(diagnostics.filter(isError).map(written).join('\n'));
  return graph;
}

/** A body as a network over one input. */
export function body(text: string, input = '[32, 32, 8]'): string {
  return `network net {\n  input image: ${input}\n${text}\n}\n`;
}

/** The nodes behind the inputs, a line each: `stem.conv2d [16, 16, 8] <- image`. */
export function nodesOf(graph: Graph): readonly string[] {
  const path = (id: number) => graph.nodes[id]?.path ?? '?';
  return graph.nodes
    .filter((node) => node.op !== 'input')
    .map((node) => `${node.path} ${formatShape(node.shape)} <- ${node.inputs.map(path).join(', ')}`);
}

/** The paths of the weights, in their order. */
export function weightsOf(graph: Graph): readonly string[] {
  return graph.modules.flatMap((module) => {
    const node: Node | undefined = graph.nodes[module.node];
    return node ? nodeWeights(graph, node).map((weight) => `${module.path}.${weight.name}`) : [];
  });
}

export function parametersOf(graph: Graph): number {
  return totalCosts(graph).params;
}

/** How the language tests of a program went. */
export function testsOf(text: string, files: Readonly<Record<string, string>> = {}): readonly TestResult[] {
  return runTests(analysisOf(text, files));
}
