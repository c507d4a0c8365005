/** The code that Node gives a failed call: `ENOENT`, … */
export function errorCode(failure: unknown): string | undefined {
  return failure instanceof Error && 'code' in failure && typeof failure.code === 'string'
    ? failure.code
    : undefined;
}

/** Why a file could not be read, as a clause. */
export function unreadable(failure: unknown): string {
  switch (errorCode(failure)) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
      return 'permission is denied';
    default:
      return failure instanceof Error ? failure.message : String(failure);
  }
}
