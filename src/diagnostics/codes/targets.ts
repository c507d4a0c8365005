import { error } from '../template.ts';

/** ARC5: what a target cannot express. 50xx the `layers` target: stock layers of tfjs, trainable. */
export const targets = {
  ARC5001: error<{ layer: string; reason: string }>(
    'a size that the layers target must know',
    ({ layer, reason }) => `the layers target cannot express \`${layer}\` with a symbolic size: ${reason}`,
  ),
  ARC5002: error<{ layer: string; reason: string }>(
    'a shared layer that the layers target cannot apply again',
    ({ layer, reason }) => `the layers target cannot apply this shared \`${layer}\` again: ${reason}`,
  ),
};
