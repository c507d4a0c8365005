import type { Global } from '../check/program.ts';
import type { ModuleId } from '../ir/graph.ts';
import type { Shape } from '../ir/shape.ts';
import type { OpAttributes, OpName } from '../ops/attributes.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';
import type { LayerValue, Value } from '../values/value.ts';
import type { ModuleOrder } from './environment.ts';
import type { PathScope } from './path-scope.ts';

export type BlockGlobal = Global<ast.BlockDeclaration>;

export type LayerOp = Exclude<OpName, 'input'>;

/** A layer with its arguments: an operation ready to be put into the graph. */
export interface OpLayer {
  readonly kind: 'op';
  readonly op: LayerOp;
  /** Undefined: an argument is wrong, as reported. */
  readonly attributes: OpAttributes[LayerOp] | undefined;
  readonly call: Span;
  readonly places: ArgumentPlaces;
  /** The shape that it was applied to last, and what came out; a layer of a loop mostly meets the same again. */
  readonly last: { input: Shape | undefined; output: Shape | undefined };
}

/** A layer and the values of the arguments that it was made from. */
export interface MadeLayer {
  readonly values: readonly (Value | undefined)[];
  readonly layer: OpLayer;
}

/** A block with the arguments that its call gives; the others follow from the tensor and the defaults. */
export interface BlockLayer {
  readonly kind: 'block';
  readonly global: BlockGlobal;
  readonly args: readonly (Value | undefined)[];
  readonly call: Span;
  readonly places: ArgumentPlaces;
}

/** Where the argument of a parameter is written; undefined where it is not. */
export type ArgumentPlaces = (parameter: string) => Span | undefined;

/** The one set of weights of a `shared` layer, filled when it is applied first. */
export interface SharedWeights {
  /** The name of its declaration, the counted name that it has taken, and where. */
  readonly declared: string;
  readonly name: string;
  readonly scope: PathScope;
  readonly weightPath: string;
  readonly order: ModuleOrder;
  readonly modules: Map<string, ModuleId>;
  /** Declared in the body of another shared layer that is applied again: the modules of that. */
  readonly reuse: ReadonlyMap<string, ModuleId> | undefined;
  applied: boolean;
}

export interface Layer extends LayerValue {
  readonly target: OpLayer | BlockLayer;
  readonly shared: SharedWeights | undefined;
}
