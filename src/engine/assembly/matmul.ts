/** Matrix products: a tile of 6 × 8 sums stays in registers while it runs along the depth. */
import { at, madd } from './simd';
import { four, one } from './stored';

const ROWS: usize = 6;
const COLUMNS: usize = 8;

/**
 * Copies b into panels of 8 columns that lie one after the other, [panels, depth, 8], in float32 and with zeros beyond its last
 * column.
 * @param scales of int8: one for each column of the matrix as it is stored, which are b's own where `column` is 1 and else its rows
 * @param step from b[k, j] to b[k + 1, j]
 * @param column from b[k, j] to b[k, j + 1]; either of both is 1
 * @param begin @param end the panels to make
 */
export function packOf<T>(
  b: usize,
  scales: usize,
  step: usize,
  column: usize,
  depth: usize,
  columns: usize,
  panels: usize,
  begin: usize,
  end: usize,
): void {
  for (let panel = begin; panel < end; panel++) {
    const out = at(panels, panel * depth * COLUMNS);
    const first = panel * COLUMNS;
    const width = min(COLUMNS, columns - first);
    let k: usize = 0;
    if (width == COLUMNS) {
      if (column == 1) {
        for (; k < depth; k++) {
          const target = at(out, k * COLUMNS);
          v128.store(target, four<T>(b, k * step + first, scales, first));
          v128.store(target, four<T>(b, k * step + first + 4, scales, first + 4), 16);
        }
      } else {
        for (; k + 4 <= depth; k += 4) {
          turnFour<T>(b, first * column + k, column, scales, k, at(out, k * COLUMNS));
          turnFour<T>(b, (first + 4) * column + k, column, scales, k, at(out, k * COLUMNS + 4));
        }
      }
    }
    for (; k < depth; k++)
      for (let j: usize = 0; j < COLUMNS; j++) {
        const place = k * step + (first + j) * column;
        const value = j < width ? one<T>(b, place, scales, column == 1 ? first + j : k) : 0;
        store<f32>(at(out, k * COLUMNS + j), value);
      }
  }
}

/** Four neighbours of each of four rows of b, `row` apart, as four neighbours of four rows of a panel. */
function turnFour<T>(b: usize, from: usize, row: usize, scales: usize, scale: usize, out: usize): void {
  const x = four<T>(b, from, scales, scale);
  const y = four<T>(b, from + row, scales, scale);
  const z = four<T>(b, from + 2 * row, scales, scale);
  const w = four<T>(b, from + 3 * row, scales, scale);
  const xy = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
  const zw = v128.shuffle<f32>(z, w, 0, 4, 1, 5);
  const xyHigh = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
  const zwHigh = v128.shuffle<f32>(z, w, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<f32>(xy, zw, 0, 1, 4, 5));
  v128.store(at(out, COLUMNS), v128.shuffle<f32>(xy, zw, 2, 3, 6, 7));
  v128.store(at(out, 2 * COLUMNS), v128.shuffle<f32>(xyHigh, zwHigh, 0, 1, 4, 5));
  v128.store(at(out, 3 * COLUMNS), v128.shuffle<f32>(xyHigh, zwHigh, 2, 3, 6, 7));
}

/** @param bytes of a value as it is stored: 4, 2 or 1; the others as `packOf` has them */
export function pack(
  bytes: usize,
  b: usize,
  scales: usize,
  step: usize,
  column: usize,
  depth: usize,
  columns: usize,
  panels: usize,
  begin: usize,
  end: usize,
): void {
  if (bytes == 4) packOf<f32>(b, scales, step, column, depth, columns, panels, begin, end);
  else if (bytes == 2) packOf<u16>(b, scales, step, column, depth, columns, panels, begin, end);
  else packOf<i8>(b, scales, step, column, depth, columns, panels, begin, end);
}

/**
 * c = a·b, or c + a·b. Each sum runs along the depth in order.
 * @param aRow from a[i, k] to a[i + 1, k] @param aStep from a[i, k] to a[i, k + 1]
 * @param b in panels of 8 columns @param bStep from a row of a panel to the next @param bPanel from a panel to the next.
 *   Packed: 8 and 8 · depth. As it stands, if its width is a multiple of 8: its width and 8.
 * @param cRow from c[i, j] to c[i + 1, j]
 * @param accumulate whether to add to c
 * @param begin @param end the rows to make
 * @param scratch 48 values
 */
export function multiply(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bPanel: usize,
  c: usize,
  cRow: usize,
  columns: usize,
  depth: usize,
  accumulate: bool,
  begin: usize,
  end: usize,
  scratch: usize,
): void {
  for (let j: usize = 0; j < columns; j += COLUMNS) {
    for (let i = begin; i < end; i += ROWS) {
      const rows = min(ROWS, end - i);
      const width = min(COLUMNS, columns - j);
      const from = at(a, i * aRow);
      const out = at(c, i * cRow + j);
      if (rows == ROWS && width == COLUMNS) {
        tile(from, aRow, aStep, rows, b, bStep, depth, out, cRow, accumulate);
        continue;
      }
      tile(from, aRow, aStep, rows, b, bStep, depth, scratch, COLUMNS, false);
      for (let y: usize = 0; y < rows; y++) {
        for (let x: usize = 0; x < width; x++) {
          const place = at(out, y * cRow + x);
          const sum = load<f32>(at(scratch, y * COLUMNS + x));
          store<f32>(place, accumulate ? load<f32>(place) + sum : sum);
        }
      }
    }
    b = at(b, bPanel);
  }
}

/** Six rows of one panel's columns. Where there are fewer `rows`, the last one is computed again in place of the others. */
function tile(
  a: usize,
  aRow: usize,
  aStep: usize,
  rows: usize,
  b: usize,
  bStep: usize,
  depth: usize,
  c: usize,
  cRow: usize,
  accumulate: bool,
): void {
  let a0 = a;
  let a1 = at(a, min(1, rows - 1) * aRow);
  let a2 = at(a, min(2, rows - 1) * aRow);
  let a3 = at(a, min(3, rows - 1) * aRow);
  let a4 = at(a, min(4, rows - 1) * aRow);
  let a5 = at(a, min(5, rows - 1) * aRow);
  const next = aStep << 2;
  const nextB = bStep << 2;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  for (let k: usize = 0; k < depth; k++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load32_splat(a1);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load32_splat(a2);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load32_splat(a3);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    x = v128.load32_splat(a4);
    c40 = madd(x, b0, c40);
    c41 = madd(x, b1, c41);
    x = v128.load32_splat(a5);
    c50 = madd(x, b0, c50);
    c51 = madd(x, b1, c51);
    a0 += next;
    a1 += next;
    a2 += next;
    a3 += next;
    a4 += next;
    a5 += next;
    b += nextB;
  }
  put(c, c00, c01, accumulate);
  put(at(c, cRow), c10, c11, accumulate);
  put(at(c, 2 * cRow), c20, c21, accumulate);
  put(at(c, 3 * cRow), c30, c31, accumulate);
  put(at(c, 4 * cRow), c40, c41, accumulate);
  put(at(c, 5 * cRow), c50, c51, accumulate);
}

function put(c: usize, left: v128, right: v128, accumulate: bool): void {
  v128.store(c, accumulate ? f32x4.add(v128.load(c), left) : left);
  v128.store(c, accumulate ? f32x4.add(v128.load(c, 16), right) : right, 16);
}
