import type { Runner } from '../../src/runtime/runner.ts';
import type { Tensor } from '../../src/weights/tensor.ts';
import { median } from '../median.ts';

export interface Timing {
  /** Milliseconds of one prediction, from numbers to numbers. */
  readonly median: number;
  readonly fastest: number;
}

/** Predictions before the first that counts: code is compiled and memory allocated. */
const WARM_UP = 3;

/**
 * Times each runner once a round, so that whatever else the machine does meets all alike; every other round goes
 * backwards, so that none always follows the same one.
 */
export async function interleaved<Name extends string>(
  runners: ReadonlyMap<Name, Runner>,
  input: Tensor,
  rounds: number,
): Promise<ReadonlyMap<Name, Timing>> {
  const lanes = [...runners].map(([name, runner]) => ({ name, runner, times: [] as number[] }));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const { runner, times } of round % 2 === 0 ? lanes : lanes.toReversed()) {
      const start = performance.now();
      await runner.run([input]);
      if (round >= 0) times.push(performance.now() - start);
    }
  }
  return new Map(
    lanes.map(({ name, times }) => [name, { median: median(times), fastest: Math.min(...times) }]),
  );
}
