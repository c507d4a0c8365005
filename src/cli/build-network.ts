import { createHash } from 'node:crypto';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { totalCosts } from '../ir/costs.ts';
import { lowerNetwork } from '../lower/lower.ts';
import type { WeightStorage } from '../lower/lowering.ts';
import { METADATA_FILE, type ModelOrigin, metadataBytes, modelMetadata } from '../lower/metadata.ts';
import type { Target } from '../lower/targets.ts';
import type { WeightValues } from '../weights/tensor.ts';
import type { Job } from './build-jobs.ts';
import { byteSize, grouped } from './figures.ts';
import { measureChange } from './int8-change.ts';
import { refuseFolder, writeFolder } from './output-folder.ts';
import type { PhaseTimes } from './phase-times.ts';
import { version } from './version.ts';
import { type Failed, type WeightSource, weightsFor } from './weights-file.ts';

/** How the models of one run of `archc build` are written. */
export interface ModelOptions {
  readonly storage: WeightStorage;
  readonly force: boolean;
  readonly labels: readonly string[] | undefined;
  readonly weights: WeightSource;
  readonly times: PhaseTimes;
}

/** A model that was written: where, and what is said of it. */
export interface WrittenModel {
  readonly folder: string;
  readonly figures: readonly string[];
}

/** What became of one network. */
export interface WrittenNetwork {
  readonly models: readonly WrittenModel[];
  readonly warnings: readonly Diagnostic[];
}

/** Writes one network to all its targets; if one of them refuses it, to none. */
export async function buildNetwork(job: Job, options: ModelOptions): Promise<WrittenNetwork | Failed> {
  const { weights, times } = options;
  const matched = weightsFor(job.graph, weights);
  times.lap('weights');
  if ('diagnostics' in matched) return matched;
  const lowered: { readonly folder: string; readonly model: LoweredModel }[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { target, folder } of job.models) {
    const model = await lowerModel(job, matched.values, target, options);
    if ('diagnostics' in model) diagnostics.push(...model.diagnostics);
    else lowered.push({ folder, model });
  }
  if (diagnostics.length > 0) return { diagnostics };
  const refused = lowered.flatMap(({ folder }) => refuseFolder(folder, options.force) ?? []);
  if (refused.length > 0) return { diagnostics: refused };
  const models: WrittenModel[] = [];
  for (const { folder, model } of lowered) {
    const refused = await writeFolder(folder, model.files, options.force);
    times.lap('write');
    if (refused) return { diagnostics: [refused] };
    models.push({ folder, figures: model.figures });
  }
  return { models, warnings: matched.warnings };
}

interface LoweredModel {
  /** With the metadata. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly figures: readonly string[];
}

async function lowerModel(
  { source, graph }: Job,
  values: WeightValues,
  target: Target,
  { storage, labels, weights, times }: ModelOptions,
): Promise<LoweredModel | Failed> {
  const observe = times.observePasses(`${target}: `);
  const lowered = await lowerNetwork(graph, values, target, { storage, observe });
  times.lap(`${target}: lower`);
  if ('diagnostics' in lowered) return lowered;
  const { params, macs } = totalCosts(graph);
  const figures = [
    `${grouped(params)} parameters`,
    macs === undefined ? 'MACs depend on the input' : `${grouped(macs)} MACs`,
    byteSize(bytesIn(lowered.files)),
  ];
  if (storage === 'int8') {
    const exact = await lowerNetwork(graph, values, target);
    if ('diagnostics' in exact) return exact;
    const saved = 1 - bytesIn(lowered.files) / bytesIn(exact.files);
    figures.push(`${Math.abs(100 * saved).toFixed(0)}% ${saved < 0 ? 'more' : 'less'} than in float32`);
    const models = { exact: exact.files, stored: lowered.files };
    figures.push(await measureChange(graph, target, models));
    times.lap(`${target}: compare with float32`);
  }
  const origin: ModelOrigin = {
    target,
    storage,
    files: [...lowered.files.keys()],
    archcVersion: version(),
    labels,
    source: { path: source.path, sha256: sha256(source.text) },
    weights: weights.file ? { file: weights.file.path } : { seed: weights.seed },
  };
  const metadata = metadataBytes(modelMetadata(graph, origin));
  return { files: new Map([...lowered.files, [METADATA_FILE, metadata]]), figures };
}

function bytesIn(files: ReadonlyMap<string, Uint8Array>): number {
  return [...files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
