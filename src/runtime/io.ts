import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { GraphModel, io, LayersModel } from '@tensorflow/tfjs';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { MODEL_FILE, type ModelFiles, recogniseModel } from './artifact.ts';
import { FOLDER_HELP, groupLength, type ModelManifest, notAModel, parseManifest } from './manifest.ts';
import type { Tf } from './tf.ts';
import { errorCode, unreadable } from './unreadable.ts';

/** What a folder is looked through for; the first one there is the model. */
const MODEL_FILES = [MODEL_FILE, 'model.onnx', 'model.tflite'];

/**
 * Reads a model from its folder, or from the path of its `model.json`, `.onnx` or `.tflite` file, into memory.
 * ARC7111 if it cannot be read, ARC7112 if it is not a model, ARC7113 if a weight file is missing.
 */
export async function readModel(path: string): Promise<ModelFiles | Diagnostic> {
  let file = path;
  let bytes: Uint8Array;
  try {
    if ((await stat(path)).isDirectory()) file = await modelFileIn(path);
    bytes = await readFile(file);
  } catch (failure) {
    const reason = unreadable(failure);
    return diagnostic(
      'ARC7111',
      undefined,
      { path: file, reason },
      { help: [...(await modelsBelow(path)), FOLDER_HELP] },
    );
  }
  if (/\.(onnx|tflite)$/.test(file)) return readBinary(file, bytes);
  const manifest = parseManifest(bytes, file);
  if ('code' in manifest) return manifest;
  const files = new Map([[MODEL_FILE, bytes]]);
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

/** Of a folder that several models were built to: which they are, as help. */
async function modelsBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const models: string[] = [];
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    const file = await modelFileIn(join(folder, name));
    const isThere = await stat(file).then(
      () => true,
      () => false,
    );
    if (isThere) models.push(`\`${join(folder, name)}\``);
  }
  return models.length > 0 ? [`there are models in ${models.sort().join(', ')}: name one of them`] : [];
}

async function modelFileIn(folder: string): Promise<string> {
  for (const name of MODEL_FILES) {
    const file = join(folder, name);
    if (
      await stat(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return join(folder, MODEL_FILE);
}

/** A model in one file; ONNX may keep its weights in another one beside it. */
async function readBinary(file: string, bytes: Uint8Array): Promise<ModelFiles | Diagnostic> {
  const files = new Map([[basename(file), bytes]]);
  const data = `${file}.data`;
  try {
    if (file.endsWith('.onnx')) files.set(basename(data), await readFile(data));
  } catch (failure) {
    if (errorCode(failure) !== 'ENOENT')
      return diagnostic('ARC7111', undefined, { path: data, reason: unreadable(failure) });
  }
  return { files };
}

/**
 * A layers model in memory as live layers on the current backend. `path` is how messages name it.
 * ARC7112 if it is not a layers model or tfjs refuses it, ARC7113 and ARC7114 if weight files are missing or of another
 * length than the weights.
 */
export async function loadModel(tf: Tf, model: ModelFiles, path: string): Promise<LayersModel | Diagnostic> {
  const recognised = recogniseModel(model, path);
  if ('code' in recognised) return recognised;
  if (recognised.target !== 'layers') return notAModel(path, `it is a model of another kind than layers`);
  return loadLayers(tf, model, recognised.manifest, path);
}

/** A layers model whose `model.json` is read; diagnostics as in `loadModel`. */
export async function loadLayers(
  tf: Tf,
  model: ModelFiles,
  manifest: ModelManifest,
  path: string,
): Promise<LayersModel | Diagnostic> {
  const artifacts = modelArtifacts(model, manifest, path);
  if ('code' in artifacts) return artifacts;
  return tf
    .loadLayersModel({ load: async () => artifacts })
    .catch((failure) => refusedBy('tfjs', path, failure));
}

/** A graph model whose `model.json` is read; diagnostics as in `loadModel`. */
export async function loadGraph(
  tf: Tf,
  model: ModelFiles,
  manifest: ModelManifest,
  path: string,
): Promise<GraphModel | Diagnostic> {
  const artifacts = modelArtifacts(model, manifest, path);
  if ('code' in artifacts) return artifacts;
  return tf
    .loadGraphModel({ load: async () => artifacts })
    .catch((failure) => refusedBy('tfjs', path, failure));
}

/** ARC7112 with what a library says of a model. */
export function refusedBy(library: string, path: string, failure: unknown): Diagnostic {
  const reason = failure instanceof Error ? failure.message : String(failure);
  return notAModel(path, `${library} refuses it: ${reason.split('\n')[0]}`);
}

/** What tfjs loads a model from. Weight files are handed over as they are: a weight may straddle two. */
function modelArtifacts(
  model: ModelFiles,
  manifest: ModelManifest,
  path: string,
): io.ModelArtifacts | Diagnostic {
  const weightData: ArrayBuffer[] = [];
  for (const group of manifest.weightsManifest) {
    let found = 0;
    for (const shard of group.paths) {
      const bytes = model.files.get(shard);
      if (!bytes) return missingShard(path, shard);
      // A copy: the bytes may be a part of a larger buffer, and a Buffer's own `slice` would not copy.
      weightData.push(new Uint8Array(bytes).buffer);
      found += bytes.length;
    }
    const expected = groupLength(group);
    if (found !== expected) {
      const help = ['the files come from different builds, or a copy was cut short: build the model again'];
      return diagnostic('ARC7114', undefined, { path, expected, found }, { help });
    }
  }
  const { format, modelTopology, signature, weightsManifest } = manifest;
  return {
    format,
    modelTopology,
    ...(signature && { signature }),
    weightSpecs: weightsManifest.flatMap((group) => group.weights),
    weightData,
  };
}

function missingShard(path: string, shard: string): Diagnostic {
  const help = [`put \`${basename(shard)}\` beside \`${MODEL_FILE}\`, or build the model again`];
  return diagnostic('ARC7113', undefined, { path, shard }, { help });
}
