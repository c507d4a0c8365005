import { type Target, targets } from '../../src/lower/targets.ts';
import type { Runner } from '../../src/runtime/runner.ts';
import type { Tensor } from '../../src/weights/tensor.ts';
import { filesOf, type Network } from './networks.ts';

/** How many bytes the files of each target have with float16 weights, of those with float32. */
export async function float16Sizes(
  network: Network,
): Promise<readonly { readonly target: Target; readonly ratio: number }[]> {
  const sizes = targets.map(async (target) => {
    const half = bytesOf(await filesOf(network, target, 'float16'));
    return { target, ratio: half / bytesOf(await filesOf(network, target)) };
  });
  return Promise.all(sizes);
}

/** For how many images two models of the same classes have the same one first. */
export async function keptTopClasses(a: Runner, b: Runner, images: readonly Tensor[]): Promise<number> {
  let kept = 0;
  for (const image of images) {
    if ((await topClass(a, image)) === (await topClass(b, image))) kept++;
  }
  return kept;
}

async function topClass(runner: Runner, image: Tensor): Promise<number> {
  const [scores] = await runner.run([image]);
  if (!scores) throw new Error('the model has no output');
  return scores.data.indexOf(scores.data.reduce((most, each) => Math.max(most, each)));
}

function bytesOf(files: ReadonlyMap<string, Uint8Array>): number {
  return [...files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
}
