import { formatShape, type Shape } from '../../ir/shape.ts';
import { equalSizes, type Size } from '../../ir/size.ts';
import type { ElementType, OnnxAttribute } from './model.ts';

/** What is known of a value before the model runs. */
export interface Known {
  readonly type: ElementType;
  readonly dims: Shape;
  /** The numbers themselves, of a short vector that says how an operator works. */
  readonly contents?: readonly Size[];
}

/** What an operator makes of its operands, or what does not fit. An operand that is left out is undefined. */
export type Rule = (
  operands: readonly (Known | undefined)[],
  attributes: ReadonlyMap<string, OnnxAttribute>,
) => Known | string;

export function float(dims: Shape): Known {
  return { type: 'float32', dims };
}

/** A rule for operands that are all 32-bit floats and all given, which knows their dimensions alone. */
export function ofFloats(
  rule: (dims: readonly Shape[], attributes: ReadonlyMap<string, OnnxAttribute>) => Shape | string,
): Rule {
  return (operands, attributes) => {
    const dims: Shape[] = [];
    for (const operand of operands) {
      if (!operand) return 'an operand is left out';
      if (operand.type !== 'float32') return `an operand is of ${operand.type}, not float32`;
      dims.push(operand.dims);
    }
    const result = rule(dims, attributes);
    return typeof result === 'string' ? result : float(result);
  };
}

/** The numbers of an operand, where they are known and plain. */
export function numbersOf(operand: Known | undefined): readonly number[] | undefined {
  const contents = operand?.contents;
  return contents?.every((each) => typeof each === 'number') ? contents : undefined;
}

export function intOf(
  attributes: ReadonlyMap<string, OnnxAttribute>,
  name: string,
  otherwise: number,
): number {
  const attribute = attributes.get(name);
  return attribute?.type === 'int' ? attribute.value : otherwise;
}

export function intsOf(
  attributes: ReadonlyMap<string, OnnxAttribute>,
  name: string,
  otherwise: readonly number[],
): readonly number[] {
  const attribute = attributes.get(name);
  return attribute?.type === 'ints' ? attribute.value : otherwise;
}

/** An axis of a tensor, counted from the front; undefined where there is none. */
export function axisOf(axis: number, rank: number): number | undefined {
  const counted = axis < 0 ? axis + rank : axis;
  return counted >= 0 && counted < rank ? counted : undefined;
}

/** The shape over which two shapes spread, from their last axes on. */
export function broadcast(a: Shape, b: Shape): Shape | string {
  const rank = Math.max(a.length, b.length);
  const result: Size[] = [];
  for (let i = 0; i < rank; i++) {
    const left = a[i - rank + a.length] ?? 1;
    const right = b[i - rank + b.length] ?? 1;
    if (left !== 1 && right !== 1 && !equalSizes(left, right))
      return `${formatShape(a)} and ${formatShape(b)} do not spread over each other`;
    result.push(left === 1 ? right : left);
  }
  return result;
}
