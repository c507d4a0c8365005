import { readFileSync } from 'node:fs';
import { METADATA_FILE } from '../lower/metadata.ts';
import { isRecord } from './manifest.ts';

/** What is read back of a `metadata.json`. */
export interface KnownMetadata {
  /** The files of the model, without their folder. */
  readonly files: readonly string[];
  readonly labels: readonly string[] | undefined;
}

/** The `metadata.json` of a folder; undefined where there is none, or it is not one that archc wrote. */
export function readMetadata(folder: string): KnownMetadata | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(`${folder}/${METADATA_FILE}`, 'utf8'));
  } catch {
    return undefined;
  }
  if (!isRecord(parsed) || parsed.generatedBy !== 'archc' || !isTexts(parsed.files)) return undefined;
  return { files: parsed.files, labels: isTexts(parsed.labels) ? parsed.labels : undefined };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
