/** A linear map along one axis: row i of the matrix, [from, to], says where number i goes. */
export interface Matrix {
  readonly from: number;
  readonly to: number;
  readonly entries: Float32Array;
}

function matrixOf(
  from: number,
  to: number,
  weigh: (column: number, put: (row: number, weight: number) => void) => void,
) {
  const entries = new Float32Array(from * to);
  for (let column = 0; column < to; column++) {
    weigh(column, (row, weight) => {
      const at = row * to + column;
      entries[at] = (entries[at] ?? 0) + weight;
    });
  }
  return { from, to, entries } satisfies Matrix;
}

/** PyTorch's adaptive average: window i is floor(i * from / to) … ceil((i + 1) * from / to). */
export function averagingMatrix(from: number, to: number): Matrix {
  return matrixOf(from, to, (column, put) => {
    const start = Math.floor((column * from) / to);
    const end = Math.ceil(((column + 1) * from) / to);
    for (let row = start; row < end; row++) put(row, 1 / (end - start));
  });
}

/** Nearest neighbour as PyTorch's `nearest`: floor(i * from / to), the ratio a 32-bit number. */
export function nearestMatrix(from: number, to: number): Matrix {
  const ratio = Math.fround(from / to);
  return matrixOf(from, to, (column, put) =>
    put(Math.min(Math.floor(Math.fround(column * ratio)), from - 1), 1),
  );
}

/** Linear interpolation between pixel centres: (i + 0.5) * from / to - 0.5, not below 0. */
export function linearMatrix(from: number, to: number): Matrix {
  return matrixOf(from, to, (column, put) => {
    const place = Math.max(((column + 0.5) * from) / to - 0.5, 0);
    const row = Math.min(Math.floor(place), from - 1);
    put(row, 1 - (place - row));
    put(Math.min(row + 1, from - 1), place - row);
  });
}
