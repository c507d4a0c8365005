import { listAnd } from '../lists.ts';
import { warning } from '../template.ts';

/** ARC8: lint. */
export const lint = {
  ARC8001: warning<{ name: string }>('unused import', ({ name }) => `the import \`${name}\` is never used`),
  ARC8002: warning<{ name: string }>('unused value', ({ name }) => `the value \`${name}\` is never used`),
  ARC8003: warning<{ name: string }>('unused tensor', ({ name }) => `the tensor \`${name}\` is never used`),
  ARC8004: warning<{ name: string }>(
    'unused parameter',
    ({ name }) => `the parameter \`${name}\` is never used`,
  ),
  ARC8005: warning<{ name: string }>(
    'label that says nothing',
    ({ name }) => `the part would be called \`${name}\` without this label`,
  ),
  ARC8006: warning<{ layer: string }>(
    'the same activation twice',
    ({ layer }) => `\`${layer}\` is applied to the result of \`${layer}\``,
  ),
  ARC8007: warning<{ call: string }>(
    'layer without effect',
    ({ call }) => `\`${call}\` gives back what it takes`,
  ),
  ARC8008: warning<{ layer: string }>(
    'bias before a batch norm',
    ({ layer }) =>
      `the bias of \`${layer}\` has no effect: the \`batch_norm\` behind it takes every mean away`,
  ),
  ARC8009: warning(
    'dropout at the end',
    () => 'no layer behind this `dropout` is trained, so it only adds noise to what the network gives',
  ),
  ARC8010: warning<{ channels: readonly number[] }>('channels that are no multiple of 8', ({ channels }) =>
    channels.length === 1
      ? `a mobile block has ${channels[0]} channels here, which is no multiple of 8`
      : `mobile blocks have ${listAnd(channels)} channels here, which are no multiples of 8`,
  ),
  ARC8011: warning<{ shape: string }>(
    'upsampling before a 1x1 convolution',
    ({ shape }) => `the 1x1 convolution runs on the map that was enlarged to ${shape}`,
  ),
  ARC8012: warning<{ block: string; expansions: readonly number[] }>(
    'expansion below 1',
    ({ block, expansions }) =>
      `${expansions.length === 1 ? 'an expansion' : 'expansions'} of ${listAnd(expansions)} ${expansions.length === 1 ? 'makes' : 'make'} \`${block}\` narrower inside than outside`,
  ),
  ARC8013: warning('residual that is never taken', () => 'no instance of this `residual` adds its input'),
  ARC8014: warning<{ call: string }>(
    'stride in a repeat',
    ({ call }) => `every turn of this \`repeat\` makes the map smaller: \`${call}\` has a stride`,
  ),
  ARC8015: warning<{ what: string; name: string }>(
    'name in another style',
    ({ what, name }) => `the ${what} \`${name}\` is not written in snake_case`,
  ),
  ARC8016: warning<{ word: string }>(
    'unfinished documentation',
    ({ word }) => `the documentation says ${word}`,
  ),
  ARC8017: warning<{ what: string; name: string }>(
    'no documentation',
    ({ what, name }) => `the ${what} \`${name}\` has no documentation`,
  ),
  ARC8901: warning<{ code: string }>(
    'ignored without a reason',
    ({ code }) => `${code} is ignored here, and nothing says why`,
  ),
  ARC8902: warning<{ code: string }>('nothing to ignore', ({ code }) => `there is no ${code} here to ignore`),
  ARC8903: warning<{ code: string }>('code that cannot be ignored', ({ code }) =>
    code === ''
      ? 'the comment does not say which lint is to be ignored'
      : `\`${code}\` is no lint that could be ignored`,
  ),
};
