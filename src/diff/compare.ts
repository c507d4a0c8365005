import { type Costs, totalCosts } from '../ir/costs.ts';
import type { Graph } from '../ir/graph.ts';
import { type Branch, treeOf } from '../ir/tree.ts';
import { align, type Likeness } from './align.ts';
import { type Detail, detailsOf, networkDetails, type Pairing } from './details.ts';
import { partLikeness } from './likeness.ts';

/** A part of one network and what became of it in the other. */
export interface PartChange {
  readonly change: 'same' | 'added' | 'removed' | 'changed';
  /** Undefined if it was added. */
  readonly before: Branch | undefined;
  /** Undefined if it was removed. */
  readonly after: Branch | undefined;
  /** What differs in the part itself; what differs in its parts is said there. */
  readonly details: readonly Detail[];
  readonly parts: readonly PartChange[];
}

export interface Comparison {
  readonly before: Graph;
  readonly after: Graph;
  readonly costs: { readonly before: Costs; readonly after: Costs };
  /** What differs in the network as a whole: its outputs. */
  readonly details: readonly Detail[];
  readonly parts: readonly PartChange[];
  /** Whether nothing differs but the names of the networks and the counters of parts. */
  readonly isEqual: boolean;
}

/**
 * What differs between two networks, part by part. Parts are aligned by what they are made of and by their names, in
 * their order, so that a block that was put in between leaves those behind it what they were.
 */
export function compareGraphs(before: Graph, after: Graph): Comparison {
  const matches = matchParts(treeOf(before), treeOf(after), partLikeness());
  const pairing = pairingOf(before, after, matches);
  const parts = matches.map((match) => changeOf(match, pairing));
  const details = networkDetails(pairing);
  return {
    before,
    after,
    costs: { before: totalCosts(before), after: totalCosts(after) },
    details,
    parts,
    isEqual: details.length === 0 && parts.every(({ change }) => change === 'same'),
  };
}

interface Match {
  readonly before: Branch | undefined;
  readonly after: Branch | undefined;
  readonly parts: readonly Match[];
}

function matchParts(
  before: readonly Branch[],
  after: readonly Branch[],
  likeness: Likeness<Branch>,
): readonly Match[] {
  return align(before, after, likeness).map((pair) => ({
    before: pair.before,
    after: pair.after,
    parts: matchParts(pair.before?.children ?? [], pair.after?.children ?? [], likeness),
  }));
}

function pairingOf(before: Graph, after: Graph, matches: readonly Match[]): Pairing {
  const pairing: Pairing = { before, after, forward: new Map(), back: new Map() };
  const visit = ({ before: one, after: other, parts }: Match) => {
    if (one?.node && other?.node) {
      pairing.forward.set(one.node.id, other.node.id);
      pairing.back.set(other.node.id, one.node.id);
    }
    for (const part of parts) visit(part);
  };
  for (const match of matches) visit(match);
  return pairing;
}

function changeOf(match: Match, pairing: Pairing): PartChange {
  const { before, after } = match;
  const parts = match.parts.map((part) => changeOf(part, pairing));
  if (!before || !after) return { change: before ? 'removed' : 'added', before, after, details: [], parts };
  const details = detailsOf(before, after, pairing);
  const isSame = details.length === 0 && parts.every(({ change }) => change === 'same');
  return { change: isSame ? 'same' : 'changed', before, after, details, parts };
}

export interface Tally {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly same: number;
}

/** How many parts there are of each kind, at the top of the tree. */
export function tally({ parts }: Comparison): Tally {
  const count = (kind: PartChange['change']) => parts.filter(({ change }) => change === kind).length;
  return { added: count('added'), removed: count('removed'), changed: count('changed'), same: count('same') };
}
