import type { PassObserver } from '../lower/lower.ts';
import { duration, grouped } from './figures.ts';
import { table } from './table.ts';

/** How long each phase of the work takes; of several networks the sums. */
export interface PhaseTimes {
  /** Counts the time since the last call as that of a phase. */
  lap(phase: string, nodes?: { readonly before: number | undefined; readonly after: number }): void;
  /** Notes each pass as a phase, with how many nodes the graph had before and after it. */
  observePasses(prefix: string): PassObserver;
  /** What `--stats` prints. */
  print(): void;
}

interface Phase {
  milliseconds: number;
  before: number | undefined;
  after: number | undefined;
}

export function startPhaseTimes(): PhaseTimes {
  const phases = new Map<string, Phase>();
  let last = performance.now();
  const lap: PhaseTimes['lap'] = (name, nodes) => {
    const now = performance.now();
    const phase = phases.get(name) ?? { milliseconds: 0, before: undefined, after: undefined };
    phase.milliseconds += now - last;
    if (nodes?.before !== undefined) phase.before = (phase.before ?? 0) + nodes.before;
    if (nodes) phase.after = (phase.after ?? 0) + nodes.after;
    phases.set(name, phase);
    last = now;
  };
  return {
    lap,
    observePasses(prefix) {
      let before: number | undefined;
      return (pass, graph) => {
        const after = graph.nodes.length;
        lap(`${prefix}${pass}`, { before, after });
        before = after;
      };
    },
    print() {
      const total = [...phases.values()].reduce((sum, { milliseconds }) => sum + milliseconds, 0);
      const columns = [{ title: 'phase' }, { title: 'time', right: true }, { title: 'nodes', right: true }];
      const rows = [...phases].map(([name, { milliseconds, before, after }]) => {
        const nodes = [before, after].filter((count) => count !== undefined).map(grouped);
        return [name, duration(milliseconds), nodes.join(' → ')];
      });
      process.stderr.write(table(process.stderr, columns, rows, { totals: ['total', duration(total), ''] }));
    },
  };
}
