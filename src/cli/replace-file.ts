import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { deferInterruption } from './interrupted.ts';
import { unwritable } from './unwritable.ts';

/**
 * Writes a file whole or not at all: beside its place first, then renamed. What stood there keeps its permissions, and a
 * link stays a link; one that is read-only stays. ARC7002 if the machine does not let it.
 */
export async function replaceFile(
  path: string,
  content: Uint8Array | string,
): Promise<Diagnostic | undefined> {
  const place = statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : path;
  const mode = statSync(place, { throwIfNoEntry: false })?.mode;
  const temporary = join(dirname(place), `.${basename(place)}.archc-${process.pid}`);
  const interruption = deferInterruption();
  try {
    // To rename another file into its place needs no leave of the file itself.
    if (mode !== undefined) accessSync(place, constants.W_OK);
    await writeFile(temporary, content, { signal: interruption.signal });
    if (mode !== undefined) await chmod(temporary, mode);
    await rename(temporary, place);
    return undefined;
  } catch (failure) {
    return diagnostic('ARC7002', undefined, { path, reason: unwritable(failure) });
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
    interruption.release();
  }
}
