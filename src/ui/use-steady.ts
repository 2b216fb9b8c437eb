/** Lists that are made anew often, but seldom tell anything new. */
import { useState } from 'react';

/** The list as it was while it tells the same: what is made of it need not be made again. */
export function useSteady<T>(
  list: readonly T[],
  tellsSame: (a: T, b: T | undefined) => boolean,
): readonly T[] {
  const [steady, setSteady] = useState(list);
  const isSame = list.length === steady.length && list.every((run, i) => tellsSame(run, steady[i]));
  if (isSame) return steady;
  setSteady(list);
  return list;
}
