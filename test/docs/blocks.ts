import { readdirSync, readFileSync } from 'node:fs';

/** A block of code of a document: ```arch body input=[8] error=ARC3002 has the marks body, input and error. */
export interface CodeBlock {
  readonly document: string;
  readonly line: number;
  readonly language: string;
  readonly marks: ReadonlyMap<string, string>;
  readonly text: string;
}

const fence = /^```(\w+)([^\n]*)\n(.*?)^```$/gms;

export function codeBlocks(document: string): readonly CodeBlock[] {
  const content = readFileSync(document, 'utf8');
  return [...content.matchAll(fence)].map((match) => {
    const [, language = '', info = '', text = ''] = match;
    const marks = new Map<string, string>();
    for (const mark of info.trim().split(/\s+(?=[a-z]+(?:=|$|\s))/)) {
      const [name = '', value = ''] = mark.split(/=(.*)/s);
      if (name !== '') marks.set(name, value);
    }
    const line = content.slice(0, match.index).split('\n').length;
    return { document, line, language, marks, text };
  });
}

/** The documents at the top of docs/. */
export function documents(): readonly string[] {
  return readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
}
