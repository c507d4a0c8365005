import { error, warning } from '../template.ts';

/** ARC6: weights. 60xx the file itself, 61xx the file against the network, 63xx storage. */
export const weights = {
  ARC6001: error<{ path: string; reason: string }>(
    'not a safetensors file',
    ({ path, reason }) => `\`${path}\` is not a safetensors file: ${reason}`,
  ),
  ARC6002: error<{ path: string; reason: string }>(
    'a weights file that is cut short',
    ({ path, reason }) => `\`${path}\` is cut short: ${reason}`,
  ),
  ARC6003: error<{ path: string; name: string }>(
    'a tensor named twice in a weights file',
    ({ path, name }) =>
      `\`${path}\` names the tensor \`${name}\` twice, so that it is not clear which one is meant`,
  ),
  ARC6004: error<{ path: string; name: string; reason: string }>(
    'a broken tensor in a weights file',
    ({ path, name, reason }) => `the tensor \`${name}\` of \`${path}\` is broken: ${reason}`,
  ),
  ARC6005: error<{ path: string; name: string; dtype: string; more: number }>(
    'a tensor type that weights cannot have',
    ({ path, name, dtype, more }) => {
      const others =
        more === 0 ? '' : more === 1 ? ' (and one more tensor like it)' : ` (and ${more} more like it)`;
      return `\`${path}\` stores \`${name}\` as ${dtype}${others}; weights are read from F32, F16, BF16 and F64`;
    },
  ),

  ARC6101: error<{ path: string; found: string }>(
    'weights that do not fit the network',
    ({ path, found }) => `\`${path}\` does not fit the network: ${found}`,
  ),
  ARC6102: error<{ path: string; first: string; last: string }>(
    'a weights file that lost the order of its tensors',
    ({ path, first, last }) =>
      `\`${path}\` lists its tensors sorted by name (\`${first}\` to \`${last}\`), so their order no longer says which belongs to which layer`,
  ),
  ARC6103: error<{ path: string; names: string }>(
    'a name in the order of weights that the file does not have',
    ({ path, names }) => `the order of weights names ${names}, which \`${path}\` does not have`,
  ),
  ARC6104: error<{ path: string; names: string }>(
    'a tensor that the order of weights leaves out',
    ({ path, names }) => `the order of weights leaves out ${names} of \`${path}\``,
  ),
  ARC6105: error<{ names: string }>(
    'a name that the order of weights repeats',
    ({ names }) => `the order of weights names ${names} more than once`,
  ),
  ARC6106: error<{ path: string; prefix: string }>(
    'no tensor with the prefix',
    ({ path, prefix }) => `no tensor of \`${path}\` has a name that begins with \`${prefix}\``,
  ),

  ARC6301: warning<{ file: string; weight: string; value: number; more: number }>(
    'weights that are not numbers',
    ({ file, weight, value, more }) =>
      `\`${file}\` holds ${value} in \`${weight}\`${more > 0 ? ` and ${more} more weights` : ''}: what is computed with it is no number`,
  ),
  ARC6302: error<{ total: number; most: number }>(
    'more weights than a model can hold',
    ({ total, most }) =>
      `the network has ${total.toLocaleString('en-US')} weights, and a model holds at most ${most.toLocaleString('en-US')}`,
  ),
};
