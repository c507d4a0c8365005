import type { Code } from './registry.ts';

/** Where the pages of the codes are, unless the caller knows an address: a folder of this project. */
const PAGES = 'docs/diagnostics';

/** The address of a code's page under a folder or URL. */
export function pageOf(code: Code, pages: string = PAGES): string {
  return `${pages}/${code}.md`;
}
