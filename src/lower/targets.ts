/** What a network can be built to. */
export const targets = ['layers'] as const;

export type Target = (typeof targets)[number];

/** The targets that have no training form to keep and can express every operation; shown when another one cannot. */
const completeTargets: readonly Target[] = [];

/** Help that names another target, or none while there is no other. */
export function otherTargets(): readonly string[] {
  return completeTargets.map((target) => `build it with \`--target ${target}\``);
}
