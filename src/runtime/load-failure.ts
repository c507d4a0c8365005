/** Why a library could not be loaded, as a clause: it is not installed, or what it says itself. */
export function loadFailure(library: string, failure: unknown): string {
  if (isMissing(failure)) return `\`${library}\` is not installed`;
  return `\`${library}\` does not load: ${firstLine(failure)}`;
}

/** The first line of an error's message; the rest is for those who know the library. */
export function firstLine(failure: unknown): string {
  return (failure instanceof Error ? failure.message : String(failure)).trim().split('\n')[0] ?? '';
}

/** The first code is that of `import`, the second that of `require`, which the bundled command line uses. */
function isMissing(failure: unknown): boolean {
  if (!(failure instanceof Error) || !('code' in failure)) return false;
  return failure.code === 'ERR_MODULE_NOT_FOUND' || failure.code === 'MODULE_NOT_FOUND';
}
