import type { Piece, Production } from './productions.ts';

/** A drawn piece: the line enters on the left and leaves on the right at the height that `svg` is given. */
interface Drawing {
  readonly width: number;
  /** How far it reaches above and below the line. */
  readonly up: number;
  readonly down: number;
  svg(x: number, y: number): string;
}

const HALF = 12;
const GAP = 12;
const BEND = 10;
const LETTER = 7.8;

/** The railroad diagrams of all rules as one page that needs nothing beside it. */
export function railroadPage(rules: readonly Production[]): string {
  const sections = rules.map(({ name, definition }) => {
    const body = draw(definition);
    const width = body.width + 2 * GAP + 8;
    const height = body.up + body.down + 8;
    const y = body.up + 4;
    const ends = `${line(4, y, 4 + GAP)}${line(4 + GAP + body.width, y, width - 4)}`;
    const marks = `<path d="M4 ${y - 7}v14M${width - 4} ${y - 7}v14"/>`;
    return `<h2 id="${name}">${name}</h2>\n<svg width="${width}" height="${height}">${marks}${ends}${body.svg(4 + GAP, y)}</svg>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>The grammar of .arch</title>
<style>
  body { font: 15px system-ui, sans-serif; margin: 2em; color: #222; background: #fff; }
  h2 { font-size: 16px; margin: 1.6em 0 .4em; }
  svg { max-width: none; display: block; }
  path, rect { fill: none; stroke: #555; stroke-width: 1.5; }
  rect.text { fill: #e4f0e2; } rect.token { fill: #f6edd8; } rect.rule { fill: #e3ebf7; }
  text { font: 13px ui-monospace, monospace; text-anchor: middle; fill: #111; }
</style>
<h1>The grammar of .arch</h1>
<p>Written from the parser by <code>npm run grammar</code>. Green is text as it stands, yellow a kind of token, blue another rule.</p>
${sections.join('\n')}
</html>
`;
}

function draw(piece: Piece): Drawing {
  switch (piece.kind) {
    case 'text':
    case 'token':
    case 'rule':
      return box(piece.text, piece.kind);
    case 'sequence':
      return sequence(piece.items.map(draw));
    case 'choice':
      return choice(piece.items.map(draw));
    case 'optional':
      return choice([empty(), draw(piece.item)]);
    case 'some':
      return loop(draw(piece.item));
    case 'many':
      return choice([empty(), loop(draw(piece.item))]);
  }
}

function box(text: string, kind: 'text' | 'token' | 'rule'): Drawing {
  const width = Math.round(text.length * LETTER + 20);
  return {
    width,
    up: HALF,
    down: HALF,
    svg: (x, y) => {
      const round = kind === 'rule' ? 2 : HALF;
      const shape = `<rect class="${kind}" x="${x}" y="${y - HALF}" width="${width}" height="${2 * HALF}" rx="${round}"/><text x="${x + width / 2}" y="${y + 4}">${escaped(text)}</text>`;
      return kind === 'rule' ? `<a href="#${text}">${shape}</a>` : shape;
    },
  };
}

function empty(): Drawing {
  return { width: 0, up: 0, down: 0, svg: () => '' };
}

function sequence(items: readonly Drawing[]): Drawing {
  if (items.length === 0) return empty();
  return {
    width: items.reduce((sum, item) => sum + item.width, 0) + GAP * (items.length - 1),
    up: Math.max(...items.map((item) => item.up)),
    down: Math.max(...items.map((item) => item.down)),
    svg: (x, y) => {
      let at = x;
      return items
        .map((item, i) => {
          const joint = i === 0 ? '' : line(at - GAP, y, at);
          const drawn = `${joint}${item.svg(at, y)}`;
          at += item.width + GAP;
          return drawn;
        })
        .join('');
    },
  };
}

/** The first item on the line, the others below it. */
function choice(items: readonly Drawing[]): Drawing {
  const inner = Math.max(...items.map((item) => item.width));
  const offsets: number[] = [];
  let below = 0;
  for (const [i, item] of items.entries()) {
    below += i === 0 ? 0 : Math.max(item.up + 6, i === 1 ? 2 * BEND : 0);
    offsets.push(below);
    below += item.down + (i === items.length - 1 ? 0 : 4);
  }
  return {
    width: inner + 4 * BEND,
    up: items[0]?.up ?? 0,
    down: below,
    svg: (x, y) =>
      items
        .map((item, i) => {
          const at = y + (offsets[i] ?? 0);
          const left = x + 2 * BEND;
          const right = left + inner;
          const rest = line(left + item.width, at, right);
          if (i === 0)
            return `${line(x, y, left)}${item.svg(left, y)}${rest}${line(right, y, right + 2 * BEND)}`;
          const drop = at - y - 2 * BEND;
          const down = `<path d="M${x} ${y}q${BEND} 0 ${BEND} ${BEND}v${drop}q0 ${BEND} ${BEND} ${BEND}"/>`;
          const up = `<path d="M${right} ${at}q${BEND} 0 ${BEND} ${-BEND}v${-drop}q0 ${-BEND} ${BEND} ${-BEND}"/>`;
          return `${down}${item.svg(left, at)}${rest}${up}`;
        })
        .join(''),
  };
}

/** The item once, and a way back below it. */
function loop(item: Drawing): Drawing {
  const back = Math.max(item.down + 6, 2 * BEND);
  return {
    width: item.width + 2 * BEND,
    up: item.up,
    down: back + 2,
    svg: (x, y) => {
      const right = x + BEND + item.width;
      const path = `<path d="M${right} ${y}q${BEND} 0 ${BEND} ${BEND}v${back - 2 * BEND}q0 ${BEND} ${-BEND} ${BEND}h${-item.width}q${-BEND} 0 ${-BEND} ${-BEND}v${-(back - 2 * BEND)}q0 ${-BEND} ${BEND} ${-BEND}"/>`;
      return `${line(x, y, x + BEND)}${item.svg(x + BEND, y)}${line(right, y, right + BEND)}${path}`;
    },
  };
}

function line(from: number, y: number, to: number): string {
  return from === to ? '' : `<path d="M${from} ${y}H${to}"/>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
