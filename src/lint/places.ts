import type { Label } from '../diagnostics/diagnostic.ts';
import type { Node } from '../ir/graph.ts';
import type { Span } from '../source/source.ts';
import type { BuiltNetwork } from './network.ts';
import type { Subject } from './subject.ts';

/** A node that a rule is about, and where the file asks for it. */
export interface OddPlace {
  readonly network: BuiltNetwork;
  readonly node: Node;
  readonly place: Span;
  /** Where the node is written and the calls that lead there, if that is in blocks of other files. */
  readonly elsewhere: readonly Label[];
}

type IsOdd = (network: BuiltNetwork, node: Node) => boolean;

/**
 * Nodes of the networks that are odd, one for each place that asks for them, however often the place is built. A place
 * some of whose nodes are fine is left out: there the layer does its work in other instances of its block.
 */
export function oddPlaces(subject: Subject, isOdd: IsOdd): readonly OddPlace[] {
  const places = placesOf(subject, isOdd);
  if (places.size === 0) return [];
  for (const network of subject.networks) {
    for (const node of network.graph.nodes) {
      const known = places.get(node.origin);
      // Nothing to say of a layer that was left out by giving an `identity` for it.
      if (!known || node.op === 'identity' || isOdd(network, node)) continue;
      const place = network.placeOf(node);
      if (place) known.delete(place);
    }
  }
  return [...places.values()].flatMap((known) => [...known.values()]);
}

/** The places of which any node is odd, each with the figures that are. */
export function placesWithOdd(
  subject: Subject,
  isOdd: IsOdd,
  figureOf: (node: Node) => number,
): readonly (OddPlace & { readonly figures: readonly number[] })[] {
  const places = new Map<Span, { readonly first: OddPlace; readonly figures: Set<number> }>();
  for (const odd of oddNodes(subject, isOdd)) {
    const known = places.get(odd.place) ?? { first: odd, figures: new Set() };
    places.set(odd.place, known);
    known.figures.add(figureOf(odd.node));
  }
  return [...places.values()].map(({ first, figures }) => ({ ...first, figures: [...figures] }));
}

/** By the call that made the nodes, and then by the place in the file. Spans of a tree are the same objects everywhere. */
type Places = Map<Span, Map<Span, OddPlace>>;

function placesOf(subject: Subject, isOdd: IsOdd): Places {
  const places: Places = new Map();
  for (const odd of oddNodes(subject, isOdd)) {
    const { origin } = odd.node;
    const known = places.get(origin) ?? new Map<Span, OddPlace>();
    places.set(origin, known);
    if (!known.has(odd.place)) known.set(odd.place, odd);
  }
  return places;
}

function* oddNodes({ networks }: Subject, isOdd: IsOdd): Iterable<OddPlace> {
  for (const network of networks) {
    for (const node of network.graph.nodes) {
      const place = isOdd(network, node) ? network.placeOf(node) : undefined;
      if (!place) continue;
      const calls = network.callsAround(node);
      const elsewhere = calls.slice(0, calls.indexOf(place)).map((call, i) => {
        return { span: call, text: i === 0 ? 'it is made here' : 'in this call' };
      });
      yield { network, node, place, elsewhere };
    }
  }
}
