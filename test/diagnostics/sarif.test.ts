import type { Location, Log, Region, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { registry } from '../../src/diagnostics/registry.ts';
import { renderSarif } from '../../src/diagnostics/render/sarif.ts';
import type { SourceFile } from '../../src/source/source.ts';
import { at, elsewhere, mismatch, net, sample, unplaced } from './samples.ts';

function logOf(diagnostics: readonly Diagnostic[]): Log {
  return JSON.parse(renderSarif(diagnostics, { version: '1.2.3' }));
}

function resultsOf(diagnostics: readonly Diagnostic[]): Result[] {
  return logOf(diagnostics).runs[0]?.results ?? [];
}

function checkRegion(region: Region): void {
  expect(region.startLine).toBeGreaterThanOrEqual(1);
  expect(region.startColumn).toBeGreaterThanOrEqual(1);
  expect(region.endLine).toBeGreaterThanOrEqual(region.startLine ?? 0);
  if (region.endLine === region.startLine) {
    expect(region.endColumn).toBeGreaterThanOrEqual(region.startColumn ?? 0);
  }
  expect(region.charLength).toBeGreaterThanOrEqual(0);
}

function checkLocation(location: Location): void {
  const uri = location.physicalLocation?.artifactLocation?.uri ?? ' ';
  expect(uri).toMatch(/^[\w./%~!'()*:-]+$/);
  if (location.physicalLocation?.region) checkRegion(location.physicalLocation.region);
}

/** The rules of the SARIF 2.1.0 schema that concern what archc writes. */
function checkLog(log: Log): void {
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toMatch(/sarif-schema-2\.1\.0\.json$/);
  expect(log.runs).toHaveLength(1);
  const run = log.runs[0];
  const rules = run?.tool.driver.rules ?? [];
  expect(run?.tool.driver.name).toBe('archc');
  expect(run?.columnKind).toBe('utf16CodeUnits');
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const rule of rules) {
    expect(rule.shortDescription?.text).toBeTruthy();
    expect(rule.helpUri).toBe(`https://unpkg.com/archc/docs/diagnostics/${rule.id}.md`);
  }
  for (const result of run?.results ?? []) {
    expect(result.message.text).toBeTruthy();
    expect(['error', 'warning']).toContain(result.level);
    expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    expect(Object.values(result.partialFingerprints ?? {})).toEqual([
      expect.stringMatching(/^[0-9a-f]{16}$/),
    ]);
    for (const location of [...(result.locations ?? []), ...(result.relatedLocations ?? [])])
      checkLocation(location);
    const ids = (result.relatedLocations ?? []).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const fix of result.fixes ?? []) {
      expect(fix.artifactChanges.length).toBeGreaterThan(0);
      for (const change of fix.artifactChanges) {
        expect(change.replacements.length).toBeGreaterThan(0);
        for (const { deletedRegion } of change.replacements) checkRegion(deletedRegion);
      }
    }
  }
}

function fingerprint(result: Result | undefined): string | undefined {
  return result?.partialFingerprints?.['archc/v1'];
}

describe('the sarif renderer', () => {
  it('writes what the schema asks for', () => {
    const log = logOf([mismatch, elsewhere, unplaced]);
    checkLog(log);
    expect(log.runs[0]?.tool.driver.semanticVersion).toBe('1.2.3');
    expect(log.runs[0]?.tool.driver.rules?.map(({ shortDescription }) => shortDescription?.text)).toEqual([
      registry.ARC3101.title,
    ]);
    checkLog(logOf([]));
  });

  it('has the place, the labels, the help and the fix of a diagnostic', () => {
    const [result] = resultsOf([mismatch]);
    expect(result?.message.text).toBe(`${mismatch.message}\nhelp: ${mismatch.help[0]}`);
    expect(result?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'examples/net.arch' },
      region: {
        startLine: 14,
        startColumn: 11,
        endLine: 14,
        endColumn: 19,
        charOffset: net.text.indexOf('inp = 32'),
        charLength: 8,
      },
    });
    expect(result?.relatedLocations?.map(({ message }) => message?.text)).toEqual([
      '32 here',
      'this produces [56, 56, 24]',
    ]);
    const [replacement] = result?.fixes?.[0]?.artifactChanges[0]?.replacements ?? [];
    expect(replacement?.insertedContent?.text).toBe('');
    expect(replacement?.deletedRegion.charLength).toBe('inp = 32, '.length);
  });

  it('has the file, or the project, for what has no place', () => {
    const locations = (...[found]: Parameters<typeof resultsOf>) => resultsOf(found)[0]?.locations;
    const of = (uri: string) => [{ physicalLocation: { artifactLocation: { uri } } }];
    expect(locations([{ ...unplaced, file: 'a b.arch' }])).toEqual(of('a%20b.arch'));
    const { file: _, ...about } = unplaced;
    expect(locations([about])).toEqual(of('.'));
  });

  it('writes paths as URIs', () => {
    const uris = ['a b/ü.arch', '/home/me/x.arch', 'C:/nets/x.arch', 'half\ud800.arch'].map((path) => {
      const [result] = resultsOf([sample({ primary: { span: at({ path, text: 'x' }, 'x'), text: '' } })]);
      return result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;
    });
    expect(uris).toEqual([
      'a%20b/%C3%BC.arch',
      'file:///home/me/x.arch',
      'file:///C:/nets/x.arch',
      'half%EF%BF%BD.arch',
    ]);
  });

  it('keeps fingerprints when lines are added above and the line is indented', () => {
    const moved: SourceFile = {
      path: net.path,
      text: `// added\n\n${net.text.replaceAll('  irblock', '      irblock')}`,
    };
    const both = (source: SourceFile): Diagnostic[] => [
      sample({ primary: { span: at(source, 'stride = 2'), text: '' } }),
      sample({ primary: { span: at(source, 'stride = 2', 1), text: '' } }),
    ];
    const before = resultsOf(both(net)).map(fingerprint);
    expect(resultsOf(both(moved)).map(fingerprint)).toEqual(before);
    expect(new Set(before).size).toBe(2);
  });

  it('tells equal lines of one file apart, and equal lines of two files not', () => {
    const twice: SourceFile = { path: 'a.arch', text: 'relu(1)\nrelu(1)\n' };
    const other: SourceFile = { path: 'b.arch', text: 'relu(1)\n' };
    const [first, second, third] = resultsOf([
      sample({ primary: { span: at(twice, 'relu'), text: '' } }),
      sample({ primary: { span: at(twice, 'relu', 1), text: '' } }),
      sample({ primary: { span: at(other, 'relu'), text: '' } }),
    ]).map(fingerprint);
    expect(first).not.toBe(second);
    expect(third).toBe(first);
  });
});
