// The program that one writes without archc: MobileNetV2 in tf.layers, saved to a folder. Node with plain tfjs has no
// file system handler, so it comes with one.
//
//   node bench/handwritten/mobilenet-v2-tfjs.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mobileNetV2 } from './mobilenet-v2-layers.mjs';

const SHARD_BYTES = 4 * 1024 * 1024;

function fileHandler(folder) {
  return {
    async save({ modelTopology, weightSpecs, weightData }) {
      mkdirSync(folder, { recursive: true });
      const bytes = new Uint8Array(weightData);
      const paths = [];
      for (let at = 0; at < bytes.length; at += SHARD_BYTES) {
        paths.push(`group1-shard${paths.length + 1}.bin`);
        writeFileSync(join(folder, paths[paths.length - 1]), bytes.subarray(at, at + SHARD_BYTES));
      }
      const weightsManifest = [{ paths, weights: weightSpecs }];
      const model = {
        format: 'layers-model',
        generatedBy: 'tfjs',
        convertedBy: null,
        modelTopology,
        weightsManifest,
      };
      writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    },
  };
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('say where to: node mobilenet-v2-tfjs.mjs FOLDER');
const model = mobileNetV2();
await model.save(fileHandler(folder));
console.log(`${folder}  ${model.countParams()} numbers`);
