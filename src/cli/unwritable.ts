import { errorCode } from '../runtime/unreadable.ts';

/** Why a file could not be written, as a clause. */
export function unwritable(failure: unknown): string {
  switch (errorCode(failure)) {
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied';
    case 'EROFS':
      return 'the disk is read-only';
    case 'ENOSPC':
      return 'the disk is full';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a part of the path is a file';
    case 'ENOENT':
      return 'its folder is not there and cannot be made';
    case 'EBUSY':
      return 'it is in use';
    default:
      return failure instanceof Error ? failure.message : String(failure);
  }
}
