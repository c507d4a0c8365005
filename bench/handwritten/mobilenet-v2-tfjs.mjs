// The program that one writes without archc: MobileNetV2 in tf.layers, saved to a folder. Node with plain tfjs has no
// file system handler, so it comes with one.
//
//   node bench/handwritten/mobilenet-v2-tfjs.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';

const SHARD_BYTES = 4 * 1024 * 1024;

function convolution(x, filters, kernelSize, strides) {
  if (kernelSize > 1) x = tf.layers.zeroPadding2d({ padding: 1 }).apply(x);
  return tf.layers
    .conv2d({ filters, kernelSize, strides, useBias: false, kernelInitializer: 'heNormal' })
    .apply(x);
}

function norm(x) {
  return tf.layers.batchNormalization({ epsilon: 1e-5, momentum: 0.9 }).apply(x);
}

function relu6(x) {
  return tf.layers.reLU({ maxValue: 6 }).apply(x);
}

function depthwise(x, strides) {
  const padded = tf.layers.zeroPadding2d({ padding: 1 }).apply(x);
  const depthwiseInitializer = 'heNormal';
  return tf.layers
    .depthwiseConv2d({ kernelSize: 3, strides, useBias: false, depthwiseInitializer })
    .apply(padded);
}

function invertedResidual(x, oup, stride, expansion) {
  const inp = x.shape[3];
  let y = x;
  if (expansion !== 1) y = relu6(norm(convolution(y, inp * expansion, 1, 1)));
  y = relu6(norm(depthwise(y, stride)));
  y = norm(convolution(y, oup, 1, 1));
  return stride === 1 && inp === oup ? tf.layers.add().apply([x, y]) : y;
}

function mobileNetV2() {
  const image = tf.input({ shape: [224, 224, 3] });
  let x = relu6(norm(convolution(image, 32, 3, 2)));
  const stages = [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ];
  for (const [expansion, oup, blocks, stride] of stages) {
    for (let i = 0; i < blocks; i++) x = invertedResidual(x, oup, i === 0 ? stride : 1, expansion);
  }
  x = relu6(norm(convolution(x, 1280, 1, 1)));
  x = tf.layers.globalAveragePooling2d({}).apply(x);
  x = tf.layers.dropout({ rate: 0.2 }).apply(x);
  x = tf.layers.dense({ units: 1000 }).apply(x);
  return tf.model({ inputs: image, outputs: x });
}

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
