// So many inverted residual blocks as in bench/scale.ts, built by tf.layers code: node irblocks-tfjs.mjs COUNT
import * as tf from '@tensorflow/tfjs';

const count = Number(process.argv[2]);
await tf.setBackend('cpu');
const pointwise = (filters) =>
  tf.layers.conv2d({ filters, kernelSize: 1, useBias: false, kernelInitializer: 'zeros' });
const norm = () => tf.layers.batchNormalization({ epsilon: 1e-5 });
const swish = () => tf.layers.activation({ activation: 'swish' });

const image = tf.input({ shape: [32, 32, 16] });
let x = image;
for (let i = 0; i < count; i++) {
  let y = swish().apply(norm().apply(pointwise(64).apply(x)));
  const depthwise = tf.layers.depthwiseConv2d({
    kernelSize: 3,
    padding: 'same',
    useBias: false,
    depthwiseInitializer: 'zeros',
  });
  y = swish().apply(norm().apply(depthwise.apply(y)));
  y = norm().apply(pointwise(16).apply(y));
  x = tf.layers.add().apply([x, y]);
}
tf.model({ inputs: image, outputs: x });
