/** How the process ends, so that scripts can tell the cases apart. */
export const exit = {
  fine: 0,
  /** Problems were found in the input. */
  problems: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** The machine is in the way: a folder cannot be written, a backend does not load. */
  environment: 3,
  /** A bug in archc itself; `EX_SOFTWARE` of sysexits.h. */
  bug: 70,
  /** Ended by Ctrl-C, as shells count it: 128 + SIGINT. */
  interrupted: 130,
  /** Ended by a request: 128 + SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];
