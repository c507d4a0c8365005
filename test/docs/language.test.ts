import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGUAGE, unlistedOps, withReference } from '../../scripts/write-layer-table.ts';
import { isError } from '../../src/diagnostics/diagnostic.ts';
import { isCode } from '../../src/diagnostics/registry.ts';
import { checkLayers } from '../../src/lower/layers/index.ts';
import { formatValue } from '../../src/values/coerce.ts';
import { analysisOf, body, diagnosticsOf, graphOf, testsOf, weightsOf, written } from '../program.ts';
import { type CodeBlock, codeBlocks, documents } from './blocks.ts';

/** A block marked `file=NAME` is a module of the programs of its document. */
function modulesOf(document: string): Readonly<Record<string, string>> {
  const modules = codeBlocks(document).flatMap((block) => {
    const name = block.marks.get('file');
    return name === undefined ? [] : [[name, block.text] as const];
  });
  return Object.fromEntries(modules);
}

function programOf(block: CodeBlock): string {
  return block.marks.has('body') ? body(block.text, block.marks.get('input')) : block.text;
}

/** Checks a program: clean with tests that pass, or wrong with the one code that its mark names. */
function checkProgram(block: CodeBlock): void {
  const text = programOf(block);
  const modules = modulesOf(block.document);
  const found = diagnosticsOf(text, modules);
  const code = block.marks.get('error') ?? block.marks.get('warning');
  if (code !== undefined) {
    expect([...new Set(found.map((each) => each.code))]).toEqual([code]);
    expect(found.some(isError)).toBe(block.marks.has('error'));
    return;
  }
  expect(found.map(written)).toEqual([]);
  for (const result of testsOf(text, modules))
    expect(result.diagnostics.map(written), result.name).toEqual([]);
}

/** `7 / 2  // 3.5`: an expression and its value. */
function checkExpressions(block: CodeBlock): void {
  const lines = block.text.trim().split('\n');
  const [sources, values] = [0, 1].map((part) => lines.map((line) => line.split(/\s+\/\/ /)[part] ?? ''));
  const analysis = analysisOf((sources ?? []).map((each, i) => `const C${i} = ${each}\n`).join(''));
  expect(analysis.diagnostics.map(written)).toEqual([]);
  expect([...analysis.constants.values.values()].map(formatValue)).toEqual(values);
}

/** A network, and in the comments behind it the paths of its weights in order. */
function checkWeights(block: CodeBlock): void {
  const listed = block.text
    .split('\n')
    .filter((line) => line.startsWith('// '))
    .flatMap((line) => line.slice(3).split(' '));
  expect(weightsOf(graphOf(block.text))).toEqual(listed);
}

/** A network that the layers target refuses with the code. */
function checkLowering(block: CodeBlock): void {
  const found = checkLayers(graphOf(block.text));
  expect(found.map((each) => each.code)).toEqual([block.marks.get('layers')]);
}

const archBlocks = documents().flatMap((document) =>
  codeBlocks(document).filter((block) => block.language === 'arch'),
);
const known = ['file', 'body', 'input', 'error', 'warning', 'expr', 'weights', 'layers'];

describe.each(documents())('%s', (document) => {
  const blocks = archBlocks.filter((block) => block.document === document);

  test.each(blocks.map((block) => [block.line, block] as const))('the block at line %i', (_, block) => {
    expect([...block.marks.keys()].filter((mark) => !known.includes(mark))).toEqual([]);
    if (block.marks.has('expr')) checkExpressions(block);
    else if (block.marks.has('weights')) checkWeights(block);
    else if (block.marks.has('layers')) checkLowering(block);
    else checkProgram(block);
  });

  test('mentions only codes that exist', () => {
    const content = readFileSync(document, 'utf8');
    const codes = [...content.matchAll(/\bARC\d{4}\b/g)].map(([code]) => code);
    expect(codes.filter((code) => !isCode(code))).toEqual([]);
  });

  test('links to what there is', () => {
    const content = readFileSync(document, 'utf8').replaceAll(/^```.*?^```$/gms, '');
    const targets = [...content.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const broken = targets.filter((target) => !/^https?:/.test(target) && !isReachable(document, target));
    expect(broken).toEqual([]);
  });
});

function isReachable(document: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? document : join(dirname(document), file);
  if (!existsSync(path)) return false;
  return anchor === undefined || anchorsOf(path).includes(anchor);
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(path: string): readonly string[] {
  const content = readFileSync(path, 'utf8').replaceAll(/^```.*?^```$/gms, '');
  return [...content.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the reference of the layers', () => {
  test('is the one of the definitions (`npx tsx scripts/write-layer-table.ts` writes it)', () => {
    const document = readFileSync(LANGUAGE, 'utf8');
    expect(document).toBe(withReference(document));
  });

  test('lists every operation', () => {
    expect(unlistedOps()).toEqual([]);
  });
});
