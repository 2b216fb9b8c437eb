/** Matrix products: a tile of 6 × 8 sums stays in registers while it runs along the depth. */
import { at, madd } from './simd';

const ROWS: usize = 6;
const COLUMNS: usize = 8;

/**
 * Copies b into panels of 8 columns that lie one after the other, [panels, depth, 8], with zeros beyond its last column.
 * @param step from b[k, j] to b[k + 1, j]
 * @param column from b[k, j] to b[k, j + 1]
 * @param begin @param end the panels to make
 */
export function pack(
  b: usize,
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
    const from = at(b, panel * COLUMNS * column);
    const width = min(COLUMNS, columns - panel * COLUMNS);
    if (column == 1 && width == COLUMNS) {
      for (let k: usize = 0; k < depth; k++) {
        const source = at(from, k * step);
        const target = at(out, k * COLUMNS);
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
      }
      continue;
    }
    for (let j: usize = 0; j < COLUMNS; j++)
      for (let k: usize = 0; k < depth; k++)
        store<f32>(at(out, k * COLUMNS + j), j < width ? load<f32>(at(from, k * step + j * column)) : 0);
  }
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
