import type { Code } from './registry.ts';

/** Where the pages of the codes are, unless the caller knows another address: they are part of the package. */
const PAGES = 'https://unpkg.com/archc/docs/diagnostics';

/** The address of a code's page under a folder or URL. */
export function pageOf(code: Code, pages: string = PAGES): string {
  return `${pages}/${code}.md`;
}
