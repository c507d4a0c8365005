import { error } from '../template.ts';

/** ARC3: shapes and structural rules. 30xx the flow, 31xx rules of blocks, 32xx shapes at layers and joins. */
export const shapes = {
  ARC3001: error<{ what: string }>('nothing flows here', ({ what }) => `no tensor reaches ${what}`),
  ARC3002: error('lost result', () => 'this replaces a result that nothing has used or named'),
  ARC3003: error<{ name: string }>(
    'input that reaches no output',
    ({ name }) => `the input \`${name}\` reaches no output`,
  ),
  ARC3004: error<{ name: string }>(
    'network without a result',
    ({ name }) => `\`${name}\` has neither an output nor a result`,
  ),
  ARC3005: error(
    '`drop_path` off a residual path',
    () => '`drop_path` drops a branch of an addition, and here it stands on none',
  ),
  ARC3006: error(
    'empty residual',
    () => 'the body of this `residual` is empty, so that it would double its input',
  ),
  ARC3007: error(
    'shortcut without a residual',
    () => 'this `residual` has a `shortcut`, but `when` is false',
  ),
  ARC3008: error<{ name: string; problem: string }>(
    'shared weights differ',
    ({ name, problem }) => `\`${name}\` cannot share its weights here: ${problem}`,
  ),
  ARC3100: error<{ block: string; message: string }>(
    'a requirement',
    ({ block, message }) => `\`${block}\`: ${message}`,
  ),
  ARC3101: error<{ block: string; message: string }>(
    'the stride rule',
    ({ block, message }) => `\`${block}\`: ${message}`,
  ),
  ARC3102: error<{ block: string; name: string; told: string; found: string; axis: string }>(
    'argument against tensor',
    ({ block, name, told, found, axis }) =>
      `\`${block}\` was told ${name} = ${told}, but the tensor that reaches it has ${found} ${axis}`,
  ),
  ARC3103: error<{ block: string; message: string }>(
    'the residual rule',
    ({ block, message }) => `\`${block}\`: ${message}`,
  ),
  ARC3104: error<{ join: string; skip: string; body: string }>(
    'residual of unequal shapes',
    ({ join, skip, body }) => `the residual would ${join} ${skip} and ${body}`,
  ),
  ARC3105: error<{ block: string; expected: string; found: string }>(
    'input against signature',
    ({ block, expected, found }) => `\`${block}\` takes ${expected}, but ${found} reaches it`,
  ),
  ARC3106: error<{ block: string; expected: string; found: string }>(
    'output against signature',
    ({ block, expected, found }) => `\`${block}\` promises ${expected}, but its body produces ${found}`,
  ),
  ARC3107: error<{ name: string; size: string }>(
    'symbolic size as an int',
    ({ name, size }) => `\`${name}\` is ${size}, which is not known when the network is compiled`,
  ),
  ARC3108: error<{ left: string; right: string }>(
    'product of symbolic sizes',
    ({ left, right }) => `${left} times ${right} is a product of symbolic sizes`,
  ),
  ARC3109: error<{ size: string; input: string }>(
    'impossible size',
    ({ size, input }) => `a size must be 1 or more; \`${input}\` has ${size}`,
  ),
  ARC3201: error<{ layer: string; wanted: string; found: string }>(
    'wrong number of axes',
    ({ layer, wanted, found }) => `\`${layer}\` takes ${wanted}, but the tensor that reaches it is ${found}`,
  ),
  ARC3202: error<{ layer: string; axis: string; kernel: number; input: string; padding: string }>(
    'kernel larger than its input',
    ({ layer, axis, kernel, input, padding }) =>
      `the window of \`${layer}\` spans ${kernel} pixels of ${axis}, but its input has only ${input}${padding}`,
  ),
  ARC3203: error<{ layer: string; axis: string; input: string; result: string }>(
    'empty result',
    ({ layer, axis, input, result }) =>
      `\`${layer}\` leaves nothing of the ${axis}: ${input} becomes ${result}, and a size is at least 1`,
  ),
  ARC3204: error<{ layer: string; parameter: string; minimum: number; found: number }>(
    'argument too small',
    ({ layer, parameter, minimum, found }) =>
      `\`${parameter}\` of \`${layer}\` must be at least ${minimum}, found ${found}`,
  ),
  ARC3205: error<{ layer: string; parameter: string; range: string; found: number }>(
    'argument out of range',
    ({ layer, parameter, range, found }) =>
      `\`${parameter}\` of \`${layer}\` must be ${range}, found ${found}`,
  ),
  ARC3206: error<{ layer: string; channels: number; groups: number }>(
    'channels not divisible by groups',
    ({ layer, channels, groups }) =>
      `\`${layer}\` cannot split ${channels} channels into ${groups} groups of equal size`,
  ),
  ARC3207: error<{ layer: string; channels: string; shape: string }>(
    'symbolic number of channels',
    ({ layer, channels, shape }) =>
      `\`${layer}\` needs a known number of channels, but in ${shape} it is \`${channels}\``,
  ),
  ARC3208: error<{ layer: string; shape: string; why: string }>(
    'known size needed',
    ({ layer, shape, why }) => `\`${layer}\` cannot take ${shape}: ${why}`,
  ),
  ARC3209: error<{ from: string; fromCount: number; to: string; toCount: number }>(
    'reshape to another number of elements',
    ({ from, fromCount, to, toCount }) =>
      `\`reshape\` cannot make ${to} of ${from}: the first holds ${toCount} numbers, the second ${fromCount}`,
  ),
  ARC3210: error<{ start: number; stop: number; channels: number }>(
    'slice out of range',
    ({ start, stop, channels }) =>
      `\`slice\` takes channels ${start} to ${stop}, but the tensor that reaches it has only ${channels}`,
  ),
  ARC3211: error<{ start: number; stop: number }>(
    'empty slice',
    ({ start, stop }) => `\`slice\` from ${start} to ${stop} holds no channel: \`stop\` is not included`,
  ),
  ARC3212: error<{ scale: string; size: string }>(
    'scale and size together',
    ({ scale, size }) =>
      `\`upsample\` takes either \`scale\` or \`size\`, but both are given: scale = ${scale}, size = ${size}`,
  ),
  ARC3213: error<{ parameter: string; numbers: number; channels: number }>(
    'one number a channel',
    ({ parameter, numbers, channels }) =>
      `\`${parameter}\` of \`normalize\` has ${numbers} numbers, but the tensor that reaches it has ${channels} channel${channels === 1 ? '' : 's'}`,
  ),
  ARC3214: error<{ found: number }>(
    'deviation not above 0',
    ({ found }) => `\`std\` of \`normalize\` divides, so it must be above 0, found ${found}`,
  ),
  ARC3215: error<{
    layer: string;
    first: string;
    other: string;
    basePlace: string;
    place: string;
    what: string;
  }>(
    'tensors that do not fit together',
    ({ layer, first, other, basePlace, place, what }) =>
      `\`${layer}\` cannot join ${first} and ${other} (the ${basePlace} and the ${place} tensor): ${what}`,
  ),
  ARC3216: error<{ axis: number; shape: string; rank: number }>(
    'no such axis',
    ({ axis, shape, rank }) =>
      `\`concat\` is told axis ${axis}, but ${shape} has only the axes 0 to ${rank - 1}`,
  ),
  ARC3217: error<{ layer: string; count: number }>(
    'nothing to join',
    ({ layer, count }) => `\`${layer}\` joins two tensors or more, found ${count}`,
  ),
  ARC3218: error<{ layer: string; padding: number; kernel: number }>(
    'padding wider than half the window',
    ({ layer, padding, kernel }) =>
      `\`${layer}\` with a kernel of ${kernel} can be padded by ${Math.floor(kernel / 2)} at most on each side, found ${padding}`,
  ),
  ARC3219: error<{ layer: string }>(
    'size out of bounds',
    ({ layer }) => `the result of \`${layer}\` has a size that is too large to be worked out exactly`,
  ),
  ARC3220: error<{ outputPadding: number; stride: number }>(
    'output padding reaches the stride',
    ({ outputPadding, stride }) =>
      `\`output_padding\` of \`conv2d_transpose\` must be smaller than its stride of ${stride}, found ${outputPadding}`,
  ),
  ARC3221: error<{ filters: number; groups: number }>(
    'filters not divisible by groups',
    ({ filters, groups }) =>
      `\`conv2d\` cannot share out ${filters} filters among ${groups} groups of equal size`,
  ),
  ARC3222: error<{ parameter: string; layer: string }>(
    'empty list',
    ({ parameter, layer }) => `\`${parameter}\` of \`${layer}\` is an empty list`,
  ),
};
