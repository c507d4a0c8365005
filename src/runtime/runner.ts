import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Tensor } from '../weights/tensor.ts';
import { type ModelFiles, recogniseModel } from './artifact.ts';
import { type Engine, refuseEngine } from './engine.ts';
import { loadGraph, loadLayers } from './io.ts';
import { openLiteRtRunner } from './litert-runner.ts';
import { openOnnxRunner } from './onnx-runner.ts';
import { graphRunner, layersRunner } from './tfjs-runner.ts';

/** A tensor that goes in or comes out: the batch axis first, `null` where a size is open, channels last. */
export interface Port {
  readonly name: string;
  readonly shape: readonly (number | null)[];
}

/** A model that is loaded, whatever runs it. */
export interface Runner {
  readonly inputs: readonly Port[];
  /** By the names that the program gives them, where archc wrote the model. */
  readonly outputs: readonly Port[];
  /**
   * Computes the outputs, in order, from the inputs, in order. Feature maps are [batch, h, w, c] whatever the model
   * itself has. Keeps nothing. Throws what the engine throws, on shapes that do not fit for one.
   */
  run(inputs: readonly Tensor[]): Promise<readonly Tensor[]>;
  /** Frees the memory of the weights. */
  dispose(): Promise<void>;
}

export interface RunnerOptions {
  /** Of the native onnxruntime; what it chooses itself if this is left out. The others take no such wish. */
  readonly threads?: number;
}

/**
 * Loads a model on an engine. `path` is how messages name it.
 * ARC7111 to ARC7114 if it is not whole or not a model, ARC7115 if the engine does not run its kind.
 */
export async function openRunner(
  engine: Engine,
  model: ModelFiles,
  path: string,
  options: RunnerOptions = {},
): Promise<Runner | Diagnostic> {
  const recognised = recogniseModel(model, path);
  if ('code' in recognised) return recognised;
  const refused = refuseEngine(path, recognised.target, engine.name);
  if (refused) return refused;
  if ('ort' in engine) return openOnnxRunner(engine.ort, model, path, options);
  if ('litert' in engine) return openLiteRtRunner(engine.litert, model, path);
  if (!('manifest' in recognised)) throw new Error(`${engine.name} is said to run ${recognised.target}`);
  const { tf, name } = engine;
  const { manifest } = recognised;
  if (recognised.target === 'graph') {
    const loaded = await loadGraph(tf, model, manifest, path);
    return 'code' in loaded ? loaded : graphRunner(tf, name, loaded, manifest.signature);
  }
  const loaded = await loadLayers(tf, model, manifest, path);
  return 'code' in loaded ? loaded : layersRunner(tf, name, loaded, manifest.outputs);
}
