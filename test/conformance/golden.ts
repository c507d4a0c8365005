import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Compiled, compile, type NetworkChoice } from '../../src/index.ts';
import { diskHost } from '../../src/node.ts';
import type { Host } from '../../src/source/host.ts';
import { readSafetensors, type TensorFile } from '../../src/weights/safetensors.ts';

/** A file of reference tensors and the network whose they are. */
export interface GoldenCase {
  /** Of the file, without `.safetensors`. */
  readonly name: string;
  /** The program, relative to the root of the project; undefined: one `irblock`, with the arguments in the file. */
  readonly program?: string;
  readonly choice?: Pick<NetworkChoice, 'network' | 'set'>;
  /** The file holds a training step too. */
  readonly trains?: true;
}

/** Every reference there is. A file that is not found fails its tests: a comparison that is left out proves nothing. */
export const goldenCases: readonly GoldenCase[] = [
  { name: 'irblock_10_14_s2_e1.25_6x9' },
  { name: 'irblock_12_12_s1_e2.5_5x5' },
  { name: 'irblock_16_16_s1_e1_7x7', trains: true },
  { name: 'irblock_16_24_s2_e6_1x1' },
  { name: 'irblock_24_24_s1_e6_9x6', trains: true },
  { name: 'irblock_24_32_s1_e6_8x8' },
  { name: 'irblock_32_64_s2_e4_16x16', trains: true },
  { name: 'irblock_6_6_s1_e0.5_4x4' },
  { name: 'irblock_8_8_s2_e1_15x15', trains: true },
  {
    name: 'silu_mobilenet_v2_body_w0.35_96',
    program: 'test/fixtures/conformance/silu_mobilenet_v2_body.arch',
    choice: { set: { width: 0.35, size: 96 } },
  },
  {
    name: 'mobilenet_v2_w0.35_64',
    program: 'examples/mobilenet_v2.arch',
    choice: { set: { width: 0.35, classes: 10, size: 64 } },
  },
  {
    name: 'mobilenet_v3_small_w0.5_64',
    program: 'examples/mobilenet_v3.arch',
    choice: { network: 'mobilenet_v3_small', set: { width: 0.5, classes: 10, size: 64 } },
  },
  {
    name: 'mnasnet_a0.35_64',
    program: 'examples/mnasnet.arch',
    choice: { set: { width: 0.35, classes: 10, size: 64 } },
  },
  {
    name: 'shufflenet_v2_tiny_64',
    program: 'examples/shufflenet_v2.arch',
    choice: { set: { channels: [12, 24, 48, 96, 256], repeats: [2, 3, 2], classes: 10, size: 64 } },
  },
  {
    name: 'efficientnet_b0_w0.35_d0.35_64',
    program: 'examples/efficientnet.arch',
    choice: { set: { width: 0.35, depth: 0.35, classes: 10, size: 64 } },
  },
];

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the files lie; the small ones are in the project, the large ones beside it or where ARCHC_GOLDEN says. */
function goldenFolders(): readonly string[] {
  return [process.env.ARCHC_GOLDEN ?? `${root}../shared/golden`, `${root}test/fixtures/golden`];
}

/** @throws if no folder has the file; the message says where it was looked for. */
export function readGolden(name: string): { readonly file: TensorFile; readonly bytes: Uint8Array } {
  const folders = goldenFolders();
  const path = folders.map((folder) => `${folder}/${name}.safetensors`).find((each) => existsSync(each));
  if (path === undefined) {
    throw new Error(
      `the reference ${name}.safetensors is neither in ${folders.join(' nor in ')}; ` +
        'ARCHC_GOLDEN names the folder that holds it',
    );
  }
  const bytes = new Uint8Array(readFileSync(path));
  return { file: readTensors(bytes, path), bytes };
}

/** The tensors of a .safetensors file. */
export function readTensors(bytes: Uint8Array, path: string): TensorFile {
  const read = readSafetensors(bytes, path);
  if ('diagnostics' in read) throw new Error(read.diagnostics.map((each) => each.message).join('\n'));
  return read.file;
}

/** The case's program, compiled. */
export function compileCase(golden: GoldenCase, file: TensorFile): Compiled {
  if (golden.program !== undefined) return compile(diskHost(), `${root}${golden.program}`);
  return compileText(oneBlock(file));
}

/** A program that is given as text and may import the standard library. */
export function compileText(text: string): Compiled {
  const disk = diskHost();
  const host: Host = { ...disk, read: (path) => (path === 'program.arch' ? text : disk.read(path)) };
  return compile(host, 'program.arch');
}

export interface BlockArguments {
  readonly inp: number;
  readonly oup: number;
  readonly stride: number;
  readonly expansion: number;
}

/** What the reference of a block was made with. */
export function blockArguments(file: TensorFile): BlockArguments {
  return JSON.parse(file.metadata.get('config') ?? '{}');
}

function oneBlock(file: TensorFile): string {
  const { inp, oup, stride, expansion } = blockArguments(file);
  const [, , height, width] = file.tensors.find(({ name }) => name === 'input')?.shape ?? [];
  return `
    import { irblock } from "std/mobilenet"
    network one_block {
      input x: [${height}, ${width}, ${inp}]
      irblock(inp = ${inp}, oup = ${oup}, stride = ${stride}, expansion = ${expansion})
    }
  `;
}
