// How the compiler grows with its input: `npm run bench:scale`, or with the number of runs behind it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { median } from './median.ts';
import { endless } from './workloads/endless.ts';

const runs = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'archc-scale-'));
const PARSED_MB_PER_S = 2;
const CHECKED_MS = 2500;
const CHECKED_MB = 700;
const GROWTH = 2.3;
const REFUSED_MS = 2000;
const REFUSED_MB = 500;
/** Of the network by tf.layers code, which takes too long for more. */
const BY_HAND = 500;
const STATEMENT = 'irblock(oup = 16, stride = 1, expansion = 4)';

interface Measured {
  /** Milliseconds of the whole process, the median of the runs. */
  readonly time: number;
  /** Peak memory in MB, the largest of the runs. */
  readonly memory: number;
}

try {
  process.stdout.write(`median of ${runs} runs, Node ${process.version}\n\n`);
  await reportParser();
  reportChecks();
  reportRefusals();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The parser on a warm machine: a megabyte of statements, and a megabyte of the examples one after the other. */
async function reportParser(): Promise<void> {
  const program = join(folder, 'parse.mjs');
  await build({
    entryPoints: ['bench/workloads/parse.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  const sources = { 'irblock statements': statementsOf(1_000_000), 'the examples': examples(1_000_000) };
  for (const [name, text] of Object.entries(sources)) {
    const file = join(folder, 'source.arch');
    writeFileSync(file, text);
    const { stdout, stderr, status } = spawnSync(process.execPath, [program, file], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    const { characters, lexed, parsed, fastest } = JSON.parse(stdout);
    const speed = characters / parsed / 1000;
    line(
      `parse 1 MB of ${name}`,
      `${parsed.toFixed(0)} ms`,
      `${speed.toFixed(1)} MB/s`,
      speed >= PARSED_MB_PER_S,
      `${PARSED_MB_PER_S} MB/s`,
    );
    line(
      '  the fastest of them',
      `${fastest.toFixed(0)} ms`,
      `${(characters / fastest / 1000).toFixed(1)} MB/s`,
    );
    line('  of that the lexer', `${lexed.toFixed(0)} ms`, `${(characters / lexed / 1000).toFixed(1)} MB/s`);
  }
  process.stdout.write('\n');
}

/** `archc check` as a whole process, on networks of 10,000 and of 20,000 blocks in both forms. */
function reportChecks(): void {
  const empty = measured(['-e', '0']);
  line('an empty Node process', `${empty.time.toFixed(0)} ms`, `${empty.memory.toFixed(0)} MB`);
  for (const form of ['written', 'repeat'] as const) {
    const [once, twice] = [10_000, 20_000].map((count) => {
      const file = join(folder, `${form}-${count}.arch`);
      writeFileSync(file, form === 'written' ? written(count) : repeated(count));
      return measured(['dist/archc.js', 'check', file]);
    });
    if (!once || !twice) continue;
    const name = form === 'written' ? '10,000 irblocks written out' : '`repeat 10_000` of an irblock';
    const small = once.time <= CHECKED_MS && once.memory <= CHECKED_MB;
    line(
      `check ${name}`,
      `${once.time.toFixed(0)} ms`,
      `${once.memory.toFixed(0)} MB`,
      small,
      `${CHECKED_MS} ms, ${CHECKED_MB} MB`,
    );
    const growth = twice.time / once.time;
    line(
      '  20,000 of them',
      `${twice.time.toFixed(0)} ms`,
      `${twice.memory.toFixed(0)} MB`,
      growth <= GROWTH,
      `${GROWTH} times, is ${growth.toFixed(2)}`,
    );
  }
  const byHand = measured(['bench/handwritten/irblocks-tfjs.mjs', String(BY_HAND)]);
  line(
    `${BY_HAND} irblocks built by tf.layers code`,
    `${byHand.time.toFixed(0)} ms`,
    `${byHand.memory.toFixed(0)} MB`,
  );
}

/** `archc check` as a whole process, on programs that would expand without end. */
function reportRefusals(): void {
  process.stdout.write('\n');
  for (const [name, text] of Object.entries(endless)) {
    const file = join(folder, 'endless.arch');
    writeFileSync(file, text);
    const { time, memory } = measured(['dist/archc.js', 'check', file], 1);
    line(
      `refuse ${name} without end`,
      `${time.toFixed(0)} ms`,
      `${memory.toFixed(0)} MB`,
      time <= REFUSED_MS && memory <= REFUSED_MB,
      `${REFUSED_MS} ms, ${REFUSED_MB} MB`,
    );
  }
}

/** The command has to end with `expected`: 1 where it finds mistakes. */
function measured(args: readonly string[], expected = 0): Measured {
  const times: number[] = [];
  let memory = 0;
  const peak = join(folder, 'peak');
  for (let run = -1; run < runs; run++) {
    const begun = performance.now();
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ['--import', './bench/peak-memory.mjs', ...args],
      {
        encoding: 'utf8',
        env: { ...process.env, PEAK_FILE: peak },
      },
    );
    const time = performance.now() - begun;
    if (status !== expected)
      throw new Error(`${args.join(' ')} ended with status ${status}:\n${stderr}${stdout}`);
    // The first run only warms the caches of the disk.
    if (run < 0) continue;
    times.push(time);
    memory = Math.max(memory, Number(readFileSync(peak, 'utf8')) / 1024);
  }
  return { time: median(times), memory };
}

function network(body: string): string {
  return `import { irblock } from "std/mobilenet"\n\nnetwork generated {\n  input x: [32, 32, 16]\n${body}}\n`;
}

function written(count: number): string {
  return network(`  ${STATEMENT}\n`.repeat(count));
}

function repeated(count: number): string {
  return network(`  repeat ${count} { ${STATEMENT} }\n`);
}

function statementsOf(length: number): string {
  return written(Math.ceil(length / (STATEMENT.length + 3)));
}

/** The examples, without their imports so that they can stand one after the other. */
function examples(length: number): string {
  const names = ['mobilenet_v2', 'mobilenet_v3', 'efficientnet', 'resnet', 'googlenet', 'unet', 'two_inputs'];
  const once = names
    .map((name) => readFileSync(`examples/${name}.arch`, 'utf8').replace(/^import .*\n/gm, ''))
    .join('\n');
  return once.repeat(Math.ceil(length / once.length));
}

function line(name: string, first: string, second: string, met?: boolean, target?: string): void {
  const verdict = target === undefined ? '' : `  target ${target}: ${met ? 'met' : 'MISSED'}`;
  process.stdout.write(`${name.padEnd(44)}${first.padStart(10)}${second.padStart(11)}${verdict}\n`);
}
