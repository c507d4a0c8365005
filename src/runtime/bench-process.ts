import { type ChildProcess, spawn } from 'node:child_process';
import type { Answer, Request } from './bench-messages.ts';

/** A process of its own, which measures one model on one engine. */
export interface MeasuringProcess {
  /** Sends a request and waits for the answer; a process that ended has failed. */
  ask(request: Request): Promise<Answer>;
  /** Ends it, whatever it does. */
  end(): void;
}

/** How a measuring process is started: the arguments of Node that run `serveMeasurements`. */
export type WorkerCommand = readonly string[];

/** Starts a process; it waits for `open`. What it writes is not shown. */
export function startMeasuring(command: WorkerCommand): MeasuringProcess {
  const child: ChildProcess = spawn(process.execPath, [...command], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let settle: ((answer: Answer) => void) | undefined;
  const answer = (found: Answer) => {
    settle?.(found);
    settle = undefined;
  };
  let ended: string | undefined;
  const end = (why: string) => {
    ended = why;
    answer({ answer: 'failed', why });
  };
  child.on('message', (message: Answer) => answer(message));
  child.on('error', (failure) => end(failure.message));
  child.on('exit', (status, signal) => end(`its process ended with ${signal ?? `status ${status}`}`));
  return {
    ask: (request) =>
      new Promise((resolve) => {
        settle = resolve;
        if (ended !== undefined) answer({ answer: 'failed', why: ended });
        else child.send(request, (failure) => failure && end(failure.message));
      }),
    end: () => {
      child.kill();
    },
  };
}
