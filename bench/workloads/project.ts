/** Ten files of two hundred lines: what two people might write in a year. The network imports all of the others. */
export function project(): Map<string, string> {
  const files = new Map([['common.arch', common()]]);
  const families = ['stem', 'mobile', 'thick', 'wide', 'deep', 'light', 'split', 'head'];
  for (const [i, family] of families.entries()) files.set(`${family}.arch`, blocks(family, i));
  files.set('net.arch', networks(families));
  return files;
}

const LINES = 200;

function padded(parts: string[], more: (i: number) => string): string {
  const count = () => parts.join('\n').split('\n').length;
  for (let i = 0; count() < LINES - 10; i++) parts.push(more(i));
  return `${parts.join('\n')}\n`;
}

function common(): string {
  const head = `// What all families share.

const WIDTHS = [16, 24, 32, 48, 64, 96]

fn scaled(channels: int, width: float) -> int = max(8, int(channels * width / 8) * 8)

block unit(oup: int, stride: int = 1, act: layer = relu) : [h, w, c] -> [ceil(h / stride), ceil(w / stride), oup] {
  conv2d(oup, stride = stride, bias = false) -> batch_norm() -> act()
  // end
}
`;
  return padded(
    [head],
    (i) => `/// Halves a map, form ${i}.
block down_${i}(oup: int, act: layer = relu) : [h, w, c] -> [ceil(h / 2), ceil(w / 2), oup] {
  unit(oup, stride = 2, act = act)
  residual { unit(oup, act = act) -> conv2d(oup, kernel = 1) }
}

test "down_${i} halves" {
  input x: [16, 16, 8]
  down_${i}(16)
  expect output == [8, 8, 16]
}
`,
  );
}

function blocks(family: string, seed: number): string {
  const head = `import { conv_bn, squeeze_excite } from "std/layers"
import { irblock } from "std/mobilenet"
import { scaled, unit } from "./common"

/// The ${family} family begins with this.
block ${family}(oup: int) : [h, w, c] -> [h, w, oup] {
  let inner = scaled(oup, ${1 + seed / 8})
  unit(inner) -> unit(oup)
  // end
}
`;
  return padded(
    [head],
    (i) => `/// Unit ${i} of the ${family} family.
///
/// - \`oup\`: channels of the result.
/// - \`stride\`: 1 or 2.
block ${family}_${i}(oup: int, stride: int = 1, act: layer = silu)
  : [h, w, c] -> [ceil(h / stride), ceil(w / stride), oup]
{
  require stride in [1, 2], "stride must be 1 or 2, found {stride}"
  let inner = scaled(c, ${2 + ((seed + i) % 3)})
  expand: conv_bn(inner, kernel = 1, act = act)
  parallel(join = add) {
    path { unit(inner, stride = stride, act = act) }
    path { conv2d(inner, kernel = 1, stride = stride) }
  }
  squeeze_excite(scaled(inner, 0.25))
  project: conv2d(oup, kernel = 1, bias = false) -> batch_norm()
  for n in [oup, oup] { irblock(oup = n, expansion = 2) }
}
`,
  );
}

function networks(families: readonly string[]): string {
  const imports = families.map(
    (family) => `import { ${family}, ${family}_0, ${family}_1, ${family}_2 } from "./${family}"`,
  );
  const head = `${imports.join('\n')}
import { down_0, unit, WIDTHS } from "./common"
`;
  const use = (i: number) => {
    const family = families[i % families.length] ?? '';
    return `  ${family}(${16 + 8 * (i % 2)}) -> ${family}_0(24) -> ${family}_1(24) -> ${family}_2(32)`;
  };
  return padded(
    [head],
    (i) => `/// Network ${i}.
network net_${i}(width: int = ${8 * (1 + (i % 3))}, classes: int = 100) {
  input image: [64, 64, 3]
  stem: unit(width, stride = 2)
${use(i)}
${use(i + 1)}
  for n in WIDTHS { unit(n) }
  down_0(64) as features
  global_avg_pool() -> dropout(0.2) -> dense(classes)
  expect output == [classes]
  expect features == [16, 16, 64]
  // end
}
`,
  );
}
