import type { ElementType, OnnxAttribute } from './model.ts';

/** The numbers of fields and of enumerated values, which `onnx.proto` of ONNX 1.12 (IR version 8) lays down. */
export const MODEL = { irVersion: 1, producer: 2, graph: 7, opset: 8 } as const;
export const OPERATOR_SET = { domain: 1, version: 2 } as const;
export const GRAPH = { node: 1, name: 2, initialiser: 5, input: 11, output: 12, value: 13 } as const;
export const NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 } as const;
export const ATTRIBUTE = { name: 1, float: 2, int: 3, string: 4, floats: 7, ints: 8, type: 20 } as const;
export const TENSOR = { dims: 1, type: 2, name: 8, raw: 9, external: 13, location: 14 } as const;
export const ENTRY = { key: 1, value: 2 } as const;
export const VALUE = { name: 1, type: 2 } as const;
export const TYPE = { tensor: 1 } as const;
export const TENSOR_TYPE = { element: 1, shape: 2 } as const;
export const SHAPE = { dim: 1 } as const;
export const DIMENSION = { value: 1, parameter: 2 } as const;

export const ELEMENT_TYPES: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int8: 3,
  int64: 7,
  float16: 10,
};

export const ATTRIBUTE_TYPES: Readonly<Record<OnnxAttribute['type'], number>> = {
  float: 1,
  int: 2,
  string: 3,
  floats: 6,
  ints: 7,
};

/** The numbers lie in another file. */
export const EXTERNAL = 1;
