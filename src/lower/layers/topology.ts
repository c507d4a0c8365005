import { applicationsByLayer, loaderIndices } from './loader-order.ts';
import type { ApplicationId, Plan, PlannedInput } from './plan.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The `modelTopology` of a layers-model: the Keras 2 form of a functional model. */
export function modelTopology(plan: Plan): Json {
  const indices = loaderIndices(plan);
  const reference = referencesIn(plan, indices);
  const byLayer = applicationsByLayer(plan);
  const layers = plan.layers.map((layer, i) => {
    const ordered = [...(byLayer[i] ?? [])].sort((a, b) => (indices[a] ?? 0) - (indices[b] ?? 0));
    return {
      class_name: layer.className,
      name: layer.name,
      config: { name: layer.name, trainable: layer.trainable, ...pythonic(layer.config) },
      inbound_nodes: ordered.map((id) =>
        (plan.applications[id]?.inputs ?? []).map((each) => [...reference(each), {}]),
      ),
    };
  });
  return {
    class_name: 'Model',
    config: {
      name: plan.name,
      layers: [...plan.inputs.map(inputLayer), ...layers],
      input_layers: plan.inputs.map((input) => reference(input.application)),
      output_layers: plan.outputs.map((output) => reference(output.application)),
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}

function inputLayer({ name, dims }: PlannedInput): Json {
  const config = { batch_input_shape: [null, ...dims], dtype: 'float32', sparse: false, name };
  return { class_name: 'InputLayer', name, config, inbound_nodes: [] };
}

/** How a file names a tensor: layer, which of its applications, which of its outputs. */
function referencesIn(
  plan: Plan,
  indices: readonly number[],
): (id: ApplicationId) => readonly [string, number, 0] {
  const inputs = new Map(plan.inputs.map((input) => [input.application, input.name]));
  return (id) => {
    const layer = plan.applications[id]?.layer;
    const name = layer === undefined ? inputs.get(id) : plan.layers[layer]?.name;
    if (name === undefined) throw new Error(`the plan has no application ${id}`);
    return [name, indices[id] ?? 0, 0];
  };
}

/** Keys and words in snake case, as Python writes them and the loader expects. */
function pythonic(config: object): { readonly [key: string]: Json } {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [snakeCase(key), plain(value)]));
}

function plain(value: unknown): Json {
  if (typeof value === 'string') return snakeCase(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  throw new Error(`a layer's setting is neither a word, a number nor a list: ${String(value)}`);
}

function snakeCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
