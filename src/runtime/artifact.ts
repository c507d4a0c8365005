import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { type ModelManifest, parseManifest } from './manifest.ts';

/** The file that makes the others a tfjs model. */
export const MODEL_FILE = 'model.json';

/**
 * A model as files, by name: `model.json` and the weight files it lists, `model.onnx` (and `model.onnx.data`), or
 * `model.tflite`. The same whether a target has just made it or it was read from a folder.
 */
export interface ModelFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A model of tfjs, with its `model.json` read; or the one file of another runtime. */
export type RecognisedModel =
  | { readonly target: 'layers' | 'graph'; readonly manifest: ModelManifest }
  | { readonly target: 'onnx' | 'tflite'; readonly file: string };

/** What kind of model the files are. ARC7111 if there is none among them, ARC7112 if it is of no kind that is known. */
export function recogniseModel({ files }: ModelFiles, path: string): RecognisedModel | Diagnostic {
  const text = files.get(MODEL_FILE);
  if (text) {
    const manifest = parseManifest(text, path);
    if ('code' in manifest) return manifest;
    return { target: manifest.format === 'graph-model' ? 'graph' : 'layers', manifest };
  }
  for (const target of ['onnx', 'tflite'] as const) {
    const file = [...files.keys()].find((name) => name.endsWith(`.${target}`));
    if (file !== undefined) return { target, file };
  }
  return diagnostic('ARC7111', undefined, { path, reason: `it has no \`${MODEL_FILE}\`` });
}
