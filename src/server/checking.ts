import type { Connection } from 'vscode-languageserver';
import { diagnosticsOf } from './features/diagnostics.ts';
import { dependentsOf, snapshotOf, type Workspace } from './workspace.ts';

/** The files whose problems the client waits for. */
export interface Checking {
  /** A file has changed: it is checked when nothing more comes for a moment, then the open files that depend on it. */
  changed(path: string): void;
  /** Nothing is said about the file any more. */
  closed(path: string, uri: string): void;
  stop(): void;
}

/** `delay`: how long nothing must be typed before a file is checked, in milliseconds. */
export function startChecking(connection: Connection, workspace: Workspace, delay: number): Checking {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const next = () => {
    timer = undefined;
    const [path] = waiting;
    if (path === undefined) return;
    waiting.delete(path);
    publish(path);
    // One file in a turn, so that what is typed or asked meanwhile comes first.
    if (waiting.size > 0) timer = setTimeout(next, 0);
  };

  const publish = (path: string) => {
    if (!workspace.open.has(path)) return;
    try {
      const snapshot = snapshotOf(workspace, path);
      if (!snapshot) return;
      const diagnostics = diagnosticsOf(workspace.host, snapshot);
      void connection.sendDiagnostics({ uri: workspace.host.uriOf(path), diagnostics });
    } catch (failure) {
      connection.console.error(failure instanceof Error ? `${failure.stack}` : `${failure}`);
    }
  };

  return {
    changed(path) {
      const others = [...waiting].filter((each) => each !== path);
      waiting.clear();
      for (const each of [path, ...others, ...dependentsOf(workspace, path)]) waiting.add(each);
      clearTimeout(timer);
      timer = setTimeout(next, delay);
    },
    closed(path, uri) {
      waiting.delete(path);
      workspace.snapshots.delete(path);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
    stop() {
      waiting.clear();
      clearTimeout(timer);
    },
  };
}
