import type { Global, Program } from '../check/program.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { Graph } from '../ir/graph.ts';
import type { Shape } from '../ir/shape.ts';
import type * as ast from '../parser/ast.ts';
import { UNKNOWN_VALUE, type Value } from '../values/value.ts';
import { instantiate } from './block.ts';
import { completeGraph } from './complete.ts';
import { innerEnv, type ModuleOrder } from './environment.ts';
import { evaluate } from './evaluate.ts';
import { checkExpect } from './expects.ts';
import type { BlockLayer } from './made-layers.ts';
import { giveParameters, runNetworkBody } from './network.ts';
import type { Observer } from './observer.ts';
import { pathScope } from './path-scope.ts';
import { Refused } from './require.ts';
import { type Elaboration, type Frame, LimitPassed, MAX_STEPS, report, type Site } from './state.ts';
import { runStatements } from './statements.ts';

/** A graph, or what is wrong; never both a graph and an error. */
export interface Built {
  readonly graph: Graph | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The values of all constants, evaluated once. */
export interface Constants {
  readonly values: ReadonlyMap<ast.ConstDeclaration, Value>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Evaluates the sound constants of a program, each after those that it mentions. */
export function evaluateConstants(program: Program): Constants {
  const values = new Map<ast.ConstDeclaration, Value>();
  const build = elaboration(program, values);
  const site: Site = { frame: rootFrame(build, 'constants', []), env: innerEnv(undefined), sizes: false };
  guarded(() => {
    for (const { declaration } of program.constants) {
      const value = program.isSound(declaration) ? evaluate(site, declaration.value) : UNKNOWN_VALUE;
      values.set(declaration, value);
    }
  });
  return { values, diagnostics: build.diagnostics };
}

/** Evaluates an expression that stands by itself, with the names of the program's own file. */
export function evaluateAlone(
  program: Program,
  constants: Constants,
  expression: ast.Expression,
): { readonly value: Value | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const build = elaboration(program, constants.values);
  const site: Site = { frame: rootFrame(build, 'the argument', []), env: innerEnv(undefined), sizes: false };
  let value: Value | undefined;
  guarded(() => {
    value = evaluate(site, expression);
  });
  return { value, diagnostics: build.diagnostics };
}

/** The result of a block on an input of the shape, as a graph of its own. The call has no place but the block itself. */
export function buildBlock(
  program: Program,
  constants: Constants,
  global: Global<ast.BlockDeclaration>,
  given: ReadonlyMap<string, Value>,
  shape: Shape,
): Built {
  const { name, span } = global.declaration.name;
  return buildRoot(program, constants, name, ({ frame }) => {
    const { build } = frame;
    build.nodes.push({
      id: 0,
      op: 'input',
      path: 'input',
      inputs: [],
      attributes: {},
      shape,
      module: undefined,
      origin: span,
    });
    const args = (program.parameters.get(global.declaration) ?? []).map((parameter) =>
      given.get(parameter.name),
    );
    const target: BlockLayer = { kind: 'block', global, args, call: span, places: () => undefined };
    const tensor = instantiate(frame, target, { kind: 'tensor', node: 0, shape, origin: undefined }, span, {
      name,
      weightPath: name,
    });
    build.outputs = [{ name: 'output', tensor }];
  });
}

/** Builds a network with the given arguments; the others take their defaults. */
export function buildNetwork(
  program: Program,
  constants: Constants,
  declaration: ast.NetworkDeclaration,
  given: ReadonlyMap<string, Value> = new Map(),
  observer?: Observer,
): Built {
  const run = (site: Site) => {
    if (giveParameters(site, declaration, given))
      runNetworkBody(site, declaration.name.name, declaration.body);
  };
  return buildRoot(program, constants, declaration.name.name, run, observer);
}

/** Builds what a test describes: its own inputs and body, or the network that it calls. */
export function buildTest(
  program: Program,
  constants: Constants,
  declaration: ast.TestDeclaration,
  observer?: Observer,
): Built {
  const run = (site: Site) => {
    runNetworkBody(site, declaration.name.name, declaration.body);
  };
  return buildRoot(program, constants, declaration.name.name, run, observer);
}

function buildRoot(
  program: Program,
  constants: Constants,
  name: string,
  run: (site: Site) => void,
  observer?: Observer,
): Built {
  const order: ModuleOrder = [];
  const build = elaboration(program, constants.values, observer);
  const frame = rootFrame(build, name, order);
  guarded(() => run({ frame, env: innerEnv(undefined), sizes: false }));
  if (build.diagnostics.length > 0) return { graph: undefined, diagnostics: build.diagnostics };
  const graph = completeGraph(build, name, order);
  for (const input of graph.inputs) {
    const node = graph.nodes[input];
    if (node && !graph.nodes.some((each) => each.inputs.includes(input))) {
      const isOutput = graph.outputs.some((output) => output.node === input);
      if (!isOutput)
        report(
          frame,
          diagnostic('ARC3003', node.origin, { name: node.path }, { help: ['use it, or take it out'] }),
        );
    }
  }
  for (const pending of build.expects) checkExpect(pending, graph);
  return { graph: build.diagnostics.length > 0 ? undefined : graph, diagnostics: build.diagnostics };
}

/** Runs to the end, or to where a limit or a requirement of the network itself ends it, as reported. */
function guarded(run: () => void): void {
  try {
    run();
  } catch (ended) {
    if (!(ended instanceof LimitPassed) && !(ended instanceof Refused)) throw ended;
  }
}

function elaboration(
  program: Program,
  constants: ReadonlyMap<ast.ConstDeclaration, Value>,
  observer?: Observer,
): Elaboration {
  return {
    recursion: { evaluate, runStatements },
    observer,
    program,
    constants,
    diagnostics: [],
    reported: new Set(),
    nodes: [],
    parts: [],
    moduleNodes: [],
    modulePaths: new Map(),
    layers: new Map(),
    expects: [],
    outputs: [],
    stepsLeft: MAX_STEPS,
  };
}

function rootFrame(build: Elaboration, name: string, order: ModuleOrder): Frame {
  return {
    build,
    name,
    calls: undefined,
    caller: undefined,
    argumentPlaces: () => undefined,
    paths: pathScope('', undefined),
    order,
    branch: 'none',
    reuse: undefined,
    record: [],
  };
}
