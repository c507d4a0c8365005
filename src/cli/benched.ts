import type { Target } from '../lower/targets.ts';
import type { Measurement } from '../runtime/bench.ts';
import type { EngineLabel } from '../runtime/engine-names.ts';
import type { PhaseTime } from './bench-compile.ts';
import type { FoundNetwork } from './verify-networks.ts';

/** What is measured of one network. */
export interface BenchedNetwork extends FoundNetwork {
  readonly compilation: readonly PhaseTime[];
  /** Of its inputs, the batch first. */
  readonly shapes: readonly (readonly number[])[];
  /** Targets that cannot express it, and why. */
  readonly refused: readonly { readonly target: Target; readonly why: string }[];
}

/** A model on an engine. */
export interface BenchedModel {
  /** Position in the list of networks. */
  readonly network: number;
  readonly target: Target;
  readonly engine: EngineLabel;
  /** Of the files of the model. */
  readonly bytes: number;
  readonly measurement: Measurement;
}

export interface BenchResults {
  readonly runs: number;
  readonly networks: readonly BenchedNetwork[];
  readonly models: readonly BenchedModel[];
}
