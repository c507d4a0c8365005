/** Everything that can run models: the backends of tfjs, the slowest and plainest first, and both kinds of onnxruntime. */
export const engineLabels = ['cpu', 'wasm', 'tensorflow', 'onnxruntime-web', 'onnxruntime-node'] as const;

export type EngineLabel = (typeof engineLabels)[number];
