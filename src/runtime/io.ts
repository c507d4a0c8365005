import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { io, LayersModel } from '@tensorflow/tfjs';

export type { LayersModel };

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { elementCount } from '../weights/tensor.ts';
import type { ModelFiles } from './artifact.ts';
import type { Tf } from './backends.ts';
import { errorCode, unreadable } from './unreadable.ts';

const MODEL_FILE = 'model.json';

/**
 * Reads a model from its folder, or from the path of its `model.json`, into memory.
 * ARC7111 if it cannot be read, ARC7112 if it is not a layers model, ARC7113 if a weight file is missing.
 */
export async function readModel(path: string): Promise<ModelFiles | Diagnostic> {
  let file = path;
  let text: Uint8Array;
  try {
    if ((await stat(path)).isDirectory()) file = join(path, MODEL_FILE);
    text = await readFile(file);
  } catch (failure) {
    const reason = unreadable(failure);
    return diagnostic('ARC7111', undefined, { path: file, reason }, { help: [FOLDER_HELP] });
  }
  const manifest = parseModel(text, file);
  if ('code' in manifest) return manifest;
  const files = new Map([[MODEL_FILE, text]]);
  for (const shard of manifest.weightsManifest.flatMap((group) => group.paths)) {
    try {
      files.set(shard, await readFile(join(dirname(file), shard)));
    } catch (failure) {
      if (errorCode(failure) === 'ENOENT') return missingShard(file, shard);
      return diagnostic('ARC7111', undefined, { path: shard, reason: unreadable(failure) });
    }
  }
  return { files };
}

const FOLDER_HELP = 'give the folder that `archc build` wrote, or the `model.json` in it';

/**
 * A model in memory as live layers on the current backend. `path` is how messages name it.
 * ARC7112 if it is not a layers model or tfjs refuses it, ARC7113 and ARC7114 if weight files are missing or of another
 * length than the weights.
 */
export async function loadModel(tf: Tf, model: ModelFiles, path: string): Promise<LayersModel | Diagnostic> {
  const artifacts = modelArtifacts(model, path);
  if ('code' in artifacts) return artifacts;
  try {
    return await tf.loadLayersModel({ load: async () => artifacts });
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    return notLayersModel(path, `tfjs refuses it: ${reason.split('\n')[0]}`);
  }
}

/** What tfjs loads a model from. Weight files are handed over as they are: a weight may straddle two. */
function modelArtifacts(model: ModelFiles, path: string): io.ModelArtifacts | Diagnostic {
  const text = model.files.get(MODEL_FILE);
  if (!text) return diagnostic('ARC7111', undefined, { path, reason: `it has no \`${MODEL_FILE}\`` });
  const parsed = parseModel(text, path);
  if ('code' in parsed) return parsed;
  const weightData: ArrayBuffer[] = [];
  for (const { paths, weights } of parsed.weightsManifest) {
    let found = 0;
    for (const shard of paths) {
      const bytes = model.files.get(shard);
      if (!bytes) return missingShard(path, shard);
      // A copy: the bytes may be a part of a larger buffer, and a Buffer's own `slice` would not copy.
      weightData.push(new Uint8Array(bytes).buffer);
      found += bytes.length;
    }
    const expected = weights.reduce((sum, weight) => sum + byteLength(weight), 0);
    if (found !== expected) {
      const help = ['the files come from different builds, or a copy was cut short: build the model again'];
      return diagnostic('ARC7114', undefined, { path, expected, found }, { help });
    }
  }
  return {
    format: parsed.format,
    modelTopology: parsed.modelTopology,
    weightSpecs: parsed.weightsManifest.flatMap((group) => group.weights),
    weightData,
  };
}

function parseModel(text: Uint8Array, path: string): io.ModelJSON | Diagnostic {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(text));
  } catch (failure) {
    return notLayersModel(path, `it is not JSON (${failure instanceof Error ? failure.message : failure})`);
  }
  if (isLayersModel(parsed)) return parsed;
  const format = isRecord(parsed) ? parsed.format : undefined;
  if (format === 'graph-model') return notLayersModel(path, 'it is a graph model');
  return notLayersModel(path, 'it lacks `format: "layers-model"`, `modelTopology` or `weightsManifest`');
}

function isLayersModel(value: unknown): value is io.ModelJSON {
  return (
    isRecord(value) &&
    value.format === 'layers-model' &&
    isRecord(value.modelTopology) &&
    Array.isArray(value.weightsManifest) &&
    value.weightsManifest.every(isGroup)
  );
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

function notLayersModel(path: string, reason: string): Diagnostic {
  return diagnostic('ARC7112', undefined, { path, reason }, { help: [FOLDER_HELP] });
}

function missingShard(path: string, shard: string): Diagnostic {
  const help = [`put \`${basename(shard)}\` beside \`${MODEL_FILE}\`, or build the model again`];
  return diagnostic('ARC7113', undefined, { path, shard }, { help });
}
