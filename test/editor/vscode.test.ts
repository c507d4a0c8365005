import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_FLAGS, CHROMIUM_PATH } from '../browser/chromium.ts';
import { type CodeServer, installExtension, startCodeServer } from './code-server.ts';
import { packExtension } from './vsix.ts';

/** What the driver inside VS Code writes. */
interface Session {
  readonly problem?: string;
  readonly version: string;
  readonly language: string;
  readonly broken: readonly { code: string; message: string; source: string; line: number }[];
  readonly fixes: readonly string[];
  readonly hover: string;
  readonly library: readonly string[];
  readonly hints: readonly string[];
  readonly completion: readonly string[];
  readonly symbols: readonly string[];
  readonly lenses: readonly string[];
  readonly test: unknown;
  readonly reports: readonly string[];
  readonly renames: readonly (readonly [string, number])[];
  readonly semanticTokens: number;
  readonly formatted: string;
  readonly tasks: readonly { name: string; args: readonly string[]; problemMatchers: readonly string[] }[];
  readonly summary: string;
  readonly graph: string;
  readonly restarted: boolean;
}

const home = mkdtempSync(join(tmpdir(), 'archc-vscode-'));

describe('the extension in VS Code', () => {
  let server: CodeServer | undefined;
  let browser: Browser | undefined;
  let page: Page;
  let session: Session;

  beforeAll(async () => {
    const project = join(home, 'project');
    const result = join(home, 'result.json');
    cpSync('test/editor/project', project, { recursive: true });
    installExtension(home, resolve(packExtension()));
    cpSync('test/editor/vscode-driver', join(home, 'extensions/archc-test.driver-0.0.1'), {
      recursive: true,
    });
    // VS Code looks for what was put there beside what it installed when it has no list.
    rmSync(join(home, 'extensions/extensions.json'));
    server = await startCodeServer({
      home,
      env: { ARCHC_EDITOR_RESULT: result },
      settings: {
        'security.workspace.trust.enabled': false,
        'workbench.startupEditor': 'none',
        'extensions.autoCheckUpdates': false,
        'window.restoreWindows': 'none',
      },
    });
    browser = await chromium.launch({
      executablePath: CHROMIUM_PATH,
      headless: true,
      args: [...CHROMIUM_FLAGS],
    });
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(`${server.url}/?folder=${project}`);
    for (let waited = 0; waited < 120_000 && !existsSync(result); waited += 100) await setTimeout(100);
    session = JSON.parse(readFileSync(result, 'utf8'));
    expect(session.problem).toBeUndefined();
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('is installed from the .vsix and knows the language', () => {
    expect(session.version).toBe('1.100.3');
    expect(session.language).toBe('arch');
  });

  it('shows what is wrong, and offers to mend it', () => {
    expect(session.broken).toEqual([
      { code: 'ARC2002', source: 'archc', line: 2, message: expect.stringContaining('`strid`') },
    ]);
    expect(session.fixes).toEqual(expect.arrayContaining([expect.stringContaining('stride')]));
  });

  it('shows signature, documentation and shapes on hover', () => {
    expect(session.hover).toContain('block halve(oup: int)');
    expect(session.hover).toContain('Halves what it is given.');
    expect(session.hover).toContain('[16, 16, 16]');
  });

  it('goes to definitions in the standard library that it brings along', () => {
    expect(session.library).toEqual([join(home, 'extensions/archc.archc-0.1.0/archc/std/mobilenet.arch')]);
  });

  it('shows the shape behind each statement, in the window too', async () => {
    expect(session.hints).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^10: .*16, 16, 16/),
        expect.stringMatching(/^11: .*8, 8, 24/),
      ]),
    );
    const editor = page.locator('.monaco-editor .view-lines').first();
    await expect
      .poll(async () => plain((await editor.textContent()) ?? ''), { timeout: 20_000 })
      .toContain('[16, 16, 16]');
  });

  it('completes layers and blocks, of the library as well', () => {
    expect(session.completion).toEqual(expect.arrayContaining(['halve', 'conv2d', 'irblock']));
  });

  it('lists symbols, lenses and semantic tokens', () => {
    expect(session.symbols).toEqual(['halve', 'net', 'as many classes as wanted']);
    expect(session.lenses).toEqual(
      expect.arrayContaining([expect.stringMatching(/parameters.*MACs/), expect.stringMatching(/run test/i)]),
    );
    expect(session.semanticTokens).toBeGreaterThan(10);
  });

  it('runs the test below a lens', () => {
    expect(session.test).toMatchObject({ name: 'as many classes as wanted', passed: true });
  });

  it('renames a block in every file that uses it', () => {
    expect([...session.renames].sort()).toEqual([
      ['net.arch', 2],
      ['user.arch', 2],
    ]);
  });

  it('formats', () => {
    expect(session.formatted).toBe('const A = 1\n');
  });

  it('offers tasks', () => {
    expect(session.tasks).toEqual(
      ['build', 'test', 'check'].map((verb) => ({
        name: verb,
        args: [verb, '.'],
        problemMatchers: ['$archc'],
      })),
    );
  });

  it('shows summaries and graphs, made by the archc that it brings along', () => {
    expect(session.summary).toMatch(/irblock .*\[8, 8, 24\]/);
    expect(session.graph).toContain('== net: as written');
    expect(session.graph).toContain('irblock.depthwise');
    expect(session.reports).toEqual(['/net.arch: graph (arch)']);
    expect(session.restarted).toBe(true);
  });
});

/** VS Code draws blanks as no-break spaces. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
