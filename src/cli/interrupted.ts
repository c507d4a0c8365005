/** Ctrl-C, or a request to end, while something is written. */
export interface Interruption {
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  /** To be called when everything is cleaned up: ends the process if it was asked to. */
  release(): void;
}

/** From here on the process ends only at `release`, so that nothing half-written stays. */
export function deferInterruption(): Interruption {
  const controller = new AbortController();
  const statuses = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
  let status: number | undefined;
  const listeners = Object.entries(statuses).map(([signal, number]) => {
    const end = () => {
      status = number;
      controller.abort();
    };
    process.on(signal, end);
    return { signal, end };
  });
  return {
    signal: controller.signal,
    release() {
      for (const { signal, end } of listeners) process.removeListener(signal, end);
      if (status !== undefined) process.exit(status);
    },
  };
}
