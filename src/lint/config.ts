import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { codes } from '../diagnostics/registry.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Host } from '../source/host.ts';
import { folderOf, normalise } from '../source/resolve.ts';
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
  let parsed: unknown;
  try {
    // Editors on Windows begin files with a byte order mark.
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (failure) {
    return refused(path, `it is not JSON (${failure instanceof Error ? failure.message : failure})`);
  }
  if (!isRecord(parsed)) return refused(path, 'it must be an object');
  const unknown = Object.keys(parsed).find((key) => key !== '$schema' && key !== 'lint');
  if (unknown !== undefined)
    return refused(path, `\`${unknown}\` is no setting`, didYouMean(unknown, ['$schema', 'lint']));
  const { lint = {} } = parsed;
  if (!isRecord(lint)) return refused(path, '`lint` must be an object from codes to levels');
  const levels = new Map<LintCode, Level>();
  for (const [key, value] of Object.entries(lint)) {
    const code = lintCodes.find((each) => each === key);
    if (!code) {
      const near = /^arc8/i.test(key) ? didYouMean(key, lintCodes) : [];
      return refused(path, `\`${key}\` is no code of a lint`, near);
    }
    const level = knownLevels.find((each) => each === value);
    if (!level) return refused(path, `the level of ${code} must be "off", "warning" or "error"`);
    levels.set(code, level);
  }
  return { path, levels, diagnostics: [] };
}

function refused(path: string, reason: string, help: readonly string[] = []): Config {
  return {
    path,
    levels: new Map(),
    diagnostics: [diagnostic('ARC7151', undefined, { path, reason }, { help })],
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
