// Writes what is published about the lints, from their registry: the schema of archc.json, and the table of docs/lint.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { registry } from '../src/diagnostics/registry.ts';
import { CONFIG_FILE, lintCodes } from '../src/lint/config.ts';
import { type LintCode, levels, usualLevel } from '../src/lint/rules.ts';

export const SCHEMA = 'schema/archc.schema.json';
export const LINTS = 'docs/lint.md';

/** What `--fix` does, and what fixes are left to people; a test holds the samples of every lint against it. */
export const mending: Readonly<Partial<Record<LintCode, 'fixed' | 'offered'>>> = {
  ARC8001: 'fixed',
  ARC8002: 'fixed',
  ARC8003: 'fixed',
  ARC8005: 'fixed',
  ARC8006: 'fixed',
  ARC8007: 'fixed',
  ARC8008: 'offered',
  ARC8009: 'offered',
  ARC8902: 'fixed',
};

/** The JSON Schema of archc.json. */
export function configSchema(): string {
  const lints = lintCodes.map((code) => [
    code,
    {
      $ref: '#/definitions/level',
      description: `${registry[code].title}. \`archc explain ${code}\` says more.`,
      default: usualLevel(code),
    },
  ]);
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://unpkg.com/archc/schema/archc.schema.json',
    title: CONFIG_FILE,
    description: 'The settings of a project of archc: for the .arch files of its folder and of those below.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'Where this schema lies, for editors.' },
      lint: {
        type: 'object',
        description: 'The level of each lint that is to have another than its usual one.',
        additionalProperties: false,
        properties: Object.fromEntries(lints),
      },
    },
    definitions: {
      level: {
        enum: levels,
        description: 'Not reported; reported; reported, and the program is wrong with it.',
      },
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The table of the lints. */
export function lintTable(): string {
  const rows = lintCodes.map((code) => {
    const page = `[${code}](diagnostics/${code}.md)`;
    const fix =
      mending[code] === 'fixed' ? '`--fix`' : mending[code] === 'offered' ? 'people, in an editor' : '';
    return `| ${page} | ${registry[code].title} | ${usualLevel(code)} | ${fix} |`;
  });
  return ['| code | what it finds | level | mended by |', '| --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  );
}

const BEGIN = '<!-- lints -->\n';
const END = '<!-- /lints -->';

/** The document with the table between its marks. */
export function withTable(document: string): string {
  const start = document.indexOf(BEGIN) + BEGIN.length;
  return `${document.slice(0, start)}\n${lintTable()}\n${document.slice(document.indexOf(END))}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(SCHEMA, configSchema());
  writeFileSync(LINTS, withTable(readFileSync(LINTS, 'utf8')));
}
