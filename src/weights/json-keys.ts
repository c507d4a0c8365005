/**
 * The keys of a JSON object in the order of the text, repeats included. `JSON.parse` gives neither: it moves keys that
 * look like indices ("0", "10") to the front and lets the last of two equal keys win.
 *
 * @param text an object that `JSON.parse` accepts.
 */
export function topLevelKeys(text: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  let keyNext = false;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"': {
        const end = endOfString(text, at);
        if (keyNext) {
          const key: unknown = JSON.parse(text.slice(at, end));
          keys.push(String(key));
        }
        keyNext = false;
        at = end - 1;
        break;
      }
      case '{':
      case '[':
        depth++;
        keyNext = depth === 1;
        break;
      case '}':
      case ']':
        depth--;
        break;
      case ',':
        keyNext = depth === 1;
        break;
    }
  }
  return keys;
}

/** Behind the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
