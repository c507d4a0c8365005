import { expect } from 'vitest';

/** A command line up to the cursor, and what its last word may become; files are those of `completionFiles`. */
export interface CompletionCase {
  readonly line: string;
  readonly offers: readonly string[];
  /** What may be among it, but must not. */
  readonly never?: readonly string[];
  /** Nothing else is offered. */
  readonly only?: true;
}

/** Files that lie in the folder where the shell stands; a path with a slash makes a folder. */
export const completionFiles = ['net.arch', 'two words.arch', 'notes.txt', 'nets/deep.arch', 'k=v.arch'];

export const completionCases: readonly CompletionCase[] = [
  { line: 'archc b', offers: ['build', 'bench'], only: true },
  { line: 'archc -', offers: ['--version', '--help'] },
  { line: 'archc --hel', offers: ['--help'], only: true },
  { line: 'archc meas', offers: [], only: true },
  { line: 'archc help ver', offers: ['verify'], only: true },
  { line: 'archc completion ', offers: ['bash', 'zsh', 'fish'], only: true },
  { line: 'archc explain ARC310', offers: ['ARC3101', 'ARC3102'], never: ['ARC1001'] },
  { line: 'archc build --weights', offers: ['--weights', '--weights-order'], only: true },
  { line: 'archc check --', offers: ['--watch', '--format'], never: ['--target', '--seed'] },
  { line: 'archc check --format s', offers: ['sarif'], only: true },
  { line: 'archc build --target t', offers: ['tflite'], only: true },
  { line: 'archc run net.arch --backend ten', offers: ['tensorflow'], only: true },
  { line: 'archc build --seed ', offers: [], only: true },
  { line: 'archc check ne', offers: ['net.arch', 'nets'], only: true },
  { line: 'archc check net.arch --format json tw', offers: ['two words.arch'], only: true },
  { line: 'archc build --labels no', offers: ['notes.txt'], only: true },
  { line: 'archc build -o ne', offers: ['nets'], only: true },
  { line: 'archc init ne', offers: ['nets'], only: true },
  { line: 'archc build -o nx', offers: [], only: true },
  { line: 'archc summary --set width=0.5 ne', offers: ['net.arch', 'nets'], only: true },
  { line: 'archc summary --set width=0.', offers: [], only: true },
  { line: 'archc check -- ne', offers: ['net.arch', 'nets'], only: true },
  { line: 'archc summary net.arch > no', offers: ['notes.txt'], only: true },
];

/** What `--target` may become behind a comma. */
export const afterComma = {
  line: 'archc build --target layers,o',
  offers: ['layers,onnx'],
  only: true,
} as const;

/** What was given before is not offered again. */
export const afterSeveral = {
  line: 'archc build --target onnx,layers,',
  offers: ['onnx,layers,graph', 'onnx,layers,tflite'],
  only: true,
} as const;

/** Slashes behind folders are a matter of the shell, as is a blank behind a word. */
export function plainWords(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/[/ ]$/, '').replaceAll('\\ ', ' ')).filter((line) => line !== '');
}

/** Compares what a shell offers with what it should. */
export function checkCompletion(found: readonly string[], { offers, never, only }: CompletionCase): void {
  if (only) expect([...new Set(found)].sort()).toEqual([...offers].sort());
  else expect(found).toEqual(expect.arrayContaining([...offers]));
  for (const word of never ?? []) expect(found).not.toContain(word);
}
