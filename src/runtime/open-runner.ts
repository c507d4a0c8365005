import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type ModelFiles, recogniseModel } from './artifact.ts';
import { type Engine, refuseEngine } from './engine.ts';
import { loadGraph, loadLayers } from './io.ts';
import { openLiteRtRunner } from './litert-runner.ts';
import { openOnnxRunner } from './onnx-runner.ts';
import type { Runner, RunnerOptions } from './runner.ts';
import { graphRunner, layersRunner } from './tfjs-runner.ts';

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
