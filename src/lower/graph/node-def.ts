import type { Activation } from '../../ir/inference.ts';

/** One node of a GraphDef, in protobuf's JSON. */
export interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr: Attributes;
}

export type Attributes = Readonly<Record<string, Attribute>>;

/** Integers of 64 bits are texts there and strings base64; tfjs takes a float that is a text for 0. */
export type Attribute =
  | { readonly type: DataType }
  | { readonly s: string }
  | { readonly b: boolean }
  | { readonly f: number }
  | { readonly i: string }
  | { readonly shape: TensorShape }
  | { readonly tensor: { readonly dtype: DataType; readonly tensorShape: TensorShape } }
  | { readonly list: { readonly i: readonly string[] } | { readonly s: readonly string[] } };

export type DataType = 'DT_FLOAT' | 'DT_INT32';

export interface TensorShape {
  readonly dim: readonly { readonly size: string }[];
}

export function text(value: string): Attribute {
  return { s: btoa(value) };
}

export function texts(values: readonly string[]): Attribute {
  return { list: { s: values.map((each) => btoa(each)) } };
}

export function integer(value: number): Attribute {
  return { i: String(value) };
}

export function integers(values: readonly number[]): Attribute {
  return { list: { i: values.map(String) } };
}

/** Sizes with the batch; null is one that is open until the graph runs. */
export function tensorShape(dims: readonly (number | null)[]): TensorShape {
  return { dim: dims.map((size) => ({ size: String(size ?? -1) })) };
}

/** What the fused kernels of every backend compute on their result, by the names that they take. */
export const fusable = {
  relu: 'Relu',
  relu6: 'Relu6',
  sigmoid: 'Sigmoid',
  elu: 'Elu',
  leaky_relu: 'LeakyRelu',
  prelu: 'Prelu',
} as const satisfies Partial<Record<Activation['op'], string>>;
