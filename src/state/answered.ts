/** Time-outs for what the browser may never answer: a database that another tab blocks, a lock manager that is broken. */

/** Nothing came within the time. What was asked for may still come. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** What a promise gives. Rejects as it does, or with `NoAnswer` after so many milliseconds. */
export function answered<T>(asked: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new NoAnswer(`The browser has not answered for ${ms / 1000} seconds.`)),
      ms,
    );
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
