import type { ClientCapabilities } from 'vscode-languageserver';
import type { Memory } from '../check/memory.ts';
import { normalise } from '../source/resolve.ts';
import { overlayHost, type Readings, type ServerHost } from './host.ts';
import { outlined, rememberParses } from './parses.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

/** The files that the server knows of: those that are open, and those around them. */
export interface Workspace {
  readonly host: ServerHost;
  /** The texts of the open files by path. */
  readonly open: Map<string, string>;
  /** What the client calls its open files: it knows a file by no other URI. */
  readonly uris: Map<string, string>;
  /** The folders of the project, as paths. */
  folders: readonly string[];
  /** What the client can do. */
  client: ClientCapabilities;
  readonly memory: Memory;
  /** The same for a first look at a file, which needs no more of its imports than what they declare. */
  readonly outlines: Memory;
  readonly snapshots: Map<string, Snapshot>;
}

export function openWorkspace(host: ServerHost): Workspace {
  const uris = new Map<string, string>();
  const read = rememberParses();
  return {
    host: { ...host, uriOf: (path) => uris.get(path) ?? host.uriOf(path) },
    open: new Map(),
    uris,
    folders: [],
    client: {},
    memory: { read, modules: new Map() },
    outlines: { read: outlined(read), modules: new Map() },
    snapshots: new Map(),
  };
}

export function textOf({ host, open }: Workspace, path: string): string | undefined {
  return open.get(path) ?? host.read(path);
}

/** The file as it stands now; undefined if there is none. Kept for as long as nothing that it depends on changes. */
export function snapshotOf(workspace: Workspace, path: string): Snapshot | undefined {
  const known = workspace.snapshots.get(path);
  if (known && isCurrent(workspace, known)) return known;
  const text = textOf(workspace, path);
  if (text === undefined) {
    workspace.snapshots.delete(path);
    return undefined;
  }
  const readings: Readings = new Map([[path, text]]);
  const host = overlayHost(workspace.host, workspace.open, readings);
  const snapshot = takeSnapshot(host, { path, text }, readings, workspace.memory, known);
  workspace.snapshots.set(path, snapshot);
  return snapshot;
}

function isCurrent(workspace: Workspace, { readings }: Snapshot): boolean {
  for (const [path, text] of readings) if (textOf(workspace, path) !== text) return false;
  return true;
}

/** The open files whose analysis has read a file, or looked for it. */
export function dependentsOf({ open, snapshots }: Workspace, path: string): readonly string[] {
  return [...open.keys()].filter((each) => each !== path && snapshots.get(each)?.readings.has(path));
}

/** The files of the project: the open ones, and those in its folders. */
export function projectFiles({ host, open, folders }: Workspace): readonly string[] {
  return [...new Set([...open.keys(), ...folders.flatMap((folder) => host.filesBelow(folder))])].map(
    normalise,
  );
}

/** The modules of the standard library, as paths. */
export function libraryFiles({ host }: Workspace): readonly string[] {
  return host.modules(host.stdRoot).map((name) => `${host.stdRoot}/${name}.arch`);
}

export function isLibrary({ host }: Workspace, path: string): boolean {
  return path.startsWith(`${host.stdRoot}/`);
}
