import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));

/** What each folder may import besides itself: what stands left of it in the way of the data (docs/architecture.md). */
const core = ['diagnostics', 'source', 'values', 'ops', 'ir'];
const allowed: Readonly<Record<string, readonly string[]>> = {
  source: [],
  diagnostics: ['source'],
  values: ['ir', 'source'],
  ir: ['ops', 'source', 'diagnostics'],
  ops: ['ir', 'diagnostics', 'source', 'values'],
  parser: ['diagnostics', 'source'],
  check: [...core, 'parser'],
  elaborate: [...core, 'parser', 'check'],
  weights: [...core],
  lint: [...core, 'parser', 'check', 'elaborate'],
  format: [...core, 'parser'],
  passes: [...core, 'weights'],
  diff: [...core],
  lower: [...core, 'weights', 'passes'],
  runtime: [...core, 'weights', 'passes', 'lower'],
  // The files beside the folders put the phases together.
  '.': [...core, 'parser', 'check', 'elaborate', 'lint', 'format', 'weights', 'passes', 'lower', 'runtime'],
  server: [...core, 'parser', 'check', 'elaborate', 'lint', 'format', '.'],
  cli: [
    ...core,
    'server',
    'parser',
    'check',
    'elaborate',
    'lint',
    'format',
    'weights',
    'passes',
    'lower',
    'runtime',
    'diff',
    '.',
  ],
};

const files = sources(root);
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern = /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+'([^']+)'|import\('([^']+)'\)/g;
  return [...text.matchAll(pattern)].map((match) => ({
    target: match[2] ?? match[3] ?? '',
    typeOnly: match[1] !== undefined,
  }));
}

function folderOf(file: string): string {
  const [first, ...rest] = relative(root, file).split('/');
  return rest.length === 0 ? '.' : (first ?? '.');
}

describe('imports follow the data', () => {
  it.each(files.map((file) => [relative(root, file), file] as const))('%s', (_, file) => {
    const own = folderOf(file);
    for (const { target } of imports.get(file) ?? []) {
      if (!target.startsWith('.')) continue;
      const folder = folderOf(join(dirname(file), target));
      if (folder !== own) expect(allowed[own], `${own} imports ${folder}: ${target}`).toContain(folder);
    }
  });

  it('no two files import each other, not even by way of others, and no types either', () => {
    const done = new Set<string>();
    const open: string[] = [];
    const circles: string[] = [];
    const visit = (file: string) => {
      if (open.includes(file))
        circles.push(
          [...open.slice(open.indexOf(file)), file].map((each) => relative(root, each)).join(' → '),
        );
      if (open.includes(file) || done.has(file)) return;
      open.push(file);
      for (const { target } of imports.get(file) ?? [])
        if (target.startsWith('.')) visit(join(dirname(file), target));
      open.pop();
      done.add(file);
    };
    for (const file of files) visit(file);
    expect(circles).toEqual([]);
  });

  it('only runtime names tfjs and onnxruntime', () => {
    const others = files.filter((file) => folderOf(file) !== 'runtime');
    const naming = others.filter((file) =>
      imports.get(file)?.some(({ target }) => /^(@tensorflow|onnxruntime)/.test(target)),
    );
    expect(naming.map((file) => relative(root, file))).toEqual([]);
  });

  it('the core does no I/O: only cli, runtime and the entries for Node import from it', () => {
    const core = files.filter(
      (file) =>
        !['cli', 'runtime'].includes(folderOf(file)) &&
        !['node.ts', 'disk.ts', 'server/stdio.ts'].includes(relative(root, file)),
    );
    const reaching = core.filter((file) =>
      imports.get(file)?.some(({ target }) => target.startsWith('node:')),
    );
    expect(reaching.map((file) => relative(root, file))).toEqual([]);
  });

  it('the public API loads without Node and tfjs', () => {
    const reached = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { target, typeOnly } of imports.get(file) ?? []) {
        if (typeOnly || !target.startsWith('.')) continue;
        visit(join(dirname(file), target));
      }
    };
    visit(join(root, 'index.ts'));
    const outside = [...reached].filter(
      (file) =>
        ['runtime', 'cli'].includes(folderOf(file)) || file.endsWith('node.ts') || file.endsWith('disk.ts'),
    );
    expect(outside.map((file) => relative(root, file))).toEqual([]);
  });
});
