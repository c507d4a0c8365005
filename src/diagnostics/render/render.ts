import type { Diagnostic } from '../diagnostic.ts';
import { renderGithub } from './github.ts';
import { type JsonOptions, renderJson } from './json.ts';
import { renderSarif, type SarifOptions } from './sarif.ts';
import { renderText, type TextOptions } from './text.ts';

export type RenderOptions = TextOptions & JsonOptions & SarifOptions;

export type Format = 'text' | 'json' | 'sarif' | 'github';

type Renderer = (diagnostics: readonly Diagnostic[], options: RenderOptions) => string;

const renderers: Readonly<Record<Format, Renderer>> = {
  text: renderText,
  json: renderJson,
  sarif: renderSarif,
  github: renderGithub,
};

/** What `--format` takes. */
export const formats = ['text', 'json', 'sarif', 'github'] as const satisfies readonly Format[];

/** Diagnostics as text in a format; options that a format has no use for are passed over. */
export function render(
  format: Format,
  diagnostics: readonly Diagnostic[],
  options: RenderOptions = {},
): string {
  return renderers[format](diagnostics, options);
}
