import { readFileSync, statSync } from 'node:fs';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import { replaceFile } from './replace-file.ts';

/**
 * Writes a .safetensors file, whole or not at all: beside its place first, then renamed. A file that archc did not
 * write is left alone (ARC7003) unless `force`. ARC7002 if the machine does not let it.
 */
export async function writeTensors(
  path: string,
  bytes: Uint8Array,
  force: boolean,
): Promise<Diagnostic | undefined> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return diagnostic('ARC7002', undefined, { path, reason: 'it is a folder' });
  if (stats && !force && !isOurs(path)) {
    const help = ['give another file with `--output`, or replace this one with `--force`'];
    return diagnostic('ARC7003', undefined, { path }, { help });
  }
  return replaceFile(path, bytes);
}

function isOurs(path: string): boolean {
  try {
    const read = readSafetensors(readFileSync(path), path);
    return 'file' in read && read.file.metadata.get('generatedBy') === 'archc';
  } catch {
    return false;
  }
}
