import type { Activation, Constant, InferenceNode } from '../../ir/inference.ts';
import { addSizes, scaleSize, subtractSizes } from '../../ir/size.ts';
import type { Pair } from '../../ops/attributes.ts';
import { activate } from './activations.ts';
import { type Draft, derive, type Value } from './draft.ts';
import { cropMap } from './padding.ts';
import { emitProduct, isFused, windowAttributes } from './product.ts';
import { channelsOf, emit, kernelOf, type Site, whole } from './site.ts';
import { dimsOf, reshape, times } from './sizes.ts';

/** One axis: the convolution that gives the `stride` pixels of each cell at once. */
interface Cells {
  readonly stride: number;
  readonly padding: number;
  /** Pixels of the input that a cell reads, beginning `before` the one that stands where the cell does. */
  readonly reach: number;
  readonly before: number;
  /** Zeros after the input, so that every cell is there. */
  readonly after: number;
  /** The place in the kernel by which the input at `tap` reaches the pixel `phase` of a cell; none may. */
  readonly place: (tap: number, phase: number) => number | undefined;
}

/** `beyond`: how much longer the result is than (in - 1) * stride. */
function cellsAlong(kernel: number, stride: number, padding: number, beyond: number): Cells {
  const before = Math.max(Math.floor((kernel - 1 - padding) / stride), 0);
  const last = Math.floor((stride - 1 + padding) / stride);
  return {
    stride,
    padding,
    reach: before + last + 1,
    before,
    after: Math.max(Math.ceil((beyond - stride) / stride) + last, 0),
    place: (tap, phase) => {
      const place = phase + padding + (before - tap) * stride;
      return place >= 0 && place < kernel ? place : undefined;
    },
  };
}

/**
 * Output pixel n of a transposed convolution is the sum of x[i] * kernel[n + padding - i * stride]. With n = cell *
 * stride + phase, the place in the kernel depends on i - cell and on the phase alone. So it is a convolution with
 * stride 1 that gives all pixels of a cell as channels, which are then put next to one another: several times faster
 * than the kernel of tfjs on wasm; it needs no size of the batch, and its kernel takes activations.
 */
export function conv2dTranspose(node: InferenceNode<'conv2d_transpose'>, site: Site): Value {
  const { kernel, stride, padding, outputPadding, bias, activation } = node.attributes;
  const [height = 1, width = 1] = kernel.shape;
  const [top, bottom, left, right] = padding;
  const rows = cellsAlong(height, stride[0], top, height - top - bottom + outputPadding[0]);
  const columns = cellsAlong(width, stride[1], left, width - left - right + outputPadding[1]);
  const pixels = stride[0] * stride[1];
  const fused = isFused({ kind: 'conv2d', activation });
  const product = {
    kind: 'conv2d',
    kernel: kernelOf(site, cellKernel(site.draft, kernel, rows, columns)),
    bias: bias && repeated(site.draft, bias, pixels),
    activation: fused ? forPixels(site.draft, activation, pixels) : null,
  } as const;
  const late = fused ? null : activation;
  const sides = [rows.before, rows.after, columns.before, columns.after] as const;
  const [inHeight = 1, inWidth = 1] = site.x.shape;
  const shape = [
    addSizes(inHeight, rows.before + rows.after - rows.reach + 1),
    addSizes(inWidth, columns.before + columns.after - columns.reach + 1),
    pixels * channelsOf(node),
  ];
  const excess = ([0, 1] as const).map((axis) => {
    const more = subtractSizes(scaleSize(shape[axis] ?? 1, stride[axis]), node.shape[axis] ?? 1);
    if (typeof more !== 'number') throw new Error(`${node.name} has a size that its inputs do not explain`);
    return more;
  });
  const whether = [pixels > 1, excess.some((more) => more > 0), late !== null];
  const named = (step: number, suffix: string) => (whether.slice(step).some(Boolean) ? suffix : '');
  const attr = windowAttributes([1, 1], sides, [1, 1]);
  const cells = emitProduct(site, named(0, 'cells'), site.x, product, attr, shape);
  const spread = spreadCells(site, named(1, 'spread'), cells, stride);
  const cut = cropMap(site, named(2, 'cut'), spread, [0, excess[0] ?? 0, 0, excess[1] ?? 0]);
  return late ? activate(site, cut, late) : cut;
}

/** Channels (down, across, c) of each cell become pixels. */
function spreadCells(site: Site, suffix: string, cells: Value, [down, across]: Pair): Value {
  if (down === 1 && across === 1) return cells;
  const [batch = 1, rows = 1, columns = 1] = dimsOf(cells);
  const filters = channelsOf(cells) / (down * across);
  const shape = [scaleSize(cells.shape[0] ?? 1, down), scaleSize(cells.shape[1] ?? 1, across), filters];
  const dims = [batch, times(rows, down), times(columns, across), filters];
  // Next to one another in a row they lie already.
  if (down === 1) return reshape(site, suffix, cells, dims, shape);
  const lines = reshape(site, 'lines', cells, ['rest', columns, down, across * filters], []);
  const order = whole(site, 'order', 0, 2, 1, 3);
  const turned = emit(site, 'turned', 'Transpose', [lines.name, order], {}, []);
  return reshape(site, suffix, turned, dims, shape);
}

/** [reach down, reach across, in, (down, across, out)] of [kh, kw, out, in]. */
function cellKernel(draft: Draft, kernel: Constant, rows: Cells, columns: Cells): Constant {
  const [, width = 1, filters = 1, channels = 1] = kernel.shape;
  const what = [rows, columns]
    .map(({ stride, padding, reach }) => `${stride}_${padding}_${reach}`)
    .join('_by_');
  return derive(draft, kernel, what, () => {
    const shape = [rows.reach, columns.reach, channels, rows.stride * columns.stride * filters];
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    let at = 0;
    for (let tapDown = 0; tapDown < rows.reach; tapDown++) {
      for (let tapAcross = 0; tapAcross < columns.reach; tapAcross++) {
        for (let c = 0; c < channels; c++) {
          for (let down = 0; down < rows.stride; down++) {
            for (let across = 0; across < columns.stride; across++) {
              const i = rows.place(tapDown, down);
              const j = columns.place(tapAcross, across);
              for (let f = 0; f < filters; f++, at++) {
                if (i === undefined || j === undefined) continue;
                data[at] = kernel.data[((i * width + j) * filters + f) * channels + c] ?? 0;
              }
            }
          }
        }
      }
    }
    return { shape, data };
  });
}

/** One number a channel, once for each pixel of a cell. */
function repeated(draft: Draft, constant: Constant, pixels: number): Constant {
  if (pixels === 1) return constant;
  return derive(draft, constant, `${pixels}_times`, () => {
    const { length } = constant.data;
    const data = new Float32Array(pixels * length);
    for (let i = 0; i < pixels; i++) data.set(constant.data, i * length);
    return { shape: [data.length], data };
  });
}

function forPixels(draft: Draft, activation: Activation | null, pixels: number): Activation | null {
  if (activation?.op !== 'prelu') return activation;
  return { op: 'prelu', alpha: repeated(draft, activation.alpha, pixels) };
}
