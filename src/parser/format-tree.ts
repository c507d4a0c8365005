import type * as ast from './ast.ts';

/** A tree as JSON, for people, baselines and diffs: each node's kind, its place as `start-end`, and its own words. */
export function formatTree(module: ast.Module): string {
  const { imports, declarations, comments, incomplete } = module;
  return `${JSON.stringify(shortened({ incomplete, imports, declarations, comments }), null, 1)}\n`;
}

/** Spans as "start-end", so that it stays readable; nothing else is left out. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  if ('start' in value && 'end' in value && 'source' in value) return `${value.start}-${value.end}`;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shortened(each)]));
}
