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
  /** Where the node is written, if that is in a block of another file. */
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
      if (!known || isOdd(network, node)) continue;
      const place = network.placeOf(node);
      if (place) known.delete(place);
    }
  }
  return listed(places);
}

/** The same, with the places of which any node is odd. */
export function placesWithOdd(subject: Subject, isOdd: IsOdd): readonly OddPlace[] {
  return listed(placesOf(subject, isOdd));
}

/** By the call that made the nodes, and then by the place in the file. Spans of a tree are the same objects everywhere. */
type Places = Map<Span, Map<Span, OddPlace>>;

function placesOf({ networks }: Subject, isOdd: IsOdd): Places {
  const places: Places = new Map();
  for (const network of networks) {
    for (const node of network.graph.nodes) {
      if (!isOdd(network, node)) continue;
      const place = network.placeOf(node);
      if (!place) continue;
      const known = places.get(node.origin) ?? new Map<Span, OddPlace>();
      places.set(node.origin, known);
      if (known.has(place)) continue;
      const elsewhere = place === node.origin ? [] : [{ span: node.origin, text: 'it is made here' }];
      known.set(place, { network, node, place, elsewhere });
    }
  }
  return places;
}

function listed(places: Places): readonly OddPlace[] {
  return [...places.values()].flatMap((known) => [...known.values()]);
}
