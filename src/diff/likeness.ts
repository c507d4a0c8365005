import { formatAttribute } from '../ir/format.ts';
import type { Node } from '../ir/graph.ts';
import { formatShape } from '../ir/shape.ts';
import { formatSize } from '../ir/size.ts';
import type { Branch } from '../ir/tree.ts';
import { definitionOf } from '../ops/query.ts';
import type { Likeness } from './align.ts';

/** What a part consists of, as a bag of features that two parts can have in common. */
interface Sketch {
  readonly features: ReadonlyMap<string, number>;
  readonly count: number;
  /** The whole part as text but for its name: equal for parts that are built alike. */
  readonly key: string;
}

/** Groups that have less in common are not taken for one another. */
const ALIKE = 0.3;

/** What a name in common adds, so that of equal parts those of one name are paired. */
const SAME_NAME = 0.01;

/** How alike the parts of two networks are. Sketches are kept: a part is compared with many others. */
export function partLikeness(): Likeness<Branch> {
  const sketches = new Map<Branch, Sketch>();
  const sketch = (part: Branch): Sketch => {
    const known = sketches.get(part) ?? sketchOf(part, sketch);
    sketches.set(part, known);
    return known;
  };
  return {
    key: (part) => `${part.name} ${sketch(part).key}`,
    similarity(before, after) {
      if ((before.node === undefined) !== (after.node === undefined)) return 0;
      const common = overlap(sketch(before), sketch(after));
      const named = before.name === after.name ? SAME_NAME : 0;
      // A label is the author's own word for a part, whatever is in it.
      if (before.name === after.name && isLabel(before) && isLabel(after)) return (1 + common) / 2;
      if (before.node && after.node && familyOf(before.node) !== familyOf(after.node)) return 0;
      return before.node || common >= ALIKE ? common * (1 - SAME_NAME) + named : 0;
    },
  };
}

/** Whether a part is named by a label that is no counter: `stem`, not `irblock` or `irblock_2`. */
function isLabel({ name, kind }: Branch): boolean {
  return !/_\d+$/.test(name) && name !== kind;
}

/** The share of features in common (Dice, 1945). */
function overlap(a: Sketch, b: Sketch): number {
  const [small, large] = a.features.size <= b.features.size ? [a, b] : [b, a];
  let common = 0;
  for (const [feature, count] of small.features) common += Math.min(count, large.features.get(feature) ?? 0);
  return (2 * common) / (a.count + b.count);
}

function sketchOf(part: Branch, sketch: (part: Branch) => Sketch): Sketch {
  const features = new Map<string, number>();
  let count = 0;
  const add = (feature: string, times: number) => {
    features.set(feature, (features.get(feature) ?? 0) + times);
    count += times;
  };
  if (part.node) {
    const own = featuresOf(part.node);
    for (const feature of own) add(feature, 1);
    return { features, count, key: own.at(-1) ?? '' };
  }
  add(`block ${part.kind}`, 1);
  const keys: string[] = [];
  for (const child of part.children) {
    const inner = sketch(child);
    for (const [feature, times] of inner.features) add(feature, times);
    keys.push(`${child.name} ${inner.key}`);
  }
  return { features, count, key: `${part.kind}(${keys.join('; ')})` };
}

/** From the vaguest to the one that says everything of the layer. */
function featuresOf({ op, attributes, shape }: Node): readonly string[] {
  const channels = shape.at(-1);
  const given = Object.entries(attributes)
    .map(([name, value]) => `${name} ${formatAttribute(value)}`)
    .join(', ');
  return [
    `map ${formatShape(shape.slice(0, -1))}`,
    `channels ${channels === undefined ? '' : formatSize(channels)}`,
    op,
    `${op}(${given})`,
    `${op}(${given}) -> ${formatShape(shape)}`,
  ];
}

/** Layers of one family can take each other's place: activations, pools, convolutions, joins, … */
function familyOf({ op, attributes }: Node): string {
  const marks = ['kernel', 'init', 'rate', 'padding'].filter((name) => Object.hasOwn(attributes, name));
  const isInput = op === 'input';
  return `${isInput ? op : definitionOf(op).takes} ${marks.join(' ')}`;
}
