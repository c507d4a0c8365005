import { type Hover, MarkupKind } from 'vscode-languageserver';
import { formatShape, type Shape } from '../../ir/shape.ts';
import { ops } from '../../ops/table.ts';
import type * as ast from '../../parser/ast.ts';
import { parse } from '../../parser/parse.ts';
import { spanText } from '../../source/source.ts';
import { formatType } from '../../values/type.ts';
import { costText, shapesText, valuesText } from '../figures.ts';
import { buildsShowing } from '../hints.ts';
import { usesOfBlock, usesOfCall, usesText } from '../instances.ts';
import type { Meaning, Occurrence } from '../meaning.ts';
import { nameAt } from '../names.ts';
import { offsetMap, rangeOf } from '../positions.ts';
import { declaredSignature, optionText, signatureOf, signatureText } from '../signatures.ts';
import { networkBuilds, type Snapshot } from '../snapshot.ts';
import { costsByPath, samePlace } from '../trace.ts';
import { wordDocs } from '../words.ts';

/** What is known of the name at an offset; where the text is broken, what was known of it before. */
export function hover(snapshot: Snapshot, offset: number): Hover | undefined {
  const name = nameAt(snapshot, offset);
  const { within } = name ?? {};
  const isSound = !within || snapshot.analysis.program.isSound(within);
  // What builds a sound block may be broken itself.
  const isBuilt = within?.kind !== 'block' || usesOfBlock(snapshot, within).length > 0;
  const earlier = name && isSound && isBuilt ? undefined : earlierName(snapshot, offset);
  const found = earlier ?? (name && { snapshot, name });
  const parts = found ? describe(found.snapshot, found.name) : [];
  if (!found || parts.length === 0) return undefined;
  const value = parts.filter((part) => part !== '').join('\n\n');
  return {
    contents: { kind: MarkupKind.Markdown, value },
    ...(name && { range: rangeOf(name.span) }),
  };
}

/** The same name in the last text without errors. */
function earlierName({ source, good }: Snapshot, offset: number) {
  if (!good) return undefined;
  const before = offsetMap(source.text, good.source.text)(offset);
  const name = before === undefined ? undefined : nameAt(good, before);
  return name && { snapshot: good, name };
}

function describe(snapshot: Snapshot, name: Occurrence): string[] {
  const { meaning } = name;
  switch (meaning.kind) {
    case 'global':
      return globalText(snapshot, name, meaning.global.declaration);
    case 'local':
      return [...localText(snapshot, meaning), callText(snapshot, name)];
    case 'op':
    case 'function': {
      const signature = signatureOf(meaning);
      return signature ? [code(signatureText(signature)), callText(snapshot, name), signature.doc ?? ''] : [];
    }
    case 'option': {
      const parameter = ops[meaning.op].parameters.find((each) => each.name === meaning.name);
      return parameter ? [code(optionText(parameter)), `${parameter.doc} (of \`${meaning.op}\`)`] : [];
    }
    case 'module':
      return moduleText(snapshot, meaning);
    case 'word':
      return wordDocs[meaning.word] ? [`**${meaning.word}** — ${wordDocs[meaning.word]}`] : [];
  }
}

/** What a call makes, whether it is of a layer, a block, or of a value that stands for one. */
function callText(snapshot: Snapshot, { call, span }: Occurrence): string {
  const isCallee = call?.callee.span.start === span.start;
  return call && isCallee ? usesText(usesOfCall(snapshot, call.span)) : '';
}

function globalText(snapshot: Snapshot, name: Occurrence, declaration: ast.NamedDeclaration): string[] {
  if (declaration.kind === 'const') {
    const value = [...snapshot.analysis.constants.values].find(([each]) => each === declaration)?.[1];
    const evaluated = value === undefined ? '' : `= \`${valuesText([value])}\``;
    const head = code(`const ${declaration.name.name}`);
    return [head, evaluated, callText(snapshot, name), declaration.doc ?? ''];
  }
  const signature = code(signatureTextOf(declaration));
  const doc = declaration.doc ?? '';
  if (declaration.kind === 'network') return [signature, networkText(snapshot, declaration), doc];
  if (declaration.kind === 'fn') return [signature, doc];
  const uses =
    name.call && !name.isDeclaration
      ? callText(snapshot, name)
      : usesText(usesOfBlock(snapshot, declaration));
  return [signature, uses, doc];
}

function signatureTextOf(declaration: Exclude<ast.NamedDeclaration, ast.ConstDeclaration>): string {
  const end = declaration.kind === 'fn' ? declaration.result.span.end : declaration.body.span.start;
  const { source, start } = declaration.span;
  return end > start
    ? source.text.slice(start, end).trimEnd()
    : `${declaration.kind} ${declaration.name.name}`;
}

function networkText(snapshot: Snapshot, network: ast.NetworkDeclaration): string {
  for (const [declaration, graph] of networkBuilds(snapshot).graphs) {
    if (declaration !== network) continue;
    const shape = (node: number) => `\`${formatShape(graph.nodes[node]?.shape ?? [])}\``;
    const inputs = graph.inputs.map(shape).join(', ');
    const outputs = graph.outputs.map(({ node }) => shape(node)).join(', ');
    const costs = costsByPath(graph).get('');
    return `${inputs} → ${outputs} · ${costs ? costText(costs) : ''}`;
  }
  return '';
}

function localText(snapshot: Snapshot, meaning: Extract<Meaning, { kind: 'local' }>): string[] {
  const { name, origin, owner, parameter, declared } = meaning;
  const { program } = snapshot.analysis;
  if (parameter) {
    const info = program.parameters.get(owner)?.find((each) => each.name === name);
    const doc =
      owner.kind === 'test' || owner.kind === 'const'
        ? undefined
        : declaredSignature(owner).parameters.find((each) => each.name === name)?.doc;
    const text = `${name}: ${info ? formatType(info.type) : spanText(parameter.type.span)}`;
    const start = parameter.default ? ` = ${spanText(parameter.default.span)}` : '';
    return [code(`${text}${start}`), parameterValues(snapshot, meaning), doc ?? ''];
  }
  if (origin === 'label') return labelText(snapshot, meaning);
  if (origin === 'as' || origin === 'input') return tensorText(snapshot, meaning);
  const values =
    origin === 'signature'
      ? parameterValues(snapshot, meaning)
      : valueText(snapshot, meaning, declared.start);
  const what =
    origin === 'signature' ? 'bound by the signature' : origin === 'shared' ? 'one set of weights' : '';
  return [code(`${origin === 'shared' ? 'shared' : 'let'} ${name}`), values, what];
}

/** The values of a parameter in all instances; of a network's, what its default gives. */
function parameterValues(snapshot: Snapshot, meaning: Extract<Meaning, { kind: 'local' }>): string {
  const { name, owner, declared } = meaning;
  if (owner.kind !== 'block') return valueText(snapshot, meaning, declared.start);
  const texts = usesOfBlock(snapshot, owner).flatMap(({ values }) => values.get(name) ?? []);
  return texts.length === 0
    ? ''
    : `= ${[...new Set(texts)]
        .slice(0, 8)
        .map((text) => `\`${text}\``)
        .join(', ')}`;
}

function valueText(snapshot: Snapshot, { owner }: Extract<Meaning, { kind: 'local' }>, at: number): string {
  if (!('body' in owner)) return '';
  const { trace } = buildsShowing(snapshot, owner);
  const values = (trace.values.get(at) ?? []).filter(
    (value) => typeof value !== 'object' || value === null || value.kind !== 'unknown',
  );
  return values.length === 0 ? '' : `= \`${valuesText(values)}\``;
}

function tensorText(snapshot: Snapshot, meaning: Extract<Meaning, { kind: 'local' }>): string[] {
  const { name, owner, statement, origin } = meaning;
  const told =
    statement && 'body' in owner ? buildsShowing(snapshot, owner).trace.statements.get(statement) : undefined;
  const head = code(origin === 'input' ? `input ${name}` : `tensor ${name}`);
  if (!told) return [head];
  const shapes = told.turns.map(({ shape }) => shape);
  return [head, `\`${shapesText(shapes, told.count)}\``];
}

const MOST_PARTS = 8;

/** The parts that a label names, with their shapes. */
function labelText(
  snapshot: Snapshot,
  { name, owner, statement }: Extract<Meaning, { kind: 'local' }>,
): string[] {
  const head = `label \`${name}\`: names this part in weights, diagrams and messages`;
  if (statement?.kind !== 'chain' || !('body' in owner)) return [head];
  const [first, ...others] = statement.elements;
  // One call bears the name itself; of a longer chain it is that of a group.
  const place = first?.kind === 'apply' && others.length === 0 ? first.call.span : statement.span;
  const lines: string[] = [];
  for (const graph of buildsShowing(snapshot, owner).graphs.values()) {
    const parts = graph.parts.filter(({ origin }) => samePlace(origin, place));
    const nodes = parts.length > 0 ? [] : graph.nodes.filter(({ origin }) => samePlace(origin, place));
    for (const { path, result } of parts) lines.push(partLine(path, graph.nodes[result]?.shape ?? []));
    for (const { path, shape } of nodes) lines.push(partLine(path, shape));
  }
  const more = lines.length > MOST_PARTS ? [`- and ${lines.length - MOST_PARTS} more`] : [];
  return [head, [...lines.slice(0, MOST_PARTS), ...more].join('\n')];
}

function partLine(path: string, shape: Shape): string {
  return `- \`${path}\`: \`${formatShape(shape)}\``;
}

function moduleText({ host }: Snapshot, { path, written }: Extract<Meaning, { kind: 'module' }>): string[] {
  const text = path === undefined ? undefined : host.read(path);
  if (path === undefined || text === undefined) return [];
  const { module } = parse({ path, text }, 'outline');
  const names = module.declarations.flatMap((each) =>
    each.kind === 'test' ? [] : [`\`${each.name.name}\``],
  );
  const [first] = module.comments;
  const about = first && !first.doc && first.span.start === 0 ? first.text : '';
  return [`module \`${written}\``, about, `It declares ${names.join(', ')}.`];
}

function code(text: string): string {
  return `\`\`\`arch\n${text}\n\`\`\``;
}
