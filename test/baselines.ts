import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** One case of a folder of fixtures: `main.arch`, the files beside it, and its layers as baselines. */
export interface Fixture {
  readonly name: string;
  readonly folder: string;
  readonly source: string;
  /** The other .arch files of the folder, by their names: what the source imports as `./other`. */
  readonly files: Readonly<Record<string, string>>;
}

/** The cases of `test/fixtures/<kind>`, by name. */
export function fixtures(kind: string): readonly Fixture[] {
  const root = join('test/fixtures', kind);
  return readdirSync(root)
    .sort()
    .map((name) => {
      const folder = join(root, name);
      const files = readdirSync(folder).filter((file) => file.endsWith('.arch') && file !== 'main.arch');
      return {
        name,
        folder,
        source: readFileSync(join(folder, 'main.arch'), 'utf8'),
        files: Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')])),
      };
    });
}

/** Compares a layer of a case with its baseline; with UPDATE_BASELINES=1 the baseline is written instead. */
export function expectBaseline(fixture: Fixture, layer: string, actual: string): void {
  const path = join(fixture.folder, layer);
  if (process.env.UPDATE_BASELINES === '1') {
    writeFileSync(path, actual);
    return;
  }
  expect(existsSync(path), `${path} is missing: write it with UPDATE_BASELINES=1`).toBe(true);
  expect(actual, `${path}: if the change is meant, write it with UPDATE_BASELINES=1`).toBe(
    readFileSync(path, 'utf8'),
  );
}
