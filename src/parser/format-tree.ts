import type * as ast from './ast.ts';

/** A tree for people, baselines and diffs, to be written as JSON: each node's kind, its place as `start-end`, its words. */
export function plainTree({ imports, declarations, comments, incomplete }: ast.Module): unknown {
  return shortened({ incomplete, imports, declarations, comments });
}

export function formatTree(module: ast.Module): string {
  return `${JSON.stringify(plainTree(module), null, 1)}\n`;
}

/** Spans as "start-end", so that it stays readable; nothing else is left out. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  if ('start' in value && 'end' in value && 'source' in value) return `${value.start}-${value.end}`;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shortened(each)]));
}
