/**
 * Until the function that it gives is called, Ctrl-C (or a request to end) runs `clean` before it ends the process,
 * so that nothing half-written stays.
 */
export function whenInterrupted(clean: () => void): () => void {
  const statuses = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
  const listeners = Object.entries(statuses).map(([signal, status]) => {
    const end = () => {
      clean();
      process.exit(status);
    };
    process.on(signal, end);
    return { signal, end };
  });
  return () => {
    for (const { signal, end } of listeners) process.removeListener(signal, end);
  };
}
