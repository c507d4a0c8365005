/** The backends of TensorFlow.js, the fastest first. */
export const backendNames = ['tensorflow', 'wasm', 'cpu'] as const;

export type BackendName = (typeof backendNames)[number];

/** What `--backend` may name: onnxruntime, LiteRT, and the backends of tfjs. */
export const engineNames = ['onnx', 'litert', ...backendNames] as const;

export type EngineName = (typeof engineNames)[number];

/**
 * Everything that can run models, by library: the backends of tfjs, the slowest and plainest first, both kinds of
 * onnxruntime, and LiteRT.
 */
export const engineLabels = [
  'cpu',
  'wasm',
  'tensorflow',
  'onnxruntime-web',
  'onnxruntime-node',
  'litert',
] as const;

export type EngineLabel = (typeof engineLabels)[number];
