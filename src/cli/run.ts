import { analyse, buildChosen } from '../compile.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { diskHost } from '../disk.ts';
import { lowerToLayers } from '../lower/layers/index.ts';
import type { ModelFiles } from '../runtime/artifact.ts';
import { type BackendName, selectBackend } from '../runtime/backends.ts';
import type { LayersModel } from '../runtime/io.ts';
import { loadModel, readModel } from '../runtime/io.ts';
import { runModel } from '../runtime/run.ts';
import type { Tensor } from '../weights/tensor.ts';
import { writeSafetensors } from '../weights/write-safetensors.ts';
import type { ExitCode } from './exit.ts';
import { duration } from './figures.ts';
import type { NetworkOptions } from './networks.ts';
import { writeTensors } from './output-file.ts';
import { exitCodeOf, type ReportFormat, report, resultStream } from './report.ts';
import { readInputs } from './run-inputs.ts';
import { printOutput, readLabels } from './run-results.ts';
import { readSource } from './sources.ts';
import { usageError } from './usage.ts';
import { type Failed, readWeightSource, type WeightOptions, weightsFor } from './weights-file.ts';

export interface RunOptions extends WeightOptions, NetworkOptions {
  readonly image?: string;
  readonly input?: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly backend: BackendName | 'auto';
  readonly top: number;
  readonly labels?: string;
  readonly format: ReportFormat;
}

/** `archc run`: runs a model, or an .arch file compiled in memory, on a picture or on tensors. */
export async function run(path: string, options: RunOptions): Promise<ExitCode> {
  if ((options.image === undefined) === (options.input === undefined))
    return usageError('say what the network is run on: either `--image` or `--input`');
  if (options.weightsOrder !== undefined && options.weights === undefined)
    return usageError('`--weights-order` says how a `--weights` file is read, and there is none');
  const isSource = path.endsWith('.arch');
  const misplaced = isSource ? undefined : sourceOption(options);
  if (misplaced !== undefined)
    return usageError(`\`${misplaced}\` is for .arch files; the model \`${path}\` is built already`);
  const result = await runOnce(path, isSource, options);
  const found = result ? result.diagnostics : [];
  report(found, options.format);
  return exitCodeOf(found);
}

/** An option that only makes sense where something is compiled. */
function sourceOption({ weights, weightsOrder, network, set }: RunOptions): string | undefined {
  if (weights !== undefined) return '--weights';
  if (weightsOrder !== undefined) return '--weights-order';
  if (network !== undefined) return '--network';
  return set.size > 0 ? '--set' : undefined;
}

/** Everything but the report. Warnings come back where the run went well. */
async function runOnce(path: string, isSource: boolean, options: RunOptions): Promise<Failed> {
  const start = performance.now();
  const opened = isSource ? compileInMemory(path, options) : await openModel(path);
  if (!('files' in opened)) return opened;
  const compiled = performance.now();

  const backend = await selectBackend(options.backend);
  if ('code' in backend) return { diagnostics: [backend] };
  process.stderr.write(`backend: ${backend.name}, because ${backend.why}\n`);
  const model = await loadModel(backend.tf, opened, path);
  if ('code' in model) return { diagnostics: [model] };
  const loaded = performance.now();

  const names = outputNames(opened, model);
  const inputs = await readInputs(path, model, options);
  if ('diagnostics' in inputs) return inputs;
  const classes = classCount(model);
  const labels = options.labels === undefined ? undefined : readLabels(options.labels, classes);
  if (labels && 'diagnostics' in labels) return labels;

  const ran = await runModel(backend.tf, model, inputs.tensors).catch((failure: unknown) => {
    const reason = failure instanceof Error ? failure.message : String(failure);
    return diagnostic('ARC7135', undefined, { path, reason: reason.split('\n')[0] ?? '' });
  });
  if ('code' in ran) return { diagnostics: [ran] };
  const times = [
    `${isSource ? 'compiled' : 'read'} in ${duration(compiled - start)}`,
    `loaded in ${duration(loaded - compiled)}`,
    `first run ${duration(ran.coldMs)}`,
    `then ${duration(ran.warmMs)}`,
  ];
  process.stderr.write(`${times.join(', ')}\n`);
  const out = resultStream(options.format);
  const outputs = ran.outputs.map((output, i) => ({ ...output, name: names[i] ?? output.name }));
  for (const output of outputs) {
    const heading = outputs.length > 1 ? output.name : undefined;
    printOutput(out, output, { heading, top: options.top, labels: labels?.labels });
  }
  const refused = options.output === undefined ? undefined : await save(options.output, outputs, options);
  return { diagnostics: [...opened.warnings, ...(refused ? [refused] : [])] };
}

type Opened = ModelFiles & { readonly warnings: readonly Diagnostic[] };

async function openModel(path: string): Promise<Opened | Failed> {
  const model = await readModel(path);
  return 'code' in model ? { diagnostics: [model] } : { ...model, warnings: [] };
}

function compileInMemory(path: string, options: RunOptions): Opened | Failed {
  const source = readSource(path);
  if ('code' in source) return { diagnostics: [source] };
  const { graph, diagnostics } = buildChosen(analyse(diskHost(), source), options);
  if (!graph || diagnostics.some(isError)) return { diagnostics };
  const weights = readWeightSource(options);
  if ('diagnostics' in weights) return weights;
  if (!weights.file && graph.modules.length > 0)
    process.stderr.write(
      `the weights are random (seed ${options.seed}); give trained ones with \`--weights\`\n`,
    );
  const matched = weightsFor(graph, weights);
  if ('diagnostics' in matched) return matched;
  const lowered = lowerToLayers(graph, matched.values);
  return 'diagnostics' in lowered ? lowered : { files: lowered.files, warnings: diagnostics };
}

/** The names that the program gives its outputs, where archc wrote the model; otherwise those of the layers. */
function outputNames({ files }: ModelFiles, model: LayersModel): readonly string[] {
  const text = new TextDecoder().decode(files.get('model.json'));
  const { userDefinedMetadata }: { userDefinedMetadata?: { outputs?: unknown } } = JSON.parse(text);
  const names = userDefinedMetadata?.outputs;
  return Array.isArray(names) ? names.map(String) : model.outputNames;
}

/** Of a network that classifies: the size of its one output. */
function classCount({ outputs }: LayersModel): number | undefined {
  const shape = outputs.length === 1 ? outputs[0]?.shape : undefined;
  return shape?.length === 2 ? (shape[1] ?? undefined) : undefined;
}

async function save(
  path: string,
  outputs: readonly (Tensor & { readonly name: string })[],
  { force = false }: RunOptions,
): Promise<Diagnostic | undefined> {
  const metadata = new Map([['generatedBy', 'archc']]);
  const tensors = outputs.map(({ name, shape, data }) => ({ name, tensor: { shape, data } }));
  return writeTensors(path, writeSafetensors(tensors, { dtype: 'F32', metadata }), force);
}
