/** Long work on data is written as a generator, so that other work may come between its pieces. */

/** So many pairs make a piece: some hundredths of a second. */
export const PIECE = 250;

/** Does all pieces at once. */
export function allAtOnce<T>(pieces: Generator<unknown, T>): T {
  for (;;) {
    const piece = pieces.next();
    if (piece.done) return piece.value;
  }
}
