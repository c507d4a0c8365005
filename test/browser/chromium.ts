import { type Browser, chromium, type Page } from 'playwright-core';
import { openSite, type Site } from './site.ts';

/** A Chromium without a window, and a site that its pages come from. */
export interface Chromium {
  readonly site: Site;
  /** Opens a page of the site, `/pages/tfjs.html`. */
  open(path: string): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenPage {
  /**
   * Calls a global function of the page with arguments that JSON can hold, and waits for what it gives.
   * @throws what it throws; an error that nothing in the page caught.
   */
  call<Result>(name: string, ...args: readonly unknown[]): Promise<Result>;
  close(): Promise<void>;
}

/** Debian's; CHROMIUM names another one. */
export const CHROMIUM_PATH = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** No sandbox, as tests run as root too; no services; WebGL drawn by SwiftShader, on the processor. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium with a profile of its own, which goes with it. */
export async function startChromium(): Promise<Chromium> {
  const site = await openSite();
  let browser: Browser;
  try {
    browser = await chromium.launch({ executablePath: CHROMIUM_PATH, headless: true, args: CHROMIUM_FLAGS });
  } catch (failure) {
    await site.close();
    throw failure;
  }
  return {
    site,
    async open(path) {
      const page = await browser.newPage();
      const errors: Error[] = [];
      page.on('pageerror', (error) => errors.push(error));
      const response = await page.goto(`${site.url}${path}`);
      if (!response?.ok()) throw new Error(`the site has no ${path}`);
      return openPage(page, errors);
    },
    async close() {
      await browser.close();
      await site.close();
    },
  };
}

function openPage(page: Page, errors: readonly Error[]): OpenPage {
  return {
    async call<Result>(name: string, ...args: readonly unknown[]): Promise<Result> {
      // As a text: Playwright's own way through goes over every number of an array by itself.
      const text = `(async () => JSON.stringify(await ${name}(...${JSON.stringify(args)})) ?? 'null')()`;
      const result = await page.evaluate<string>(text);
      if (errors[0]) throw errors[0];
      return JSON.parse(result);
    },
    close: () => page.close(),
  };
}
