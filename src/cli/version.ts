import { readFileSync } from 'node:fs';

/** Put in place of the name when the command line is bundled. */
declare const ARCHC_VERSION: string | undefined;

/** The version of archc. */
export function version(): string {
  if (typeof ARCHC_VERSION === 'string') return ARCHC_VERSION;
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}
