import { bool, byte, data, float, floats, int, ints, longs, table, tables, text } from './flatbuffer.ts';

/** The tables of the format, as far as they are written: the number and the kind of each field (schema.fbs, version 3). */

export const SCHEMA_VERSION = 3;
export const FILE_IDENTIFIER = 'TFL3';

export const model = {
  version: int(0),
  operatorCodes: tables(1),
  subgraphs: tables(2),
  description: text(3),
  buffers: tables(4),
  signatures: tables(7),
};

/** `oldCode` is what runtimes read from before there were more operators than a byte can number. */
export const operatorCode = { oldCode: byte(0), version: int(2), code: int(3) };

/** The old code of those that came later. */
export const LARGEST_OLD_CODE = 127;

export const subgraph = {
  tensors: tables(0),
  inputs: ints(1),
  outputs: ints(2),
  operators: tables(3),
  name: text(4),
};

export const tensor = {
  shape: ints(0),
  type: byte(1),
  buffer: int(2),
  name: text(3),
  quantization: table(4),
};

export const quantization = { scale: floats(2), zeroPoint: longs(3), dimension: int(6) };

export const operator = {
  code: int(0),
  inputs: ints(1),
  outputs: ints(2),
  optionsType: byte(3),
  options: table(4),
};

export const buffer = { data: data(0) };

export const signature = { inputs: tables(0), outputs: tables(1), key: text(2), subgraph: int(4) };

export const namedTensor = { name: text(0), tensor: int(1) };

/** Numbers of `TensorType`. */
export const tensorTypes = { float32: 0, float16: 1, int32: 2, int8: 9 } as const;

/** Numbers of `Padding`. */
export const SAME = 0;
export const VALID = 1;

/** Numbers of `ActivationFunctionType`, of those that kernels of floats compute. */
export const fusedActivations = { none: 0, relu: 1, relu6: 3 } as const;

export const conv2dOptions = {
  padding: byte(0),
  strideW: int(1),
  strideH: int(2),
  activation: byte(3),
  dilationW: int(4),
  dilationH: int(5),
};

export const depthwiseOptions = {
  padding: byte(0),
  strideW: int(1),
  strideH: int(2),
  multiplier: int(3),
  activation: byte(4),
  dilationW: int(5),
  dilationH: int(6),
};

export const transposeConvOptions = {
  padding: byte(0),
  strideW: int(1),
  strideH: int(2),
  activation: byte(3),
};

export const fullyConnectedOptions = { activation: byte(0), keepDims: bool(2) };

export const poolOptions = {
  padding: byte(0),
  strideW: int(1),
  strideH: int(2),
  kernelW: int(3),
  kernelH: int(4),
};

export const addOptions = { activation: byte(0) };
export const concatOptions = { axis: int(0) };
export const geluOptions = { approximate: bool(0) };
export const leakyReluOptions = { slope: float(0) };
export const reduceOptions = { keepDims: bool(0) };
export const reshapeOptions = { shape: ints(0) };
export const resizeBilinearOptions = { alignCorners: bool(2), halfPixelCentres: bool(3) };
export const resizeNearestOptions = { alignCorners: bool(0), halfPixelCentres: bool(1) };
export const softmaxOptions = { beta: float(0) };
export const splitOptions = { count: int(0) };
