/** What a network can be built to. */
export const targets = ['layers', 'graph', 'onnx', 'tflite'] as const;

export type Target = (typeof targets)[number];

/** The targets that pass through the optimised graph for inference; `layers` keeps what training needs. */
export type InferenceTarget = Exclude<Target, 'layers'>;

/** The targets that have no training form to keep and can express every operation; shown when another one cannot. */
const completeTargets: readonly Target[] = ['graph', 'onnx'];

/** Help that names the targets that can express what another one cannot. */
export function otherTargets(): readonly string[] {
  const flags = completeTargets.map((target) => `\`--target ${target}\``);
  return [`build it with ${flags.join(' or ')}`];
}
