import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderText, summaryLine } from '../../src/diagnostics/render/text.ts';
import { format } from '../../src/format/format.ts';
import { declarationSnippets, networkSnippets, statementSnippets } from '../../src/server/words.ts';
import { diagnosticsOf, testsOf } from '../program.ts';

const read = (name: string) => readFileSync(`editors/vscode/${name}`, 'utf8');
const manifest = JSON.parse(read('package.json'));

describe('the manifest of the VS Code extension', () => {
  it('has the version of the package', () => {
    expect(manifest.version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });

  const [matcher, watching] = manifest.contributes.problemMatchers;

  it('has a problem matcher that reads what archc prints, and nothing else of it', () => {
    const text = [
      'network net {\n  input x: [8, 8, 3]\n  conv2d(8, strid = 2)\n}\n',
      'network net {\n  input x: [8, 8, 3]\n  let a = 1\n  conv2d(8)\n}\n',
    ]
      .map((program) => renderText(diagnosticsOf(program)))
      .join('\n');
    const [head, place] = matcher.pattern.map(({ regexp }: { regexp: string }) => new RegExp(regexp));
    const lines = text.split('\n');
    const found = lines.flatMap((line, index) => {
      const [, severity, code] = head.exec(line) ?? [];
      const [, file, at, column] = place.exec(lines[index + 1] ?? '') ?? [];
      return severity ? [{ severity, code, file, line: at, column }] : [];
    });
    expect(found).toEqual([
      { severity: 'error', code: 'ARC2002', file: 'main.arch', line: '3', column: '13' },
      { severity: 'warning', code: 'ARC8002', file: 'main.arch', line: '3', column: '7' },
    ]);
    expect(matcher.pattern.map(({ regexp, ...groups }: { regexp: string }) => groups)).toEqual([
      { severity: 1, code: 2, message: 3 },
      { file: 1, line: 2, column: 3 },
    ]);
  });

  it('knows where a round of a watch begins and ends', () => {
    const begins = new RegExp(watching.background.beginsPattern);
    const ends = new RegExp(watching.background.endsPattern);
    // As test/cli/scenarios/check-watch.txt has them.
    for (const line of ['── 12:34:56 watching net.arch', '── 12:34:56 changed: lib/piece.arch'])
      expect(line).toMatch(begins);
    for (const text of ['const a = 1\n', 'const a = b\n', 'const a = (\n']) {
      const line = summaryLine(diagnosticsOf(text));
      expect(line).toMatch(ends);
      expect(`14 files: ${line}`).toMatch(ends);
    }
    expect('error[ARC1001]: there is no value named `b`').not.toMatch(ends);
  });
});

describe('the snippets', () => {
  interface Snippet {
    readonly prefix: string;
    readonly body: readonly string[];
  }
  const snippets: readonly Snippet[] = Object.values(JSON.parse(read('snippets/arch.json')));

  it('are none that the server offers, which would stand there twice', () => {
    const offered = [...declarationSnippets, ...statementSnippets, ...networkSnippets].map(
      ([label]) => label,
    );
    expect(snippets.filter(({ prefix }) => offered.includes(prefix))).toEqual([]);
  });

  it.each(snippets.map((snippet) => [snippet.prefix, snippet] as const))(
    '%s is a program as it stands',
    (_, { body }) => {
      const text = expanded(body.join('\n'));
      const isWhole = /^(\/\/\/|import|fn|block|network|test)\b/.test(text) || text.startsWith('///');
      const program = isWhole
        ? `${text}\n`
        : `import { irblock } from "std/mobilenet"\n\nnetwork probe {\n  input x: [32, 32, 16]\n${text}\n}\n`;
      const errors = diagnosticsOf(program).filter(({ severity }) => severity === 'error');
      expect(errors.map(({ message }) => message)).toEqual([]);
      expect(program).not.toContain('$');
      const formatted = format({ path: 'main.arch', text: program });
      if (isWhole) expect(formatted).toMatchObject({ text: program });
      expect(testsOf(program).filter(({ passed }) => !passed)).toEqual([]);
    },
  );
});

/** A snippet with what its places hold at first; of a choice, the first. */
function expanded(body: string): string {
  const held = new Map<string, string>();
  for (const [, place = '', text = ''] of body.matchAll(/\$\{(\d+):([^}]*)\}/g)) held.set(place, text);
  const once = (text: string) =>
    text
      .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
      .replace(/\$\{\d+:([^}]*)\}/g, '$1')
      .replace(/\$(\d+)/g, (_, place: string) => held.get(place) ?? '');
  return once(once(body));
}
