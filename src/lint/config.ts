import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { codes } from '../diagnostics/registry.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Host } from '../source/host.ts';
import { folderOf, normalise } from '../source/resolve.ts';
import { type SourceFile, type Span, span } from '../source/source.ts';
import { levels as knownLevels, type Level, type Levels, type LintCode } from './rules.ts';

export const CONFIG_FILE = 'archc.json';

/** The settings of a project: `archc.json` in the folder of a file or in one above it. */
export interface Config {
  /** Undefined: there is none. */
  readonly path: string | undefined;
  readonly levels: Levels;
  readonly diagnostics: readonly Diagnostic[];
}

const NONE: Config = { path: undefined, levels: new Map(), diagnostics: [] };

/** Codes whose level can be set. */
export const lintCodes = codes.filter((code): code is LintCode => code.startsWith('ARC8'));

/** The nearest `archc.json`. ARC7151 if it is not what the schema describes; then every lint has its usual level. */
export function findConfig(host: Host, file: string): Config {
  const above = (folder: string) => (host.folderAbove ? host.folderAbove(folder) : folderAbove(folder));
  for (
    let folder: string | undefined = folderOf(normalise(file));
    folder !== undefined;
    folder = above(folder)
  ) {
    const path = folder === '.' ? CONFIG_FILE : `${folder === '/' ? '' : folder}/${CONFIG_FILE}`;
    const text = host.read(path);
    if (text !== undefined) return readConfig(path, text);
  }
  return NONE;
}

function folderAbove(folder: string): string | undefined {
  return folder === '.' || folder === '/' || folder.endsWith('..') ? undefined : folderOf(folder);
}

export function readConfig(path: string, text: string): Config {
  // Editors on Windows begin files with a byte order mark.
  const source: SourceFile = { path, text: text.replace(/^\uFEFF/, '') };
  let parsed: unknown;
  try {
    parsed = JSON.parse(source.text);
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    const at = Number(/position (\d+)/.exec(why)?.[1] ?? source.text.trimEnd().length);
    return refused(span(source, at, at), `it is not JSON (${why})`);
  }
  const keyAt = (key: string) => {
    const written = JSON.stringify(key);
    const start = Math.max(0, source.text.indexOf(written));
    return span(source, start, start + written.length);
  };
  if (!isRecord(parsed)) return refused(span(source, 0, 0), 'it must be an object');
  const unknown = Object.keys(parsed).find((key) => key !== '$schema' && key !== 'lint');
  if (unknown !== undefined)
    return refused(keyAt(unknown), `\`${unknown}\` is no setting`, didYouMean(unknown, ['$schema', 'lint']));
  const { lint = {}, $schema = '' } = parsed;
  if (typeof $schema !== 'string') return refused(keyAt('$schema'), '`$schema` must be a string');
  if (!isRecord(lint)) return refused(keyAt('lint'), '`lint` must be an object from codes to levels');
  const levels = new Map<LintCode, Level>();
  for (const [key, value] of Object.entries(lint)) {
    const code = lintCodes.find((each) => each === key);
    if (!code) {
      const near = /^arc8/i.test(key) ? didYouMean(key, lintCodes) : [];
      return refused(keyAt(key), `\`${key}\` is no code of a lint`, near);
    }
    const level = knownLevels.find((each) => each === value);
    if (!level) return refused(keyAt(key), `the level of ${code} must be "off", "warning" or "error"`);
    levels.set(code, level);
  }
  return { path, levels, diagnostics: [] };
}

function refused(at: Span, reason: string, help: readonly string[] = []): Config {
  const { path } = at.source;
  return { path, levels: new Map(), diagnostics: [diagnostic('ARC7151', at, { path, reason }, { help })] };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
