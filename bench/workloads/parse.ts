// Parses a file again and again and writes the fastest and the median time in milliseconds, as JSON.
import { readFileSync } from 'node:fs';
import { parse } from '../../src/parser/parse.ts';
import { archLexer } from '../../src/parser/tokens.ts';

const [path = '', turns = '12'] = process.argv.slice(2);
const text = readFileSync(path, 'utf8');
const { diagnostics } = parse({ path, text });
if (diagnostics.length > 0) throw new Error(diagnostics[0]?.message);

function timed(run: () => void): number[] {
  const times: number[] = [];
  for (let i = 0; i < Number(turns); i++) {
    const begun = performance.now();
    run();
    times.push(performance.now() - begun);
  }
  return times.slice(times.length >> 1).sort((a, b) => a - b);
}

const lexed = timed(() => archLexer().tokenize(text));
const parsed = timed(() => parse({ path, text }));
const fastest = parsed[0];
process.stdout.write(
  JSON.stringify({ characters: text.length, lexed: median(lexed), parsed: median(parsed), fastest }),
);

function median(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
