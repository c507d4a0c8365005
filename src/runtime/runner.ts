import type { Tensor } from '../weights/tensor.ts';

/** A tensor that goes in or comes out: the batch axis first, `null` where a size is open, channels last. */
export interface Port {
  readonly name: string;
  readonly shape: readonly (number | null)[];
}

/** A model that is loaded, whatever runs it. */
export interface Runner {
  readonly inputs: readonly Port[];
  /** By the names that the program gives them, where archc wrote the model. */
  readonly outputs: readonly Port[];
  /**
   * Computes the outputs, in order, from the inputs, in order. Feature maps are [batch, h, w, c] whatever the model
   * itself has. Keeps nothing. Throws what the engine throws, on shapes that do not fit for one.
   */
  run(inputs: readonly Tensor[]): Promise<readonly Tensor[]>;
  /** Frees the memory of the weights. */
  dispose(): Promise<void>;
}

export interface RunnerOptions {
  /** Of the native onnxruntime; what it chooses itself if this is left out. The others take no such wish. */
  readonly threads?: number;
}
