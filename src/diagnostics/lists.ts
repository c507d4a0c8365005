/** "a", "a and b", "a, b and c". */
export function listAnd(parts: readonly (string | number)[]): string {
  return list(parts, 'and');
}

/** "a", "a or b", "a, b or c". */
export function listOr(parts: readonly (string | number)[]): string {
  return list(parts, 'or');
}

function list(parts: readonly (string | number)[], word: string): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? `${last}` : `${parts.slice(0, -1).join(', ')} ${word} ${last}`;
}
