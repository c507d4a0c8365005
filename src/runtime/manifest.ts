import type { io } from '@tensorflow/tfjs';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { elementCount } from '../weights/tensor.ts';

/** A `model.json` of tfjs. */
export interface ModelManifest {
  readonly format: 'layers-model' | 'graph-model';
  readonly modelTopology: Readonly<Record<string, unknown>>;
  readonly weightsManifest: io.WeightsManifestConfig;
  /** Of graph models: the tensors behind the names of inputs and outputs. */
  readonly signature: Readonly<Record<string, unknown>> | undefined;
  /** The names that the program gives its outputs, where archc wrote a layers model. */
  readonly outputs: readonly string[] | undefined;
}

export const FOLDER_HELP = 'give the folder that `archc build` wrote, or the model file in it';

/** Reads a `model.json`. ARC7112 if it is neither a layers model nor a graph model. `path` is how messages name it. */
export function parseManifest(text: Uint8Array, path: string): ModelManifest | Diagnostic {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(text));
  } catch (failure) {
    return notAModel(path, `it is not JSON (${failure instanceof Error ? failure.message : failure})`);
  }
  if (!isRecord(parsed) || (parsed.format !== 'layers-model' && parsed.format !== 'graph-model'))
    return notAModel(path, 'its `format` is neither "layers-model" nor "graph-model"');
  const { format, modelTopology, weightsManifest, signature, userDefinedMetadata } = parsed;
  if (!isRecord(modelTopology)) return notAModel(path, 'it lacks a `modelTopology`');
  if (!isManifest(weightsManifest)) return notAModel(path, 'it lacks a `weightsManifest` with known types');
  const outputs = isRecord(userDefinedMetadata) ? userDefinedMetadata.outputs : undefined;
  return {
    format,
    modelTopology,
    weightsManifest,
    signature: isRecord(signature) ? signature : undefined,
    outputs: Array.isArray(outputs) ? outputs.map(String) : undefined,
  };
}

/** How long the weight files of a group are together. */
export function groupLength({ weights }: io.WeightsManifestConfig[number]): number {
  return weights.reduce((sum, weight) => sum + byteLength(weight), 0);
}

/** ARC7112. */
export function notAModel(path: string, reason: string): Diagnostic {
  return diagnostic('ARC7112', undefined, { path, reason }, { help: [FOLDER_HELP] });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isManifest(value: unknown): value is io.WeightsManifestConfig {
  return Array.isArray(value) && value.every(isGroup);
}

function isGroup(group: unknown): boolean {
  return (
    isRecord(group) &&
    Array.isArray(group.paths) &&
    group.paths.every((path) => typeof path === 'string') &&
    Array.isArray(group.weights) &&
    group.weights.every(
      (weight) => isRecord(weight) && Array.isArray(weight.shape) && storedSize(weight) !== undefined,
    )
  );
}

/** Bytes of one element as stored. */
const sizes: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

function storedSize(weight: Readonly<Record<string, unknown>>): number | undefined {
  const stored = isRecord(weight.quantization) ? weight.quantization.dtype : weight.dtype;
  return typeof stored === 'string' ? sizes[stored] : undefined;
}

function byteLength(weight: io.WeightsManifestEntry): number {
  return elementCount(weight.shape) * (storedSize({ ...weight }) ?? 0);
}
