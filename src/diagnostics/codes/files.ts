import { error } from '../template.ts';

/** ARC7: files and environment. 70xx files and folders, 71xx backends, models to run, and pictures. */
export const files = {
  ARC7001: error<{ path: string; reason: string }>(
    'a file that cannot be read',
    ({ path, reason }) => `\`${path}\` cannot be read: ${reason}`,
  ),
  ARC7002: error<{ path: string; reason: string }>(
    'a file that cannot be written',
    ({ path, reason }) => `\`${path}\` cannot be written: ${reason}`,
  ),
  ARC7003: error<{ path: string }>(
    'files that archc did not write',
    ({ path }) => `\`${path}\` exists, and archc did not write it`,
  ),
  ARC7004: error<{ path: string }>('nothing found', ({ path }) => `no .arch file is found at \`${path}\``),
  ARC7005: error<{ networks: string; folder: string }>(
    'two networks for one folder',
    ({ networks, folder }) => `${networks} would both be written to \`${folder}\``,
  ),
  ARC7006: error<{ path: string; example: string }>(
    'a folder that is not empty',
    ({ path, example }) => `\`${path}\` is not empty: it holds \`${example}\``,
  ),
  ARC7007: error<{ path: string }>(
    'a file of another kind',
    ({ path }) => `\`${path}\` is not formatted: its name does not end in \`.arch\``,
  ),
  ARC7101: error<{ backend: string; reason: string }>(
    'a backend that cannot be used',
    ({ backend, reason }) => `the backend \`${backend}\` cannot be used: ${reason}`,
  ),
  ARC7102: error<{ library: string; reason: string }>(
    'a library that does not load',
    ({ library, reason }) => `\`${library}\` does not load: ${reason}`,
  ),
  ARC7111: error<{ path: string; reason: string }>(
    'a model that cannot be read',
    ({ path, reason }) => `the model \`${path}\` cannot be read: ${reason}`,
  ),
  ARC7112: error<{ path: string; reason: string }>(
    'a file that is not a model',
    ({ path, reason }) => `\`${path}\` is not a model that can be loaded: ${reason}`,
  ),
  ARC7113: error<{ path: string; shard: string }>(
    'a missing weight file',
    ({ path, shard }) => `\`${path}\` lists the weight file \`${shard}\`, which is missing`,
  ),
  ARC7114: error<{ path: string; expected: number; found: number }>(
    'weight files of the wrong length',
    ({ path, expected, found }) =>
      `the weights that \`${path}\` lists take ${expected} bytes, but its weight files hold ${found}`,
  ),
  ARC7115: error<{ path: string; target: string; backend: string }>(
    'a backend for other models',
    ({ path, target, backend }) =>
      `the backend \`${backend}\` cannot run \`${path}\`, which is a model of the target \`${target}\``,
  ),
  ARC7121: error<{ path: string; reason: string }>(
    'a picture that cannot be read',
    ({ path, reason }) => `the picture \`${path}\` cannot be read: ${reason}`,
  ),
  ARC7122: error<{ path: string; reason: string }>(
    'a file that is not a picture',
    ({ path, reason }) => `\`${path}\` is not a picture that can be decoded: ${reason}`,
  ),
  ARC7123: error<{ shape: string }>(
    'a network that does not take a picture',
    ({ shape }) =>
      `a picture cannot be given to an input of shape ${shape}: it takes [height, width, 1] or [height, width, 3]`,
  ),
  ARC7131: error<{ path: string; input: string; file: string }>(
    'an input without a tensor',
    ({ path, input, file }) =>
      `\`${path}\` has an input \`${input}\`, and \`${file}\` has no tensor of that name`,
  ),
  ARC7132: error<{ input: string; expected: string; found: string }>(
    'a tensor of another shape',
    ({ input, expected, found }) => `the input \`${input}\` takes ${expected}, and the tensor is ${found}`,
  ),
  ARC7133: error<{ path: string; labels: number; classes: number | undefined }>(
    'labels that do not fit',
    ({ path, labels, classes }) =>
      `\`${path}\` has ${labels} ${labels === 1 ? 'line' : 'lines'}, but the network ${classes === undefined ? 'does not tell classes apart' : `has ${classes} classes`}`,
  ),
  ARC7134: error<{ path: string; inputs: string }>(
    'one picture for several inputs',
    ({ path, inputs }) => `\`${path}\` has several inputs, ${inputs}, and one picture was given`,
  ),
  ARC7135: error<{ path: string; reason: string }>(
    'a run that fails',
    ({ path, reason }) => `\`${path}\` cannot be computed on this input: ${reason}`,
  ),
  ARC7151: error<{ path: string; reason: string }>(
    'settings that cannot be read',
    ({ path, reason }) => `\`${path}\` does not hold the settings of a project: ${reason}`,
  ),
};
