import type { CodeLens } from 'vscode-languageserver';
import { roughly } from '../figures.ts';
import { rangeText, usesOfBlock } from '../instances.ts';
import { rangeOf } from '../positions.ts';
import { networkBuilds, type Snapshot } from '../snapshot.ts';
import { costsByPath } from '../trace.ts';
import { testsNamed } from './run-test.ts';

export const RUN_TEST = 'archc.runTest';

/** What each network and block costs, above it; and a way to run each test. */
export function codeLenses(snapshot: Snapshot, uri: string): CodeLens[] {
  return snapshot.module.declarations.flatMap((declaration) => {
    const range = rangeOf(declaration.name.span);
    if (declaration.kind === 'test') {
      const { name } = declaration.name;
      const index = testsNamed(snapshot.module, name).indexOf(declaration);
      const command = { title: 'Run test', command: RUN_TEST, arguments: [uri, name, index] };
      return [{ range, command }];
    }
    const title =
      declaration.kind === 'network'
        ? networkTitle(snapshot, declaration)
        : declaration.kind === 'block'
          ? blockTitle(snapshot, declaration)
          : undefined;
    return title === undefined ? [] : [{ range, command: { title, command: '' } }];
  });
}

type Of<K> = Extract<Snapshot['module']['declarations'][number], { readonly kind: K }>;

function networkTitle(snapshot: Snapshot, network: Of<'network'>): string | undefined {
  const graph = networkBuilds(snapshot).graphs.get(network);
  const costs = graph && costsByPath(graph).get('');
  if (!costs) return undefined;
  const { params, macs } = costs;
  const size = macs === undefined ? '' : ` · ${roughly(macs)} MACs`;
  return `${roughly(params)} parameters${size}`;
}

function blockTitle(snapshot: Snapshot, block: Of<'block'>): string | undefined {
  const uses = usesOfBlock(snapshot, block);
  const params = rangeText(uses, (costs) => costs.params);
  if (params === undefined) return undefined;
  const macs = rangeText(uses, (costs) => costs.macs);
  const count = uses.length === 1 ? '1 instance' : `${uses.length} instances`;
  return `${count} · ${params} parameters${macs === undefined ? '' : ` · ${macs} MACs`}`;
}
