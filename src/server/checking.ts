import type { Connection } from 'vscode-languageserver';
import { diagnosticsOf, earlyDiagnosticsOf } from './features/diagnostics.ts';
import { dependentsOf, snapshotOf, type Workspace } from './workspace.ts';

/** The files whose problems the client waits for. */
export interface Checking {
  /** The first look at a file: what is wrong at its definitions is said before anything of it is built. */
  opened(path: string): void;
  /** A file has changed: it is checked when nothing more comes for a moment, then the open files that depend on it. */
  changed(path: string): void;
  /** Nothing is said about the file any more. */
  closed(path: string, uri: string): void;
  stop(): void;
}

/** How much longer the files wait that only depend on what is typed, so that it never waits for them. */
const PAUSE = 60;

/**
 * `delay`: how long nothing must be typed before a file is checked, in milliseconds. `refresh` is called when files that
 * nobody has typed into may look otherwise than the client shows them.
 */
export function startChecking(
  connection: Connection,
  workspace: Workspace,
  delay: number,
  refresh: () => void,
): Checking {
  const fresh = new Set<string>();
  const waiting = new Set<string>();
  const depending = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** One file in a turn: what comes from the client meanwhile is read between two of them. */
  const next = () => {
    const [queue] = [fresh, waiting, depending].filter(({ size }) => size > 0);
    const [path] = queue ?? [];
    if (queue && path !== undefined) {
      queue.delete(path);
      publish(path, queue === fresh);
      if (queue === fresh) waiting.add(path);
      if (queue === depending && depending.size === 0) refresh();
    }
    schedule(0);
  };

  const schedule = (wait: number) => {
    clearTimeout(timer);
    if (fresh.size + waiting.size > 0) timer = setTimeout(next, wait);
    else if (depending.size > 0) timer = setTimeout(next, wait + PAUSE);
  };

  const allDiagnosticsOf = (path: string) => {
    const snapshot = snapshotOf(workspace, path);
    return snapshot && diagnosticsOf(workspace, snapshot);
  };

  const publish = (path: string, isEarly: boolean) => {
    const text = workspace.open.get(path);
    if (text === undefined) return;
    const { host } = workspace;
    try {
      const diagnostics = isEarly ? earlyDiagnosticsOf(workspace, path, text) : allDiagnosticsOf(path);
      if (diagnostics) void connection.sendDiagnostics({ uri: host.uriOf(path), diagnostics });
    } catch (failure) {
      connection.console.error(failure instanceof Error ? `${failure.stack}` : `${failure}`);
    }
  };

  return {
    opened(path) {
      fresh.add(path);
      for (const each of dependentsOf(workspace, path)) depending.add(each);
      schedule(0);
    },
    changed(path) {
      fresh.delete(path);
      depending.delete(path);
      waiting.add(path);
      for (const each of dependentsOf(workspace, path)) if (!waiting.has(each)) depending.add(each);
      schedule(delay);
    },
    closed(path, uri) {
      for (const queue of [fresh, waiting, depending]) queue.delete(path);
      // What was not saved is gone: those that have read it read the file.
      for (const each of dependentsOf(workspace, path)) depending.add(each);
      workspace.snapshots.delete(path);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
      schedule(delay);
    },
    stop() {
      for (const queue of [fresh, waiting, depending]) queue.clear();
      clearTimeout(timer);
    },
  };
}
