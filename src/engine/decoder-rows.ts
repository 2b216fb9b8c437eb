/** Where each row of a decoder stands in its text, and which row of the caches holds what came before. */

export interface DecoderRows {
  readonly count: number;
  /** [count], the place of each row's newest token. */
  readonly slots: Int32Array;
  /** [count, length], as `Places.origins`. */
  readonly origins: Int32Array;
  /**
   * Goes on to the next place in every row; a row that is full stays where it is, since nobody follows it any more.
   * @param parents the row whose text each row continues; itself if absent
   */
  advance(parents?: readonly number[]): void;
  /** Lets all other rows go; those kept are counted anew and write where they wrote. @param kept rising */
  keep(kept: readonly number[]): void;
}

/**
 * @param read how many tokens of each text have been read, into its first row; the others share them
 * @param width rows for each text
 * @param length the most tokens of a row
 */
export function createRows(read: readonly number[], width: number, length: number): DecoderRows {
  /** For each row the row of the caches that it writes to. */
  let homes = Array.from({ length: read.length * width }, (_, row) => row);
  let slots = Int32Array.from(homes, (row) => (read[Math.floor(row / width)] ?? NaN) - 1);
  let origins = Int32Array.from({ length: homes.length * length }, (_, place) => {
    const row = Math.floor(place / length);
    return row - (row % width);
  });
  /** Each row takes over the text of its parent. */
  const continueFrom = (parents: readonly number[]) => {
    const [standing, writers] = [slots, origins];
    slots = Int32Array.from(parents, (parent) => standing[parent] ?? NaN);
    origins = new Int32Array(parents.length * length);
    for (const [row, parent] of parents.entries())
      origins.set(writers.subarray(parent * length, (parent + 1) * length), row * length);
  };
  return {
    get count() {
      return homes.length;
    },
    get slots() {
      return slots;
    },
    get origins() {
      return origins;
    },
    advance(parents) {
      if (parents) continueFrom(parents);
      for (const [row, home] of homes.entries()) {
        const at = Math.min((slots[row] ?? NaN) + 1, length - 1);
        slots[row] = at;
        origins[row * length + at] = home;
      }
    },
    keep(kept) {
      continueFrom(kept);
      homes = kept.map((row) => homes[row] ?? NaN);
    },
  };
}
