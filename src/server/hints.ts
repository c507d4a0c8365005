import { formatShape } from '../ir/shape.ts';
import type * as ast from '../parser/ast.ts';
import { callsIn, nodesIn } from '../parser/walk.ts';
import { spanText } from '../source/source.ts';
import { formatValue } from '../values/coerce.ts';
import type { Value } from '../values/value.ts';
import { inShort, shapesText } from './figures.ts';
import { offsetMap } from './positions.ts';
import { remember } from './remember.ts';
import { type Builds, networkBuilds, type Snapshot, testBuilds } from './snapshot.ts';
import { samePlace, type TracedInstance, type Turn } from './trace.ts';

/** Something that is shown in the text without being part of it. */
export interface Hint {
  readonly offset: number;
  readonly kind: 'shape' | 'argument';
  readonly label: string;
  readonly tooltip: string | undefined;
}

/** Shapes behind statements and arguments that were left out, by declaration, of what is built now or was before. */
export const hintsOf = remember((snapshot: Snapshot): readonly Hint[] => {
  const hints: Hint[] = [];
  const earlier = snapshot.good;
  const map = earlier && offsetMap(earlier.source.text, snapshot.source.text);
  for (const declaration of snapshot.module.declarations) {
    if (!hasBody(declaration)) continue;
    const isSound = snapshot.analysis.program.isSound(declaration);
    const own = isSound ? declarationHints(snapshot, declaration) : [];
    const same = earlier?.module.declarations.filter(hasBody).find((each) => isSame(each, declaration));
    // What builds a sound block may be broken itself.
    if (own.length > 0 || !same || !earlier || !map) {
      hints.push(...own);
      continue;
    }
    for (const hint of declarationHints(earlier, same)) {
      const offset = map(hint.offset);
      if (offset !== undefined) hints.push({ ...hint, offset });
    }
  }
  return hints.sort((a, b) => a.offset - b.offset);
});

function isSame(a: ast.Declaration, b: ast.Declaration): boolean {
  return a.kind === b.kind && a.name.name === b.name.name;
}

type Bodied = Extract<ast.Declaration, { body: ast.Body }>;

function hasBody(declaration: ast.Declaration): declaration is Bodied {
  return 'body' in declaration;
}

function declarationHints(snapshot: Snapshot, declaration: Bodied): readonly Hint[] {
  const builds = buildsShowing(snapshot, declaration);
  const shapes = [...statementHints(builds, declaration.body)];
  // What ends on one line with the same shape is said once, behind all of it.
  const isLast = ({ offset, label }: Hint) =>
    !shapes.some(
      (other) =>
        other.offset > offset &&
        other.label === label &&
        !snapshot.source.text.slice(offset, other.offset).includes('\n') &&
        /^[\s}]*$/.test(snapshot.source.text.slice(offset, other.offset)),
    );
  return [...shapes.filter(isLast), ...argumentHints(snapshot, builds, declaration.body)];
}

/** The builds that have run a body: of networks, or of tests where no network uses it. */
export function buildsShowing(snapshot: Snapshot, declaration: Bodied): Builds {
  const networks = networkBuilds(snapshot);
  const isTold = [...statementsIn(declaration.body)].some((each) => networks.trace.statements.has(each));
  return isTold || declaration.kind === 'network' ? networks : testBuilds(snapshot);
}

function* statementHints({ trace }: Builds, body: ast.Body): Iterable<Hint> {
  for (const statement of statementsIn(body)) {
    if (statement.kind === 'let' || statement.kind === 'shared' || statement.kind === 'require') continue;
    if (statement.kind === 'expect' || statement.kind === 'output') continue;
    const told = trace.statements.get(statement);
    const [first] = told?.turns ?? [];
    if (!told || !first) continue;
    const label = shapesText(
      told.turns.map(({ shape }) => shape),
      told.count,
    );
    // A shape that is written out says it itself.
    if (
      statement.kind === 'input' &&
      spanText(statement.shape.span).replace(/\s/g, '') === label.replace(/\s/g, '')
    )
      continue;
    yield { offset: statement.span.end, kind: 'shape', label, tooltip: turnsText(told.turns, told.count) };
  }
}

const SHOWN_TURNS = 20;

function turnsText(turns: readonly Turn[], count: number): string | undefined {
  if (count < 2) return undefined;
  const lines = turns.slice(0, SHOWN_TURNS).map(({ shape, calls }) => {
    const outer = [];
    for (let call = calls; call && outer.length < 3; call = call.parent) outer.push(`\`${call.name}\``);
    return `- \`${formatShape(shape)}\`${outer.length > 0 ? ` in ${outer.join(' in ')}` : ''}`;
  });
  if (count > lines.length) lines.push(`- and ${count - lines.length} more`);
  return `Runs ${count} times:\n\n${lines.join('\n')}`;
}

/** `inp = 32, ` where a call leaves out what the tensor gives. */
function* argumentHints({ analysis }: Snapshot, { trace }: Builds, body: ast.Body): Iterable<Hint> {
  const { program } = analysis;
  for (const call of callsIn(body)) {
    const resolved = program.calls.get(call);
    if (resolved?.callee.kind !== 'block') continue;
    const { declaration } = resolved.callee.global;
    const instances = trace.instances.filter((each) => samePlace(each.call, call.span));
    const texts: string[] = [];
    for (const [i, parameter] of (program.parameters.get(declaration) ?? []).entries()) {
      if (!parameter.bound || resolved.args[i]) continue;
      const values = instances.flatMap((instance) => valueTexts(instance, parameter.name));
      if (values.length > 0) texts.push(`${parameter.name} = ${inShort(values)}`);
    }
    if (texts.length === 0) continue;
    const offset = call.span.source.text.indexOf('(', call.callee.span.end) + 1;
    const comma = call.args.length > 0 ? ',' : '';
    yield {
      offset,
      kind: 'argument',
      label: `${texts.join(', ')}${comma}`,
      tooltip: 'taken from the tensor',
    };
  }
}

function valueTexts({ values }: TracedInstance, name: string): string[] {
  const value = values.get(name);
  return value === undefined || !isValue(value) ? [] : [formatValue(value)];
}

export function isValue(value: object | number | string | boolean | null): value is Value {
  return typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'tensor';
}

const STATEMENTS: ReadonlySet<string | undefined> = new Set([
  'chain',
  'let',
  'shared',
  'require',
  'expect',
  'input',
  'output',
  'if',
  'for',
  'repeat',
] satisfies ast.Statement['kind'][]);

export function* statementsIn(body: ast.Body): Iterable<ast.Statement> {
  for (const node of nodesIn(body)) if (isStatement(node)) yield node;
}

function isStatement(node: object): node is ast.Statement {
  return 'kind' in node && typeof node.kind === 'string' && STATEMENTS.has(node.kind);
}
