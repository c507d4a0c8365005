import type { EngineLabel } from './engine-names.ts';

/** What a process that measures one model on one engine is asked. */
export type Request =
  | {
      readonly ask: 'open';
      readonly engine: EngineLabel;
      /** Where the files of the model lie. */
      readonly folder: string;
      /** Of the inputs, the batch first. */
      readonly shapes: readonly (readonly number[])[];
    }
  | { readonly ask: 'run' }
  | { readonly ask: 'close' };

/** What it answers. Times in milliseconds. */
export type Answer =
  | {
      readonly answer: 'opened';
      /** Until the model was loaded from its files, the library being there. */
      readonly loadMs: number;
      /** The first run. */
      readonly coldMs: number;
    }
  | { readonly answer: 'ran'; readonly ms: number }
  | {
      readonly answer: 'closed';
      /** The most memory that the process had at once. */
      readonly peakBytes: number;
      /** The most that it had before the model: Node and the library. */
      readonly libraryBytes: number;
    }
  | { readonly answer: 'failed'; readonly why: string };
