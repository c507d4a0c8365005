import { spawnSync } from 'node:child_process';
import { median } from './median.ts';

/** A command that is measured as a whole process. */
export interface Command {
  readonly name: string;
  readonly args: readonly string[];
}

export interface Timing {
  readonly name: string;
  /** Milliseconds from start to end. */
  readonly median: number;
  readonly fastest: number;
}

/**
 * Runs Node with each command's arguments, one after the other and all of them again, so that whatever else the
 * machine does meets all alike.
 */
export function interleaved(commands: readonly Command[], runs: number): readonly Timing[] {
  const times = commands.map((): number[] => []);
  for (let run = -1; run < runs; run++) {
    for (const [i, { name, args }] of commands.entries()) {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      const time = performance.now() - start;
      if (status !== 0) throw new Error(`${name} ended with status ${status}:\n${stderr}`);
      // The first round only warms the caches of the disk.
      if (run >= 0) times[i]?.push(time);
    }
  }
  return commands.map(({ name }, i) => ({
    name,
    median: median(times[i] ?? []),
    fastest: Math.min(...(times[i] ?? [])),
  }));
}
