import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { type Advice, adviceFor, quoted, replacement } from '../diagnostics/suggest.ts';
import type * as ast from '../parser/ast.ts';
import { type Parsed, parse } from '../parser/parse.ts';
import type { Use } from '../parser/use.ts';
import type { Host } from '../source/host.ts';
import { folderOf, normalise, resolveModule } from '../source/resolve.ts';
import type { SourceFile } from '../source/source.ts';

/** A module that is parsed, with the modules that its imports lead to (undefined: nowhere, as reported). */
export interface LoadedModule {
  readonly tree: ast.Module;
  readonly imports: ReadonlyMap<ast.Import, string | undefined>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Loaded {
  /** Paths in an order in which each module stands after those that it imports. */
  readonly order: readonly string[];
  readonly modules: ReadonlyMap<string, LoadedModule>;
}

/** How sources are parsed: by the parser, or by a memory of what it has made of the same texts before. */
export type Read = (source: SourceFile, use: Use) => Parsed;

/** Parses a source and everything that it imports, once each. */
export function loadModules(host: Host, entry: SourceFile, read: Read = parse): Loaded {
  const modules = new Map<string, LoadedModule>();
  const cycles: Diagnostic[] = [];
  const order: string[] = [];
  const open = new Set<string>();
  const visiting: { path: string; next: number; imports: readonly (readonly [ast.Import, string])[] }[] = [];

  const enter = (path: string, source: SourceFile) => {
    const loaded = loadOne(host, path, read(source, modules.size === 0 ? 'whole' : 'imported'));
    modules.set(path, loaded);
    open.add(path);
    const imports = [...loaded.imports].flatMap(([node, target]) =>
      target === undefined ? [] : [[node, target] as const],
    );
    visiting.push({ path, next: 0, imports });
  };

  enter(normalise(entry.path), entry);
  for (let top = visiting[visiting.length - 1]; top; top = visiting[visiting.length - 1]) {
    const edge = top.imports[top.next++];
    if (!edge) {
      open.delete(top.path);
      order.push(top.path);
      visiting.pop();
      continue;
    }
    const [node, target] = edge;
    if (open.has(target)) {
      const help = ['move what both need into a third module'];
      cycles.push(diagnostic('ARC1003', node.from.span, { path: node.from.name }, { help }));
    } else if (!modules.has(target)) {
      const text = host.read(target);
      if (text !== undefined) enter(target, { path: target, text });
    }
  }
  for (const cycle of cycles) {
    const path = normalise(cycle.primary?.span.source.path ?? '');
    const loaded = modules.get(path);
    if (loaded) modules.set(path, { ...loaded, diagnostics: [...loaded.diagnostics, cycle] });
  }
  return { order, modules };
}

function loadOne(host: Host, path: string, parsed: Parsed): LoadedModule {
  const diagnostics = [...parsed.diagnostics];
  const imports = new Map<ast.Import, string | undefined>();
  for (const node of parsed.module.imports) {
    const resolution = resolveModule(host, path, node.from.name);
    if (resolution.kind === 'malformed') {
      imports.set(node, undefined);
      diagnostics.push(
        diagnostic(
          'ARC1008',
          node.from.span,
          { path: node.from.name },
          {
            help: [
              `write "std/${node.from.name}" for the standard library, or "./${node.from.name}" for a file beside this one`,
            ],
          },
        ),
      );
      continue;
    }
    const exists = host.read(resolution.path) !== undefined;
    imports.set(node, exists ? resolution.path : undefined);
    if (!exists) diagnostics.push(unknownModule(host, node, resolution.path));
  }
  return { tree: parsed.module, imports, diagnostics };
}

function unknownModule(host: Host, node: ast.Import, path: string): Diagnostic {
  const written = node.from.name;
  const prefix = written.slice(0, written.lastIndexOf('/') + 1);
  const known = host.modules(folderOf(path)).map((name) => `${prefix}${name}`);
  const { span } = node.from;
  let advice: Advice = adviceFor(span, written, known, quoted);
  if (written.endsWith('.arch')) {
    const fix = replacement(span, quoted(written.slice(0, -'.arch'.length)));
    advice = {
      help: ['leave the ending `.arch` out'],
      fixes: [{ ...fix, title: 'leave the ending `.arch` out' }],
    };
  } else if (advice.help.length === 0 && written.startsWith('std/') && known.length > 0) {
    advice = { help: [`the modules of the standard library are ${known.join(', ')}`] };
  }
  return diagnostic('ARC1002', span, { path: written }, advice);
}
