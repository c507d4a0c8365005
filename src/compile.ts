import { checkProgram } from './check/check.ts';
import type { Memory } from './check/memory.ts';
import type { Program } from './check/program.ts';
import { type Diagnostic, isError } from './diagnostics/diagnostic.ts';
import { diagnostic } from './diagnostics/report.ts';
import { didYouMean } from './diagnostics/suggest.ts';
import { type Built, buildNetwork, buildTest, type Constants, evaluateConstants } from './elaborate/build.ts';
import { readGiven } from './elaborate/given.ts';
import type { Graph } from './ir/graph.ts';
import { findConfig } from './lint/config.ts';
import { isLint, lint } from './lint/lint.ts';
import { otherArguments } from './lint/other-arguments.ts';
import { type Notes, type OtherBuilds, takeNotes } from './lint/subject.ts';
import type * as ast from './parser/ast.ts';
import type { Host } from './source/host.ts';
import type { SourceFile } from './source/source.ts';

/** A program that is parsed and checked at its definitions, with its constants evaluated. */
export interface Analysis {
  readonly program: Program;
  readonly constants: Constants;
  /** What is wrong so far; nothing is built yet. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A memory keeps what was found in imported modules from one analysis to the next. */
export function analyse(host: Host, source: SourceFile, memory?: Memory): Analysis {
  const program = checkProgram(host, source, memory);
  const constants = evaluateConstants(program);
  return { program, constants, diagnostics: [...program.diagnostics, ...constants.diagnostics] };
}

/** The networks that a source declares, in their order. */
export function networksOf({ program }: Analysis): readonly ast.NetworkDeclaration[] {
  return program.entry.tree.declarations.filter((declaration) => declaration.kind === 'network');
}

/**
 * Everything that is wrong with a source: at its definitions, and in every network whose parameters have defaults; and
 * what is odd in it, at the levels of the project's settings.
 */
export function checkSource(host: Host, source: SourceFile): readonly Diagnostic[] {
  const analysis = analyse(host, source);
  const { program, constants } = analysis;
  const notes = takeNotes();
  const builds = buildableNetworks(analysis).map((declaration) =>
    buildNetwork(program, constants, declaration, new Map(), notes),
  );
  return problemsOf(host, analysis, builds, notes);
}

/** The networks of a source that can be built as they stand: without an error, and with a default for each parameter. */
export function buildableNetworks(analysis: Analysis): readonly ast.NetworkDeclaration[] {
  return networksOf(analysis).filter(
    (each) => isBuildable(analysis, each) && each.parameters.every((parameter) => parameter.default),
  );
}

/** What is wrong with a source and with what was built of it, and what is odd, at the levels of the project's settings. */
export function problemsOf(
  host: Host,
  analysis: Analysis,
  builds: readonly Built[],
  { instances, residuals }: Pick<Notes, 'instances' | 'residuals'>,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [...analysis.diagnostics];
  for (const { diagnostics } of builds) for (const each of diagnostics) found.push(each);
  const { program } = analysis;
  const { tree } = program.entry;
  const config = findConfig(host, tree.source.path);
  // No rule looks at what is built of a file with errors.
  const graphs = found.some(isError) ? [] : builds.flatMap(({ graph }) => (graph ? [graph] : []));
  const subject = { module: tree, program, graphs, instances, residuals };
  const others = () => otherBuilds(analysis, graphs);
  return withoutRepeats([...config.diagnostics, ...lint(subject, found, config.levels, others)]);
}

/** So many nodes are built more, to see whether what is odd in a network is odd with other arguments, too. */
const MOST_NODES = 200_000;

/** What a source builds beside its networks as they stand: these with other arguments, and the tests that should pass. */
function otherBuilds(analysis: Analysis, known: readonly Graph[]): OtherBuilds {
  const { program, constants } = analysis;
  const { residuals, ...notes } = takeNotes();
  const observer = { residual: notes.residual };
  const graphs: Graph[] = [];
  const sizes = known.map(({ nodes }) => nodes.length);
  let nodes = sizes.reduce((sum, size) => sum + size, 0);
  const add = ({ graph }: Built) => {
    if (graph) graphs.push(graph);
    // A build that fails has cost about as much as one that does not.
    nodes += graph?.nodes.length ?? Math.max(0, ...sizes);
  };
  for (const declaration of program.entry.tree.declarations) {
    if (declaration.kind !== 'test' || declaration.fails || !isBuildable(analysis, declaration)) continue;
    if (nodes < MOST_NODES) add(buildTest(program, constants, declaration, observer));
  }
  for (const network of buildableNetworks(analysis)) {
    const infos = program.parameters.get(network) ?? [];
    for (const { name, text } of otherArguments(network, infos)) {
      if (nodes >= MOST_NODES) continue;
      const { values } = readGiven(program, constants, network.name.name, infos, new Map([[name, text]]));
      if (values.size > 0) add(buildNetwork(program, constants, network, values, observer));
    }
  }
  return { graphs, residuals };
}

/** What to build of a source: which network (not needed where there is one), and texts for its parameters. */
export interface Choice {
  readonly network?: string | undefined;
  readonly set?: ReadonlyMap<string, string> | undefined;
}

/**
 * Builds one network of a source; the diagnostics hold everything that is wrong with the source as well. Lints are left
 * to `checkSource`, which knows of their levels and of what comments ignore.
 */
export function buildChosen(analysis: Analysis, choice: Choice = {}): Built {
  const { program, constants } = analysis;
  const problems = analysis.diagnostics.filter((each) => !isLint(each));
  const failed = (found: readonly Diagnostic[]): Built => ({
    graph: undefined,
    diagnostics: withoutRepeats([...problems, ...found]),
  });
  const chosen = choose(analysis, choice.network);
  if ('code' in chosen) return failed(problems.some(isError) ? [] : [chosen]);
  if (!isBuildable(analysis, chosen)) return failed([]);

  const parameters = program.parameters.get(chosen) ?? [];
  const name = chosen.name.name;
  const given = readGiven(program, constants, name, parameters, choice.set ?? new Map());
  if (given.diagnostics.length > 0) return failed(given.diagnostics);
  const missing = parameters.filter((each) => !each.hasDefault && !given.values.has(each.name));
  if (missing.length > 0) {
    const names = missing.map((each) => `\`${each.name}\``).join(' and ');
    const help = [`give it: \`--set ${missing[0]?.name}=…\``];
    return failed([diagnostic('ARC2304', chosen.name.span, { network: name, missing: names }, { help })]);
  }
  const built = buildNetwork(program, constants, chosen, given.values);
  return { graph: built.graph, diagnostics: withoutRepeats([...problems, ...built.diagnostics]) };
}

function choose(analysis: Analysis, wanted: string | undefined): ast.NetworkDeclaration | Diagnostic {
  const networks = networksOf(analysis);
  const { path } = analysis.program.entry.tree.source;
  const names = networks.map((network) => network.name.name);
  if (wanted !== undefined) {
    const network = networks.find((each) => each.name.name === wanted);
    if (network) return network;
    const help = didYouMean(wanted, names);
    if (help.length === 0 && names.length > 0) help.push(`its networks are ${names.join(', ')}`);
    return diagnostic('ARC2302', undefined, { name: wanted, path }, { help });
  }
  const [only] = networks;
  if (!only) {
    const help = ['a network is declared as `network name { input image: [224, 224, 3] … }`'];
    return diagnostic('ARC2301', undefined, { path }, { help });
  }
  if (networks.length === 1) return only;
  const help = [`say which: \`--network ${names[0]}\``];
  return diagnostic('ARC2303', undefined, { path, networks: names.join(', ') }, { help });
}

/** Whether nothing that the declaration needs has an error of its own. */
export function isBuildable({ program, constants }: Analysis, declaration: ast.Declaration): boolean {
  return program.isSound(declaration) && !constants.diagnostics.some(isError);
}

/** One mistake in a block that several networks use is one error. */
export function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((each) => {
    const at = each.primary?.span;
    const key = at ? `${each.code} ${at.source.path} ${at.start} ${at.end}` : `${each.code} ${each.message}`;
    return !seen.has(key) && seen.add(key);
  });
}
