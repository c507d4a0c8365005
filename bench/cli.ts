// How long the command line takes as a whole process: `npm run bench:cli`, or with the number of runs behind it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, interleaved, type Timing } from './processes.ts';

const NETWORK = 'examples/mobilenet_v2.arch';
const runs = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'archc-bench-'));

/** The most that a command may take beyond an empty Node process, in milliseconds. */
const targets: Readonly<Record<string, number>> = {
  check: 90,
  fmt: 110,
  lint: 110,
  build: 450,
  graph: 600,
  onnx: 600,
};

try {
  const timings = interleaved(
    [
      { name: 'empty', args: ['-e', '0'] },
      { name: 'version', args: ['dist/archc.js', '--version'] },
      { name: 'check', args: ['dist/archc.js', 'check', NETWORK] },
      { name: 'fmt', args: ['dist/archc.js', 'fmt', '--check', NETWORK] },
      { name: 'lint', args: ['dist/archc.js', 'lint', NETWORK] },
      { name: 'build', args: ['dist/archc.js', 'build', NETWORK, '-o', join(folder, 'archc')] },
      buildTo('graph'),
      buildTo('onnx'),
      { name: 'handwritten', args: ['bench/handwritten/mobilenet-v2-tfjs.mjs', join(folder, 'tfjs')] },
    ],
    runs,
  );
  process.stdout.write(`median of ${runs} interleaved runs, Node ${process.version}\n\n${tableOf(timings)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function buildTo(target: string): Command {
  const output = join(folder, target);
  return { name: target, args: ['dist/archc.js', 'build', NETWORK, '--target', target, '-o', output] };
}

function tableOf(timings: readonly Timing[]): string {
  const time = (name: string) => timings.find((timing) => timing.name === name)?.median ?? Number.NaN;
  const titles: Readonly<Record<string, string>> = {
    empty: 'an empty Node process',
    version: 'archc --version',
    check: `archc check ${NETWORK}`,
    fmt: `archc fmt --check ${NETWORK}`,
    lint: `archc lint ${NETWORK}`,
    build: `archc build ${NETWORK}`,
    graph: `archc build --target graph ${NETWORK}`,
    onnx: `archc build --target onnx ${NETWORK}`,
    handwritten: 'the same network built and saved by tf.layers code',
  };
  const rows = timings.map(({ name, median, fastest }) => {
    const beyond = median - time('empty');
    const target = targets[name];
    const verdict = target === undefined ? '' : `  target +${target}: ${beyond <= target ? 'met' : 'MISSED'}`;
    const figures = [median, fastest].map((value) => `${value.toFixed(0).padStart(6)} ms`).join('');
    const times = `${(median / time('empty')).toFixed(1)} times`;
    const added = `${`+${beyond.toFixed(0)}`.padStart(6)} ms`;
    return `${(titles[name] ?? name).padEnd(56)}${figures}  ${added}  ${times.padStart(10)}${verdict}\n`;
  });
  const ratio = time('handwritten') / time('build');
  const head = `${''.padEnd(56)}   median  fastest    beyond  of empty\n`;
  return `${head}${rows.join('')}\narchc build takes 1/${ratio.toFixed(1)} of the time of the tf.layers code\n`;
}
