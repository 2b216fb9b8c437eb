/** Round numbers. Apart from the axes, which come with the charts. */

/** Positive numbers rounded outwards to 1, 2 or 5 · 10^k: an axis around them moves in coarse steps while they grow. */
export function roundOutwards([low, high]: readonly [number, number]): [number, number] {
  const nice = [1, 2, 5, 10];
  const split = (value: number) => {
    const power = Math.floor(Math.log10(value));
    return { power, mantissa: Number((value / 10 ** power).toPrecision(12)) };
  };
  const from = split(low);
  const to = split(high);
  return [
    Number(`${nice.findLast((m) => m <= from.mantissa) ?? 1}e${from.power}`),
    Number(`${nice.find((m) => m >= to.mantissa) ?? 10}e${to.power}`),
  ];
}
