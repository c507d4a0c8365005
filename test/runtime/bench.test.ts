import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measure } from '../../src/runtime/bench.ts';
import { median, percentile } from '../../src/runtime/bench-statistics.ts';

describe('statistics', () => {
  test.each([
    [[3], 3, 3],
    [[1, 2], 1.5, 2],
    [[5, 1, 3], 3, 5],
    [Array.from({ length: 20 }, (_, i) => 20 - i), 10.5, 19],
    [Array.from({ length: 100 }, (_, i) => i), 49.5, 94],
  ])('%j: median %d, 95th percentile %d', (values, middle, high) => {
    expect(median(values)).toBe(middle);
    expect(percentile(values, 0.95)).toBe(high);
  });

  test('as many numbers lie below the median as above it, and few above the 95th percentile', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const middle = median(values);
        const half = values.length / 2;
        expect(values.filter((each) => each < middle).length).toBeLessThanOrEqual(half);
        expect(values.filter((each) => each > middle).length).toBeLessThanOrEqual(half);
        const high = percentile(values, 0.95);
        expect(values).toContain(high);
        expect(values.filter((each) => each > high).length).toBeLessThanOrEqual(0.05 * values.length);
      }),
    );
  });
});

/** A stand-in for the process that measures: it keeps a record of what it was asked, in a file of all of them. */
const WORKER = `
const { appendFileSync } = require('node:fs');
let name;
process.on('message', (request) => {
  name = request.folder ?? name;
  appendFileSync(process.argv[2], request.ask + ' ' + name + '\\n');
  if (name === 'ends' && request.ask === 'run') process.exit(7);
  const answers = {
    open: name === 'refused' ? { answer: 'failed', why: 'no' } : { answer: 'opened', loadMs: 1, coldMs: 2 },
    run: { answer: 'ran', ms: 3 },
    close: { answer: 'closed', peakBytes: 5, libraryBytes: 4 },
  };
  process.send(answers[request.ask], () => request.ask === 'close' && process.disconnect());
});
`;

describe('measuring', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'archc-test-'));
    writeFileSync(join(folder, 'worker.cjs'), WORKER);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const jobs = (names: readonly string[]) =>
    names.map((name) => ({ engine: 'wasm', folder: name, shapes: [[1, 2]] }) as const);
  const measured = { loadMs: 1, coldMs: 2, peakBytes: 5, libraryBytes: 4 };

  test('runs go round', async () => {
    const record = join(folder, 'turns');
    const steps: number[] = [];
    const worker = [join(folder, 'worker.cjs'), record];
    const onStep = async (job: number) => {
      steps.push(job);
    };
    const found = await measure(jobs(['a', 'b']), { runs: 3, worker, onStep });
    expect(found).toEqual([1, 2].map(() => ({ ...measured, runs: [3, 3, 3] })));
    expect(readFileSync(record, 'utf8').trim().split('\n')).toEqual([
      'open a',
      'open b',
      ...[1, 2, 3].flatMap(() => ['run a', 'run b']),
      'close a',
      'close b',
    ]);
    expect(steps).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
  });

  test('one that fails, or whose process ends, does not keep the others from being measured', async () => {
    const worker = [join(folder, 'worker.cjs'), join(folder, 'failures')];
    expect(await measure(jobs(['refused', 'a', 'ends']), { runs: 2, worker })).toEqual([
      { failure: 'no' },
      { ...measured, runs: [3, 3] },
      { failure: 'its process ended with status 7' },
    ]);
  });

  test('more models than there are processes at once', async () => {
    const worker = [join(folder, 'worker.cjs'), join(folder, 'many')];
    const names = Array.from({ length: 14 }, (_, i) => `model ${i}`);
    const found = await measure(jobs(names), { runs: 1, worker });
    expect(found.length).toBe(14);
    expect(found.every((each) => 'runs' in each && each.runs.length === 1)).toBe(true);
  });

  test('a program that cannot be started', async () => {
    const [found] = await measure(jobs(['a']), { runs: 1, worker: [join(folder, 'missing.cjs')] });
    expect(found).toEqual({ failure: expect.stringContaining('process ended') });
  });
});
