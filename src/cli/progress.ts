import type { SingleBar } from 'cli-progress';

/** A bar over work in steps. */
export interface Progress {
  /** Says what is done next. */
  step(what: string): Promise<void>;
  /** Takes the bar away; to be called before anything else is written. */
  stop(): void;
}

/** Work that takes less than this shows no bar. */
const PATIENCE_MS = 1000;

const silent: Progress = { async step() {}, stop() {} };

/** Progress on stderr, for work that takes longer than a second; only a terminal shows it. */
export function startProgress(verb: string, total: number): Progress {
  if (process.stderr.isTTY !== true) return silent;
  const start = performance.now();
  let bar: SingleBar | undefined;
  let done = -1;
  return {
    async step(what) {
      done++;
      if (performance.now() - start < PATIENCE_MS) return;
      if (!bar) {
        const { Presets, SingleBar } = (await import('cli-progress')).default;
        const format = `${verb} {bar} {value}/{total} {what}`;
        const options = { format, hideCursor: false, clearOnComplete: true, barsize: 24, linewrap: false };
        bar = new SingleBar({ ...options, stream: process.stderr }, Presets.shades_grey);
        bar.start(total, done, { what });
      }
      bar.update(done, { what });
      // The rest of the work may not let go of the thread, and the bar draws on a timer.
      bar.render();
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}
