import { columnsOf } from '../diagnostics/render/width.ts';
import { topK } from '../runtime/run.ts';
import type { Tensor } from '../weights/tensor.ts';
import { type Stream, styled } from './terminal.ts';

/** Columns of a bar that stands for 100%. */
const BAR = 40;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export interface PrintOptions {
  /** Stands above the output, where there are several. */
  readonly heading: string | undefined;
  readonly top: number;
  readonly labels: readonly string[] | undefined;
}

/** Prints an output, sample by sample: of a vector of scores the most probable classes, of a map what its values are. */
export function printOutput(out: Stream, output: Tensor, { heading, top, labels }: PrintOptions): void {
  const [batch = 1, ...shape] = output.shape;
  const size = output.data.length / batch;
  for (let sample = 0; sample < batch; sample++) {
    const title = [heading, batch > 1 ? `sample ${sample + 1}` : undefined].filter(
      (part) => part !== undefined,
    );
    if (title.length > 0) out.write(`${styled(out, 'strong', title.join(', '))}\n`);
    const values = output.data.subarray(sample * size, (sample + 1) * size);
    out.write(shape.length === 1 && size > 1 ? bars(out, values, top, labels) : extent(values, shape));
  }
}

function bars(out: Stream, scores: Float32Array, top: number, labels: readonly string[] | undefined): string {
  const ranked = topK(scores, top).map(({ index, probability }) => ({
    label: labels?.[index] ?? String(index),
    probability,
  }));
  const width = ranked.reduce((widest, { label }) => Math.max(widest, columnsOf(label)), 0);
  return ranked
    .map(({ label, probability }) => {
      const name = `${label}${' '.repeat(width - columnsOf(label))}`;
      const percent = `${(100 * probability).toFixed(1)}%`.padStart(6);
      const bar = barOf(probability);
      return `${name}  ${percent}${bar === '' ? '' : `  ${styled(out, 'accent', bar)}`}\n`;
    })
    .join('');
}

function barOf(probability: number): string {
  const eighths = Math.round(probability * BAR * 8);
  return `${'█'.repeat(eighths >> 3)}${EIGHTHS[eighths & 7] ?? ''}`;
}

function extent(values: Float32Array, shape: readonly number[]): string {
  if (values.length === 1) return `${values[0]}\n`;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
  }
  const figures = [`least ${round(least)}`, `mean ${round(sum / values.length)}`, `most ${round(most)}`];
  return `[${shape.join(', ')}]  ${figures.join('  ')}\n`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(5)));
}
