export type Severity = 'error' | 'warning';

/** A code's entry: how severe it is, its title in lists and pages, and its message from typed parameters. */
export interface Template<P> {
  readonly severity: Severity;
  readonly title: string;
  readonly message: (parameters: P) => string;
}

export function error<P = Record<never, never>>(
  title: string,
  message: (parameters: P) => string,
): Template<P> {
  return { severity: 'error', title, message };
}

export function warning<P = Record<never, never>>(
  title: string,
  message: (parameters: P) => string,
): Template<P> {
  return { severity: 'warning', title, message };
}
