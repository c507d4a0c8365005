import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { METADATA_FILE } from '../lower/metadata.ts';
import { readMetadata } from '../runtime/metadata.ts';
import { deferInterruption } from './interrupted.ts';
import { unwritable } from './unwritable.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Writes a model's files as a folder, whole or not at all: first to a temporary folder beside it, which then takes its
 * place. An empty folder, and one that archc wrote, is replaced; any other is left alone (ARC7003), or with `force`
 * keeps its files, but for those of the same name. ARC7002 if the machine does not let it.
 */
export async function writeFolder(
  folder: string,
  files: Files,
  force: boolean,
): Promise<Diagnostic | undefined> {
  const refused = refuseFolder(folder, force);
  if (refused) return refused;
  const target = realPath(folder);
  const holds = contentsOf(target);
  const temporary = join(dirname(target), `.${basename(target)}.archc-${process.pid}`);
  const interruption = deferInterruption();
  let made: string | undefined;
  try {
    made = await makeFolders(temporary);
    await writeFiles(temporary, files, interruption.signal);
    if (holds.kind === 'foreign') await moveInto(temporary, target, files);
    else await takePlace(temporary, target);
    return undefined;
  } catch (failure) {
    return diagnostic('ARC7002', undefined, { path: folder, reason: unwritable(failure) });
  } finally {
    await removeWithParents(temporary, made ?? temporary);
    interruption.release();
  }
}

/** Why a model must not be written to a folder, if so: ARC7002 for a file, ARC7003 for a folder of another's. */
export function refuseFolder(folder: string, force: boolean): Diagnostic | undefined {
  const holds = contentsOf(realPath(folder));
  if (holds.kind === 'file')
    return diagnostic('ARC7002', undefined, { path: folder, reason: 'it is a file, and a folder is needed' });
  if (holds.kind !== 'foreign' || force) return undefined;
  const notes = [`it holds \`${holds.example}\``];
  const help = ['give another folder with `-o`, or write into this one with `--force`'];
  return diagnostic('ARC7003', undefined, { path: folder }, { notes, help });
}

/**
 * Makes a folder and those above it that are not there, and gives the uppermost that was made. Node's own way turns
 * forever where the system makes no folders in one that is there, as in /proc.
 */
async function makeFolders(folder: string): Promise<string> {
  const above = dirname(folder);
  const made = existsSync(above) ? undefined : await makeFolders(above);
  try {
    await mkdir(folder);
    return made ?? folder;
  } catch (failure) {
    // Another process may have made it meanwhile.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return made ?? folder;
    throw failure;
  }
}

/** Waits for every file even if one fails: what is still being written could not be removed. */
async function writeFiles(folder: string, files: Files, signal: AbortSignal): Promise<void> {
  const writes = [...files].map(([name, bytes]) => writeFile(join(folder, name), bytes, { signal }));
  for (const result of await Promise.allSettled(writes))
    if (result.status === 'rejected') throw result.reason;
}

/** Removes a folder that may be gone, and those above it up to `first` that hold nothing else. */
async function removeWithParents(folder: string, first: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => {});
  for (let at = folder; at.length > first.length; ) {
    at = dirname(at);
    try {
      await rmdir(at);
    } catch {
      return;
    }
  }
}

/** Where a path leads, so that a link stays a link. */
function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}

type Contents =
  | { readonly kind: 'free' | 'file' | 'ours' }
  /** With a file that archc did not write. */
  | { readonly kind: 'foreign'; readonly example: string };

/** A folder is ours if it holds a model that archc wrote, and nothing else. */
function contentsOf(folder: string): Contents {
  // What cannot even be looked at fails where it is written, with its reason.
  if (!existsSync(folder)) return { kind: 'free' };
  const stats = statSync(folder);
  if (!stats.isDirectory()) return { kind: 'file' };
  const names = readdirSync(folder).sort();
  const [first] = names;
  if (first === undefined) return { kind: 'free' };
  const written = writtenFiles(folder);
  const foreign = names.find((name) => !written.has(name));
  return foreign === undefined ? { kind: 'ours' } : { kind: 'foreign', example: foreign };
}

/** The files of the model that archc wrote to a folder; none if there is none, or another program wrote it. */
function writtenFiles(folder: string): ReadonlySet<string> {
  const metadata = readMetadata(folder);
  return metadata ? new Set([METADATA_FILE, ...metadata.files]) : filesOfManifest(join(folder, 'model.json'));
}

/** Models that archc wrote before it wrote metadata say so in their `model.json`. */
function filesOfManifest(path: string): ReadonlySet<string> {
  try {
    const model: Partial<Manifest> = JSON.parse(readFileSync(path, 'utf8'));
    if (model.generatedBy !== 'archc') return new Set();
    return new Set(['model.json', ...(model.weightsManifest ?? []).flatMap((group) => group.paths)]);
  } catch {
    return new Set();
  }
}

interface Manifest {
  readonly generatedBy: unknown;
  readonly weightsManifest: readonly { readonly paths: readonly string[] }[];
}

/** Renames a folder to its place; what stood there is kept until then. */
async function takePlace(temporary: string, target: string): Promise<void> {
  const old = `${temporary}-old`;
  const replaces = existsSync(target);
  if (replaces) await rename(target, old);
  try {
    await rename(temporary, target);
  } catch (failure) {
    if (replaces) await rename(old, target);
    throw failure;
  }
  if (replaces) await rm(old, { recursive: true, force: true });
}

/** Renames the files into a folder that is not ours alone, the weights first: the others make them a model. */
async function moveInto(temporary: string, target: string, files: Files): Promise<void> {
  const rank = (name: string) => ['model.json', METADATA_FILE].indexOf(name);
  const names = [...files.keys()].sort((a, b) => rank(a) - rank(b));
  for (const name of names) await rename(join(temporary, name), join(target, name));
}
