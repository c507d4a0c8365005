import type { Body, Piece } from './pieces.ts';

/** Gives names out while a program is written; one for each body that is a scope of its own. */
export interface Names {
  used: number;
}

/** The statements of a body as text. */
export function writeBody(body: Body, indent: string, names: Names = { used: 0 }): string {
  return lines(body, indent, names).join('\n');
}

function lines(body: Body, indent: string, names: Names): string[] {
  return body.flatMap((piece) => statement(piece, indent, names));
}

function statement(piece: Piece, indent: string, names: Names): string[] {
  const nested = (body: Body) => lines(body, `${indent}  `, names);
  // No number at the end: those belong to the counted names of parts.
  const next = (word: string) => `${word}_${++names.used}x`;
  switch (piece.kind) {
    case 'call':
      return [`${indent}${piece.labelled ? `${next('part')}: ` : ''}${piece.text}`];
    case 'chain':
      return [`${indent}${piece.calls.join(' -> ')}`];
    case 'residual': {
      const head = [`${indent}residual${piece.options} {`, ...nested(piece.body)];
      if (!piece.shortcut) return [...head, `${indent}}`];
      return [...head, `${indent}} shortcut {`, ...nested(piece.shortcut), `${indent}}`];
    }
    case 'parallel': {
      const paths = piece.paths.flatMap((path) => [
        `${indent}  path {`,
        ...lines(path, `${indent}    `, names),
        `${indent}  }`,
      ]);
      return [`${indent}parallel(join = ${piece.join}) {`, ...paths, `${indent}}`];
    }
    case 'turns':
      return [`${indent}${piece.head} {`, ...nested(piece.body), `${indent}}`];
    case 'skip': {
      const name = next('skip');
      return [
        `${indent}_ as ${name}`,
        ...lines(piece.body, indent, names),
        `${indent}${piece.join}(${name}, _)`,
      ];
    }
    case 'shared': {
      const name = next('twin');
      return [`${indent}shared ${name} = ${piece.text}`, `${indent}${name}() -> ${name}()`];
    }
    case 'choice': {
      const head = [`${indent}if ${piece.condition} {`, ...nested(piece.chosen)];
      if (piece.otherwise.length === 0) return [...head, `${indent}}`];
      return [...head, `${indent}} else {`, ...nested(piece.otherwise), `${indent}}`];
    }
  }
}
