/** Counts the bytes of the values that tensors have on a backend; each value once, however many tensors share it. */
export class HeldBytes {
  private readonly sizes = new WeakMap<object, number>();
  private held = 0;
  private most = 0;

  /** Of the values that tensors have now. */
  get now(): number {
    return this.held;
  }

  /** For the backend: a tensor has got values of its own. */
  take(dataId: object, bytes: number): void {
    this.sizes.set(dataId, bytes);
    this.held += bytes;
    this.most = Math.max(this.most, this.held);
  }

  /** For the backend: values are disposed. */
  free(dataId: object): void {
    this.held -= this.sizes.get(dataId) ?? 0;
    this.sizes.delete(dataId);
  }

  /** Runs what is synchronous. @returns its value, and the most bytes held on the way beyond those held before */
  peakOf<T>(act: () => T): { value: T; bytes: number } {
    const before = this.held;
    this.most = before;
    const value = act();
    return { value, bytes: this.most - before };
  }
}
