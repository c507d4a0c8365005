// MobileNetV2 1.0 as one writes it with tf.layers. Padding as Keras' own MobileNetV2 has it: a layer for it in front of
// stride 2 only, where TensorFlow's `same` would pad the other side.
import * as tf from '@tensorflow/tfjs';

/** `activation` makes the layer behind a batch normalisation. */
export function mobileNetV2(activation = () => tf.layers.reLU({ maxValue: 6 })) {
  const norm = () => tf.layers.batchNormalization({ epsilon: 1e-5, momentum: 0.9 });
  const normalised = (x) => activation().apply(norm().apply(x));

  const image = tf.input({ shape: [224, 224, 3] });
  let x = normalised(convolution(image, 32, 3, 2));
  const stages = [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ];
  for (const [expansion, oup, blocks, firstStride] of stages) {
    for (let i = 0; i < blocks; i++) {
      const inp = x.shape[3];
      const stride = i === 0 ? firstStride : 1;
      let y = x;
      if (expansion !== 1) y = normalised(convolution(y, inp * expansion, 1, 1));
      y = normalised(depthwise(y, stride));
      y = norm().apply(convolution(y, oup, 1, 1));
      x = stride === 1 && inp === oup ? tf.layers.add().apply([x, y]) : y;
    }
  }
  x = normalised(convolution(x, 1280, 1, 1));
  x = tf.layers.globalAveragePooling2d({}).apply(x);
  x = tf.layers.dropout({ rate: 0.2 }).apply(x);
  return tf.model({ inputs: image, outputs: tf.layers.dense({ units: 1000 }).apply(x) });
}

function convolution(x, filters, kernelSize, strides) {
  const { input, padding } = padded(x, kernelSize, strides);
  const options = { filters, kernelSize, strides, padding, useBias: false, kernelInitializer: 'heNormal' };
  return tf.layers.conv2d(options).apply(input);
}

function depthwise(x, strides) {
  const { input, padding } = padded(x, 3, strides);
  const options = { kernelSize: 3, strides, padding, useBias: false, depthwiseInitializer: 'heNormal' };
  return tf.layers.depthwiseConv2d(options).apply(input);
}

function padded(x, kernelSize, strides) {
  if (kernelSize === 1 || strides === 1) return { input: x, padding: 'same' };
  return { input: tf.layers.zeroPadding2d({ padding: 1 }).apply(x), padding: 'valid' };
}
