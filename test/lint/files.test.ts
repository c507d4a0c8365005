import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configSchema, LINTS, mending, SCHEMA, withTable } from '../../scripts/write-lint-files.ts';
import { lintCodes, readConfig } from '../../src/lint/config.ts';
import { levels } from '../../src/lint/rules.ts';
import { samples } from './samples.ts';

describe('what is published about lints', () => {
  it('is what `npm run docs` writes', () => {
    expect(readFileSync(SCHEMA, 'utf8') === configSchema(), `${SCHEMA} is stale: run \`npm run docs\``).toBe(
      true,
    );
    const document = readFileSync(LINTS, 'utf8');
    expect(document === withTable(document), `${LINTS} is stale: run \`npm run docs\``).toBe(true);
  });

  it('says rightly which of them are mended', () => {
    for (const [code, { fixed, chosen }] of Object.entries(samples)) {
      const expected = fixed !== undefined ? 'fixed' : chosen !== undefined ? 'offered' : undefined;
      expect([code, new Map(Object.entries(mending)).get(code)]).toEqual([code, expected]);
    }
  });
});

describe('the schema of archc.json', () => {
  const schema = JSON.parse(configSchema());
  const { $schema, lint, ...more } = schema.properties;

  it('allows what the compiler reads, and nothing else', () => {
    expect(more).toEqual({});
    expect($schema.type).toBe('string');
    expect([schema.additionalProperties, lint.additionalProperties]).toEqual([false, false]);
    expect(Object.keys(lint.properties)).toEqual(lintCodes);
    expect(schema.definitions.level.enum).toEqual(levels);
    for (const level of schema.definitions.level.enum) {
      const set = Object.fromEntries(Object.keys(lint.properties).map((code) => [code, level]));
      const config = readConfig('archc.json', JSON.stringify({ $schema: schema.$id, lint: set }));
      expect(config.diagnostics).toEqual([]);
      expect(config.levels.size).toBe(lintCodes.length);
    }
  });

  it('says what each lint is, and its usual level', () => {
    expect(lint.properties.ARC8010).toEqual({
      $ref: '#/definitions/level',
      description: 'channels that are no multiple of 8. `archc explain ARC8010` says more.',
      default: 'warning',
    });
    expect(lint.properties.ARC8017.default).toBe('off');
  });
});
