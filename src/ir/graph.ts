import type { OpAttributes, OpName } from '../ops/attributes.ts';
import type { Span } from '../source/source.ts';
import type { Shape } from './shape.ts';

/** Index of a node in `Graph.nodes`. */
export type NodeId = number;

/** Index of a module in `Graph.modules`. */
export type ModuleId = number;

/** One operation. `Node<'conv2d'>` has the attributes of a convolution; `Node` is any of them. */
export type Node<Name extends OpName = OpName> = {
  [N in Name]: {
    readonly id: NodeId;
    readonly op: N;
    /** Unique in the graph, parts joined by dots: `stem.conv2d`. Of an input: its name. */
    readonly path: string;
    /** The nodes whose results it takes, in order; empty for `input`. */
    readonly inputs: readonly NodeId[];
    readonly attributes: OpAttributes[N];
    readonly shape: Shape;
    /** The weights it uses; nodes that apply one `shared` layer name the same module. */
    readonly module: ModuleId | undefined;
    /** The call that made it. */
    readonly origin: Span;
  };
}[Name];

/** A set of weights: a path to which weights add their names (`stem.conv2d` + `.kernel`). */
export interface Module {
  readonly path: string;
  /** The node that first used it; its op, attributes and inputs say which weights there are. */
  readonly node: NodeId;
}

/** A group in the tree of parts: an instance of a block, or a label over several layers. */
export interface Part {
  readonly path: string;
  /** The declared name of the block; undefined for a label's group. */
  readonly block: string | undefined;
  /** The node whose result leaves the group. */
  readonly result: NodeId;
  readonly origin: Span;
}

/** A network as a graph: nodes in an order in which every input stands before its use. */
export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly inputs: readonly NodeId[];
  /** Name and node of each output; without an `output` statement the one output is called `output`. */
  readonly outputs: readonly { readonly name: string; readonly node: NodeId }[];
  /** In the order of the body (LANGUAGE §11), which is the order of a PyTorch state dict. */
  readonly modules: readonly Module[];
  readonly parts: readonly Part[];
}
