import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type { Target } from '../lower/targets.ts';
import { type Backend, selectBackend } from './backends.ts';
import { backendNames, type EngineName } from './engine-names.ts';
import { type LiteRt, loadLiteRt } from './litert.ts';
import { loadNativeOnnx, loadWebOnnx, type OnnxRuntime } from './onnxruntime.ts';

/** onnxruntime as what runs a model. */
export interface OnnxEngine extends OnnxRuntime {
  readonly name: 'onnx';
  /** One clause for the user: why this one runs. */
  readonly why: string;
}

/** LiteRT.js as what runs a model. */
export interface LiteRtEngine {
  readonly litert: LiteRt;
  readonly name: 'litert';
  readonly why: string;
}

/** What runs a model: onnxruntime, LiteRT, or a backend of tfjs. */
export type Engine = OnnxEngine | LiteRtEngine | Backend;

/** The engines that run what a target writes. */
export const enginesOf: Readonly<Record<Target, readonly EngineName[]>> = {
  layers: backendNames,
  graph: backendNames,
  onnx: ['onnx'],
  tflite: ['litert'],
};

/** How an engine is called where it matters which library it is. */
export function engineLabel(engine: Engine): string {
  return 'ort' in engine ? `${engine.name} (${engine.library})` : engine.name;
}

/**
 * Loads what runs a model that is, or can be, built to one of some targets. `auto` takes the fastest that is there: the
 * native onnxruntime, the native backend of tfjs, its WebAssembly; onnxruntime on WebAssembly is slower than that, and
 * is taken where nothing else runs the model. Nothing is printed.
 * ARC7101 if the one asked for cannot be used, ARC7102 if a library itself does not load.
 */
export async function selectEngine(
  wanted: EngineName | 'auto',
  targets: readonly Target[],
): Promise<Engine | Diagnostic> {
  if (wanted === 'onnx') return openOnnx(await loadNativeOnnx(), 'it was asked for');
  if (wanted === 'litert') return openLiteRt('it was asked for');
  if (wanted !== 'auto') return selectBackend(wanted);
  const runs = (name: EngineName) => targets.some((target) => enginesOf[target].includes(name));
  if (targets.every((target) => target === 'tflite')) return openLiteRt('nothing else runs TFLite models');
  if (!runs('onnx')) return selectBackend('auto');
  const native = await loadNativeOnnx();
  if (typeof native !== 'string' || !runs('wasm')) return openOnnx(native, undefined);
  const backend = await selectBackend('auto');
  if ('code' in backend || backend.name !== 'wasm') return backend;
  return { ...backend, why: neitherOf(native, backend.why) };
}

/** Two reasons as one clause. */
function neitherOf(first: string, second: string): string {
  const [one, other] = [first, second].map((why) => / is not installed$/.test(why) && why.split(' ')[0]);
  return one && other ? `neither ${one} nor ${other} is installed` : `${first} and ${second}`;
}

async function openLiteRt(why: string): Promise<Engine | Diagnostic> {
  const litert = await loadLiteRt();
  if (typeof litert !== 'string') return { litert, name: 'litert', why };
  const help = ['install `@litertjs/core`; the .arch file itself runs on every other backend'];
  return diagnostic('ARC7101', undefined, { backend: 'litert', reason: litert }, { help });
}

/** The native onnxruntime if it is there (a text says why it is not), and the one on WebAssembly otherwise. */
async function openOnnx(native: OnnxRuntime | string, why: string | undefined): Promise<Engine | Diagnostic> {
  if (typeof native !== 'string')
    return { ...native, name: 'onnx', why: why ?? `\`${native.library}\` is installed` };
  const web = await loadWebOnnx();
  if (typeof web === 'string') {
    const help = ['install the dependencies again, or use `wasm`'];
    return diagnostic('ARC7101', undefined, { backend: 'onnx', reason: `${native} and ${web}` }, { help });
  }
  return { ...web, name: 'onnx', why: why === undefined ? native : `${why} and ${native}` };
}

/**
 * Why a model of a target cannot run on an engine; undefined: it can. `auto` stands for whichever can.
 * ARC7115 where another engine does.
 */
export function refuseEngine(
  path: string,
  target: Target,
  wanted: EngineName | 'auto',
): Diagnostic | undefined {
  const names = enginesOf[target];
  if (wanted === 'auto' || names.includes(wanted)) return undefined;
  const help = [
    `\`--backend ${names.join('`, `--backend ')}\` and \`--backend auto\` run it`,
    `for \`${wanted}\`, build it with \`--target ${targetOf(wanted)}\``,
  ];
  return diagnostic('ARC7115', undefined, { path, target, backend: wanted }, { help });
}

/** The target that an engine runs fastest. */
export function targetOf(engine: EngineName): Target {
  if (engine === 'onnx') return 'onnx';
  return engine === 'litert' ? 'tflite' : 'graph';
}
