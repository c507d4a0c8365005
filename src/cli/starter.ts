const NET = `import { conv_bn } from "std/layers"
import { irblock } from "std/mobilenet"

/// Sorts colour pictures of 96x96 into classes, with inverted residual blocks.
network net(width: float = 1.0, classes: int = 10) {
  // Height, width, channels; the batch is left out.
  input image: [96, 96, 3]

  // A part with a label: its weights are called stem.conv2d.kernel, ...
  stem: conv_bn(int(16 * width), stride = 2, act = silu)

  // One stage a line: expansion, channels, blocks, stride of the first block.
  for (t, c, n, s) in [
    (1, 16, 1, 1),
    (4, 24, 2, 2),
    (4, 40, 3, 2),
    (4, 64, 2, 2),
  ] {
    let oup = int(c * width)
    irblock(oup = oup, stride = s, expansion = t)
    // A block that keeps the shape has a skip connection; irblock sees that by itself.
    repeat n - 1 { irblock(oup = oup, expansion = t) }
  }

  head: conv_bn(256, kernel = 1, act = silu)
  global_avg_pool() -> dropout(0.2) -> dense(classes) -> softmax()

  // Checked whenever the network is built.
  expect output == [classes]
}

test "the last feature map is a sixteenth of the picture" {
  input image: [96, 96, 3]
  conv_bn(16, stride = 2, act = silu)
  irblock(oup = 24, stride = 2)
  irblock(oup = 40, stride = 2)
  irblock(oup = 64, stride = 2)
  expect shape == [6, 6, 64]
}

test "the network is small" {
  net()
  expect params <= 200K
  expect macs <= 30M
}

test "a stride of 3 is refused" fails "ARC3" {
  input image: [96, 96, 3]
  irblock(oup = 24, stride = 3)
}
`;

const README = `# A network in .arch

\`net.arch\` declares a small image classifier made of inverted residual blocks, and tests of it.

| command | what it does |
| --- | --- |
| \`archc check net.arch\` | reports what is wrong; with \`--watch\`, whenever the file is saved |
| \`archc test net.arch\` | runs the tests at its end |
| \`archc summary net.arch\` | lists the parts with their shapes, parameters and multiply-accumulates |
| \`archc build net.arch\` | writes \`build/net\`, a model that TensorFlow.js loads; try \`--set width=0.5\` |
| \`archc run net.arch --image picture.png\` | compiles it and runs it on a picture |

\`archc explain ARC3101\` explains the code of an error.
`;

/** The files of a new project. */
export function starterFiles(): ReadonlyMap<string, Uint8Array> {
  const encoder = new TextEncoder();
  return new Map([
    ['net.arch', encoder.encode(NET)],
    ['README.md', encoder.encode(README)],
  ]);
}
