import { readdirSync, readFileSync } from 'node:fs';

export const PAGES = 'docs/diagnostics';

/** A program of a page: its text, and the modules beside it. */
export interface PageProgram {
  readonly text: string;
  readonly modules: Readonly<Record<string, string>>;
}

/** The page of a code: its programs are the blocks of `arch` in it. */
export interface Page {
  readonly path: string;
  readonly content: string;
  readonly heading: string;
  /** The block marked `erroneous`. */
  readonly erroneous: PageProgram | undefined;
  /** A block marked `abridged` shows a program that is too long for the page. */
  readonly isAbridged: boolean;
  /** The blocks without a mark. */
  readonly correct: readonly PageProgram[];
}

const block = /^```arch(?: (erroneous|abridged|file=(\S+)))?\n(.*?)^```$/gms;

export function pageNames(): string[] {
  return readdirSync(PAGES).sort();
}

/** Reads a page; a block marked `file=NAME` is a module of the programs that follow it. */
export function readPage(name: string): Page {
  const path = `${PAGES}/${name}`;
  const content = readFileSync(path, 'utf8');
  const modules: Record<string, string> = {};
  const correct: PageProgram[] = [];
  let erroneous: PageProgram | undefined;
  let isAbridged = false;
  for (const [, mark, module, text = ''] of content.matchAll(block)) {
    if (module) modules[module] = text;
    else if (mark === 'erroneous') erroneous = { text, modules: { ...modules } };
    else if (mark === 'abridged') isAbridged = true;
    else correct.push({ text, modules: { ...modules } });
  }
  return { path, content, heading: content.split('\n', 1)[0] ?? '', erroneous, isAbridged, correct };
}

/** The page with another text in its first block of `text`. */
export function withRendering({ content }: Page, rendering: string): string {
  return content.replace(/^```text\n.*?^```$/ms, () => `\`\`\`text\n${rendering}\`\`\``);
}
