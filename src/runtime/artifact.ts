/**
 * A tfjs model as files: `model.json` and the weight files it lists (`group1-shard1of2.bin`, …), by name.
 * The same whether a target has just made it or it was read from a folder.
 */
export interface ModelFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
}
