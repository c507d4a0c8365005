import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Target } from '../lower/targets.ts';
import type { ModelFiles } from './artifact.ts';
import { selectBackend } from './backends.ts';
import { enginesOf } from './engine.ts';
import { type EngineLabel, engineLabels } from './engine-names.ts';
import { loadLiteRt } from './litert.ts';
import { loadNativeOnnx, loadWebOnnx } from './onnxruntime.ts';
import { openRunner } from './open-runner.ts';
import type { Runner } from './runner.ts';

/** One of the libraries that run models, loaded. */
export interface PresentEngine {
  readonly label: EngineLabel;
  runs(target: Target): boolean;
  /** Loads a model. Diagnostics as in `openRunner`. */
  open(model: ModelFiles, path: string): Promise<Runner | Diagnostic>;
}

/** One that is not there, and as a clause why. */
export interface AbsentEngine {
  readonly label: EngineLabel;
  readonly why: string;
  /** The same for a user who asked for it, where there is more to say. */
  readonly problem?: Diagnostic;
}

/** One line for the user: that it is not there, and why. */
export function absence({ label, why, problem }: AbsentEngine): string {
  return problem?.message ?? `without ${label}: ${why}`;
}

/** Loads one library. */
export async function findEngine(label: EngineLabel): Promise<PresentEngine | AbsentEngine> {
  if (label === 'onnxruntime-web' || label === 'onnxruntime-node') {
    const runtime = label === 'onnxruntime-web' ? await loadWebOnnx() : await loadNativeOnnx();
    if (typeof runtime === 'string') return { label, why: runtime };
    return {
      label,
      runs: (target) => enginesOf[target].includes('onnx'),
      open: (model, path) => openRunner({ ...runtime, name: 'onnx', why: '' }, model, path),
    };
  }
  if (label === 'litert') {
    const litert = await loadLiteRt();
    if (typeof litert === 'string') return { label, why: litert };
    return {
      label,
      runs: (target) => enginesOf[target].includes(label),
      open: (model, path) => openRunner({ litert, name: label, why: '' }, model, path),
    };
  }
  const backend = await selectBackend(label);
  if ('code' in backend) return { label, why: backend.message, problem: backend };
  return {
    label,
    runs: (target) => enginesOf[target].includes(label),
    async open(model, path) {
      // Weights live on the backend that is current when they are read.
      const current = await selectBackend(label);
      return 'code' in current ? current : openRunner(current, model, path);
    },
  };
}

export interface Engines {
  readonly present: readonly PresentEngine[];
  readonly absent: readonly AbsentEngine[];
}

/** Loads what is there of some libraries. */
export async function findEngines(labels: readonly EngineLabel[] = engineLabels): Promise<Engines> {
  const present: PresentEngine[] = [];
  const absent: AbsentEngine[] = [];
  for (const label of labels) {
    const engine = await findEngine(label);
    if ('why' in engine) absent.push(engine);
    else present.push(engine);
  }
  return { present, absent };
}
