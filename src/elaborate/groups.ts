import type * as ast from '../parser/ast.ts';
import { partName, scopeInside } from './paths.ts';
import type { Site } from './state.ts';

/** Inside a label's group, paths begin with the label. */
export function grouped(site: Site, label: ast.Identifier): Site {
  const { frame } = site;
  const paths = scopeInside(frame.paths, partName(frame, label.name, label));
  return { ...site, frame: { ...frame, paths } };
}
