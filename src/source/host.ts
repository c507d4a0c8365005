/**
 * How the core reaches files. Disk, memory and browser each give one; the core itself does no I/O.
 * Paths use `/`. `read` gives undefined where there is no such file.
 */
export interface Host {
  /** The folder that holds the standard library: `std/layers` is `<stdRoot>/layers.arch`. */
  readonly stdRoot: string;
  read(path: string): string | undefined;
  /** The names of the `.arch` files of a folder, without the ending; for "did you mean". */
  modules(folder: string): readonly string[];
  /**
   * The folder around another; undefined at the top. Only where paths are relative to a place that has folders above
   * it; elsewhere a path names them all.
   */
  folderAbove?(folder: string): string | undefined;
}

/** A host over a table of texts; `files['std/layers.arch']` is the module `std/layers`. */
export function memoryHost(files: Readonly<Record<string, string>>): Host {
  const table = new Map(Object.entries(files));
  return {
    stdRoot: 'std',
    read: (path) => table.get(path),
    modules: (folder) => {
      const prefix = folder === '' || folder === '.' ? '' : `${folder}/`;
      return [...table.keys()]
        .filter((path) => path.startsWith(prefix) && path.endsWith('.arch'))
        .map((path) => path.slice(prefix.length, -'.arch'.length))
        .filter((name) => !name.includes('/'));
    },
  };
}
