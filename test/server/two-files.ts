import { marked } from './session.ts';

// Blocks, and a network that imports them: what references and names of several files are tried with.
export const blocks = `/// Halves a map.
///
/// - \`oup\`: channels of the result.
block half(oup: int) {
  conv2d(oup, stride = 2)
}

block twice(oup: int) { half(oup) -> half(oup = oup) }
`;

export const net = `import { half, twice as again } from "./blocks"
import { irblock } from "std/mobilenet"

network net(width: int = 8) {
  input image: [32, 32, 3]
  stem: half(width) as skip
  again(oup = width)
  irblock(oup = width) -> dense(width)
  output skip
}

test "net" {
  net(width = 16)
}
`;

/** The place of the mark in the text of a file, which holds the text without it. */
export function at(text: string): { readonly position: { line: number; character: number } } {
  return { position: marked(text).position };
}
