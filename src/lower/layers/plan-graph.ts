import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Graph, Node, NodeId } from '../../ir/graph.ts';
import { claimName, type Draft, emptyDraft, type Flow, type Plan, type PlannedInput } from './plan.ts';
import { dimsOf, isRefusal, place, type Site } from './site.ts';
import { lowerNode } from './table.ts';

export interface Planning {
  /** Whole only if there are no diagnostics. */
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

/** A network as stock layers; what nothing leads on to an output is left out. */
export function planGraph(graph: Graph): Planning {
  const draft = emptyDraft();
  const flows = new Map<NodeId, Flow>();
  const inputs = graph.inputs.map((id) => planInput(graph, draft, flows, id));
  const used = reachOutputs(graph);
  const diagnostics: Diagnostic[] = [];
  for (const node of graph.nodes) {
    if (node.op === 'input' || !used.has(node.id)) continue;
    const flow = planNode(graph, draft, flows, node, diagnostics);
    flows.set(node.id, flow);
  }
  const outputs = graph.outputs.map(({ name, node }) => ({ name, application: flowOf(flows, node).from }));
  const { layers, applications } = draft;
  return { plan: { name: graph.name, inputs, outputs, layers, applications }, diagnostics };
}

function planInput(graph: Graph, draft: Draft, flows: Map<NodeId, Flow>, id: NodeId): PlannedInput {
  const node = graph.nodes[id];
  if (!node) throw new Error(`the graph has no node ${id}`);
  const application = draft.applications.push({ layer: undefined, inputs: [] }) - 1;
  const dims = dimsOf(node.shape);
  flows.set(id, { from: application, dims });
  return { name: claimName(draft, node.path), dims, application };
}

/** The tensor that a node gives; where it was refused, a stand-in of its shape, so that others are looked at too. */
function planNode(
  graph: Graph,
  draft: Draft,
  flows: ReadonlyMap<NodeId, Flow>,
  node: Exclude<Node, { op: 'input' }>,
  diagnostics: Diagnostic[],
): Flow {
  const inputs = node.inputs.map((id) => flowOf(flows, id));
  const [x] = inputs;
  const shape = graph.nodes[node.inputs[0] ?? -1]?.shape;
  if (!x || !shape) throw new Error(`the node ${node.path} has no input`);
  const site: Site = { graph, draft, node, inputs, x, shape };
  const lowered = lowerNode(node, site);
  if (isRefusal(lowered)) {
    diagnostics.push(lowered);
    return { from: x.from, dims: dimsOf(node.shape) };
  }
  // What changes nothing stands in the model all the same, so that every path of the network is found there.
  if (inputs.includes(lowered))
    return place(site, '', 'Activation', { activation: 'linear' }, [lowered], lowered.dims);
  return lowered;
}

function flowOf(flows: ReadonlyMap<NodeId, Flow>, id: NodeId): Flow {
  const flow = flows.get(id);
  if (!flow) throw new Error(`the node ${id} is used before it is made`);
  return flow;
}

function reachOutputs(graph: Graph): ReadonlySet<NodeId> {
  const used = new Set(graph.outputs.map((output) => output.node));
  for (const id of used) for (const input of graph.nodes[id]?.inputs ?? []) used.add(input);
  return used;
}
