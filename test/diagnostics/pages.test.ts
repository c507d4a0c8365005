import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse, buildChosen, checkSource } from '../../src/compile.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../../src/diagnostics/order.ts';
import { type Code, codes, isCode, registry } from '../../src/diagnostics/registry.ts';
import { renderText } from '../../src/diagnostics/render/text.ts';
import { runTests } from '../../src/language-tests.ts';
import { memoryHost } from '../../src/source/host.ts';
import { type PageProgram, pageNames, readPage, withRendering } from './page.ts';

const std = Object.fromEntries(
  readdirSync('std').map((name) => [`std/${name}`, readFileSync(`std/${name}`, 'utf8')]),
);

/** Everything that `check`, `test` and, where `builds`, `build` would say of a program. */
function diagnose(program: PageProgram, builds: boolean): Diagnostic[] {
  const source = { path: 'example.arch', text: program.text };
  const host = memoryHost({ ...std, ...program.modules, [source.path]: source.text });
  const analysis = analyse(host, source);
  const found = [
    ...checkSource(host, source),
    ...runTests(analysis).flatMap(({ diagnostics }) => diagnostics),
    ...(builds ? buildChosen(analysis).diagnostics : []),
  ];
  return sortDiagnostics(found);
}

/** Codes about what is asked of a program on the command line; `build` finds them. */
function isOfBuild(code: Code): boolean {
  return code.startsWith('ARC23');
}

/** Programs for codes whose page can only sketch one. */
const abridged: Partial<Record<Code, string>> = {
  ARC0014: `const deep = ${'('.repeat(101)}1${')'.repeat(101)}`,
  ARC0015: `const total = 1${' + 1'.repeat(1001)}`,
  ARC0021: `network tiny {\n${'  conv2d(16) ->\n  )\n'.repeat(21)}}`,
  ARC2203: Array.from(
    { length: 2000 },
    (_, i) => `fn f${i}(x: int) -> int = ${i === 0 ? 'x' : `f${i - 1}(x)`}`,
  )
    .concat('const deep = f1999(1)')
    .join('\n'),
};

/** Codes that no single source gives: their pages describe a command or a setting. */
function isOfCommand(code: Code): boolean {
  return /^ARC[567]/.test(code) || ['ARC2302', 'ARC2303', 'ARC8005', 'ARC8017'].includes(code);
}

/** What else the erroneous program of a page gives: a test that fails otherwise says how. */
const companions: Partial<Record<Code, readonly Code[]>> = { ARC4102: ['ARC3204'] };

describe('the pages of diagnostics', () => {
  it('are one for each code', () => {
    expect(pageNames()).toEqual(codes.map((code) => `${code}.md`).sort());
  });

  for (const name of pageNames()) {
    const code = name.replace(/\.md$/, '');
    if (!isCode(code)) continue;
    const page = readPage(name);

    describe(code, () => {
      it('begins with the title of the registry', () => {
        expect(page.heading).toBe(`# ${code}: ${registry[code].title}`);
      });

      it('has an erroneous program, unless it is about a command', () => {
        expect(page.erroneous !== undefined || page.isAbridged).toBe(!isOfCommand(code));
      });

      const { erroneous } = page;
      if (erroneous) {
        it('shows a program that gives the code and nothing else', () => {
          const found = diagnose(erroneous, isOfBuild(code));
          const expected = [code, ...(companions[code] ?? [])];
          expect([...new Set(found.map((each) => each.code))].sort()).toEqual(expected.sort());
        });

        it('shows the message as it is rendered', async () => {
          const found = renderText(diagnose(erroneous, isOfBuild(code)));
          await expect(withRendering(page, found)).toMatchFileSnapshot(`../../${page.path}`);
        });
      }

      if (page.isAbridged) {
        it('sketches a program that gives the code', () => {
          const found = diagnose({ text: abridged[code] ?? '', modules: {} }, false);
          expect(found.map((each) => each.code)).toContain(code);
        });
      }

      it.each(page.correct.map((program, index) => [index + 1, program] as const))(
        'shows a corrected program (%d) in which nothing is wrong',
        (_, program) => {
          expect(renderText(diagnose(program, isOfBuild(code)))).toBe('');
        },
      );
    });
  }
});
