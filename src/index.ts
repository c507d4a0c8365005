// The public API: everything here runs in Node, in a worker and in a browser alike, without I/O of its own.
export {
  ArchError,
  type ArgumentValue,
  type Compiled,
  compile,
  type FileOptions,
  type LiveBlock,
  type Network,
  type NetworkChoice,
  type WeightChoice,
} from './api.ts';
export { type Analysis, analyse, buildChosen, type Choice, checkSource, networksOf } from './compile.ts';
export type { Diagnostic, Fix, Label } from './diagnostics/diagnostic.ts';
export { isError } from './diagnostics/diagnostic.ts';
export { type Code, codes, isCode, registry } from './diagnostics/registry.ts';
export { renderGithub } from './diagnostics/render/github.ts';
export { renderJson } from './diagnostics/render/json.ts';
export { renderSarif } from './diagnostics/render/sarif.ts';
export { renderText } from './diagnostics/render/text.ts';
export type { Severity } from './diagnostics/template.ts';
export { type FormatOptions, type Formatted, format } from './format/format.ts';
export { formatRange, type Range, type RangeFormatted } from './format/range.ts';
export { type Costs, costsByPart, nodeCosts, totalCosts } from './ir/costs.ts';
export { formatInference } from './ir/format-inference.ts';
export type { Graph, Module, Node, NodeId, Part } from './ir/graph.ts';
export type { InferenceGraph, InferenceNode } from './ir/inference.ts';
export { formatShape, type Shape } from './ir/shape.ts';
export { formatSize, type Size } from './ir/size.ts';
export { runTests, type TestResult } from './language-tests.ts';
export {
  applyGraph,
  checkLayers,
  type LayersApi,
  lowerToLayers,
  toLayersModel,
  trainedWeights,
} from './lower/layers/index.ts';
export { lowerNetwork, optimisedGraph, type PassObserver } from './lower/lower.ts';
export type { Lowering, WeightStorage } from './lower/lowering.ts';
export { type Metadata, type ModelOrigin, metadataBytes, modelMetadata } from './lower/metadata.ts';
export { type Target, targets } from './lower/targets.ts';
export { type Parsed, parse } from './parser/parse.ts';
export { type Host, memoryHost } from './source/host.ts';
export type { SourceFile, Span } from './source/source.ts';
export { initialise } from './weights/initialise.ts';
export { matchWeights, toOwnNames } from './weights/match.ts';
export { namedWeights } from './weights/named.ts';
export { readSafetensors } from './weights/safetensors.ts';
export type { Tensor, WeightValues } from './weights/tensor.ts';
export { writeSafetensors } from './weights/write-safetensors.ts';
