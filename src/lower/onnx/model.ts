import type { Shape } from '../../ir/shape.ts';

/** What of an ONNX model is written and read: `onnx.proto`, in the words of this project. */
export interface OnnxModel {
  readonly producer: string;
  readonly graph: OnnxGraph;
}

export interface OnnxGraph {
  readonly name: string;
  /** In an order in which every value stands before its use. */
  readonly nodes: readonly OnnxNode[];
  readonly initialisers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Every value between inputs and outputs. */
  readonly values: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly name: string;
  /** The operator, by its name in ONNX. */
  readonly op: string;
  /** Names of values; an input that is left out is ''. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export type OnnxAttribute =
  | { readonly type: 'float' | 'int'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'floats' | 'ints'; readonly value: readonly number[] };

export type ElementType = 'float32' | 'float16' | 'int8' | 'int64';

/** Numbers that belong to the model, little-endian and row-major. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: Shape;
}

/** The version of the file format, and of the operators. */
export const IR_VERSION = 8;
export const OPSET = 17;

/** What a file of the weights of a large model is called. */
export const DATA_FILE = 'model.onnx.data';
