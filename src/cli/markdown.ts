import { type Stream, styled } from './terminal.ts';

/**
 * A page for a terminal: headings stand out, programs and output are moved in, code in a line is coloured. Knows what
 * our pages use, and leaves the rest as it is written.
 */
export function renderMarkdown(text: string, stream: Stream): string {
  let fence = false;
  const lines: string[] = [];
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('```')) {
      fence = !fence;
    } else if (fence) {
      lines.push(line === '' ? '' : `    ${colourRendering(line, stream)}`);
    } else if (line.startsWith('#')) {
      lines.push(styled(stream, 'strong', line.replace(/^#+ /, '')));
    } else {
      lines.push(inline(line, stream));
    }
  }
  return `${lines.join('\n')}\n`;
}

function inline(line: string, stream: Stream): string {
  return line.replace(/`([^`]+)`/g, (whole, code: string) => {
    const coloured = styled(stream, 'accent', code);
    return coloured === code ? whole : coloured;
  });
}

/** What archc prints has its colours on a page too. */
function colourRendering(line: string, stream: Stream): string {
  return line
    .replace(/^(?:error|warning)\[ARC\d+\]/, (head) => styled(stream, 'bad', head))
    .replace(/^ *\d* *(?:\||-->|:::)/, (gutter) => styled(stream, 'faint', gutter));
}
