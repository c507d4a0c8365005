import type { ApplicationId, Plan } from './plan.ts';

/**
 * The order in which `tf.loadLayersModel` will apply layers, as the number of each application among those of its
 * layer, which is how a model file refers to it. The loader goes over the layers of the file again and again and
 * applies whatever is ready, so that a shared layer's later application may come before an earlier one; a file that
 * counts in any other order is wired wrongly without a word.
 */
export function loaderIndices(plan: Plan): readonly number[] {
  const indices: (number | undefined)[] = plan.applications.map(({ layer }) =>
    layer === undefined ? 0 : undefined,
  );
  let waiting = applicationsByLayer(plan);
  const applied = plan.layers.map(() => 0);
  while (waiting.some((each) => each.length > 0)) {
    waiting = waiting.map((pending, layer) =>
      pending.filter((id) => {
        const ready = plan.applications[id]?.inputs.every((input) => indices[input] !== undefined) ?? false;
        if (ready) {
          indices[id] = applied[layer] ?? 0;
          applied[layer] = (applied[layer] ?? 0) + 1;
        }
        return !ready;
      }),
    );
  }
  return indices.map((index) => index ?? 0);
}

/** The applications of each layer, in the order of the plan. */
export function applicationsByLayer(plan: Plan): readonly (readonly ApplicationId[])[] {
  const byLayer: ApplicationId[][] = plan.layers.map(() => []);
  plan.applications.forEach(({ layer }, id) => {
    if (layer !== undefined) byLayer[layer]?.push(id);
  });
  return byLayer;
}
