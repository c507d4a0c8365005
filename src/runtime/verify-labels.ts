/**
 * Everything that can run models: the backends of tfjs, the slowest and plainest first, both kinds of
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
