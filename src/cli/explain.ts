import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { listOr } from '../diagnostics/lists.ts';
import { codes, isCode, registry } from '../diagnostics/registry.ts';
import { nearest } from '../diagnostics/suggest.ts';
import { type ExitCode, exit } from './exit.ts';
import { renderMarkdown } from './markdown.ts';

/** `archc explain`: the page of a code, or the codes that begin with what was given. */
export function explain(text: string): ExitCode {
  const code = text.toUpperCase();
  if (isCode(code)) {
    process.stdout.write(renderMarkdown(readPage(code), process.stdout));
    return exit.fine;
  }
  const family = codes.filter((each) => each.startsWith(code));
  if (/^ARC\d{0,3}$/.test(code) && family.length > 0) {
    for (const each of family) process.stdout.write(`${each}  ${registry[each].title}\n`);
    return exit.fine;
  }
  const near = nearest(code, codes).map((each) => `\`${each}\``);
  const help = near.length > 0 ? `did you mean ${listOr(near)}?` : '`archc explain ARC` lists every code';
  process.stderr.write(`there is no code \`${text}\`\n${help}\n`);
  return exit.usage;
}

/** The pages lie beside `src` in a clone, beside `dist` in a package. */
function readPage(code: string): string {
  for (const up of ['../', '../../']) {
    const path = fileURLToPath(new URL(`${up}docs/diagnostics/${code}.md`, import.meta.url));
    if (existsSync(path)) return readFileSync(path, 'utf8');
  }
  throw new Error(`the page of ${code} is missing from this installation`);
}
