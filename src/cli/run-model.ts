import { dirname } from 'node:path';
import { analyse, buildChosen } from '../compile.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { diskHost } from '../disk.ts';
import { lowerNetwork } from '../lower/lower.ts';
import { type ModelFiles, recogniseModel } from '../runtime/artifact.ts';
import { type Engine, refuseEngine, selectEngine, targetOf } from '../runtime/engine.ts';
import type { EngineName } from '../runtime/engine-names.ts';
import { readModel } from '../runtime/io.ts';
import { readMetadata } from '../runtime/metadata.ts';
import type { NetworkOptions } from './networks.ts';
import { readSource } from './sources.ts';
import { type Failed, readWeightSource, type WeightOptions, weightsFor } from './weights-file.ts';

interface Wanted {
  readonly backend: EngineName | 'auto';
}

/** A model in memory, and what runs it. */
export interface OpenedModel {
  readonly model: ModelFiles;
  readonly engine: Engine;
  /** How long it took to load the engine. */
  readonly engineMs: number;
  /** The names of the classes, where the model comes with them. */
  readonly labels: readonly string[] | undefined;
  readonly warnings: readonly Diagnostic[];
}

/** Reads a model that is built already. */
export async function openModel(path: string, { backend }: Wanted): Promise<OpenedModel | Failed> {
  const model = await readModel(path);
  if ('code' in model) return { diagnostics: [model] };
  const recognised = recogniseModel(model, path);
  if ('code' in recognised) return { diagnostics: [recognised] };
  const { target } = recognised;
  const refused = refuseEngine(path, target, backend);
  if (refused) return { diagnostics: [refused] };
  const selected = await timedEngine(backend, [target]);
  if ('diagnostics' in selected) return selected;
  return { model, ...selected, labels: labelsBeside(path, model), warnings: [] };
}

/** The labels of the metadata beside a model, if it is that of the model. */
function labelsBeside(path: string, { files }: ModelFiles): readonly string[] | undefined {
  const metadata = readMetadata(/\.(json|onnx|tflite)$/.test(path) ? dirname(path) : path);
  const isOfModel = metadata?.files.every((name) => files.has(name));
  return isOfModel ? metadata?.labels : undefined;
}

/** Compiles an .arch file in memory, to the target that its backend runs fastest. */
export async function compileFor(
  path: string,
  options: WeightOptions & NetworkOptions & Wanted,
): Promise<OpenedModel | Failed> {
  const source = readSource(path);
  if ('code' in source) return { diagnostics: [source] };
  const { graph, diagnostics } = buildChosen(analyse(diskHost(), source), options);
  if (!graph || diagnostics.some(isError)) return { diagnostics };
  const weights = readWeightSource(options);
  if ('diagnostics' in weights) return weights;
  if (!weights.file && graph.modules.length > 0)
    process.stderr.write(
      `the weights are random (seed ${weights.seed}); give trained ones with \`--weights\`\n`,
    );
  const matched = weightsFor(graph, weights);
  if ('diagnostics' in matched) return matched;

  const selected = await timedEngine(options.backend, ['onnx', 'graph']);
  if ('diagnostics' in selected) return selected;
  const target = targetOf(selected.engine.name);
  const lowered = await lowerNetwork(graph, matched.values, target);
  if ('diagnostics' in lowered) return lowered;
  return {
    model: { files: lowered.files },
    ...selected,
    labels: undefined,
    warnings: [...diagnostics, ...matched.warnings],
  };
}

async function timedEngine(
  wanted: EngineName | 'auto',
  targets: Parameters<typeof selectEngine>[1],
): Promise<Pick<OpenedModel, 'engine' | 'engineMs'> | Failed> {
  const start = performance.now();
  const engine = await selectEngine(wanted, targets);
  return 'code' in engine ? { diagnostics: [engine] } : { engine, engineMs: performance.now() - start };
}
