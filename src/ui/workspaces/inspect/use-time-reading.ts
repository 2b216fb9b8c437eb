/** One sentence for each chart of Weights in time: what it shows in this run. */
import { useTranslation } from 'react-i18next';
import type { MatrixChoice } from '../../charts/mean-spectra.ts';
import { formatValue } from '../../charts/values.ts';
import { count, percentDone } from '../../format.ts';
import { NEAR_DEGREES, NEAR_SHARE, settledAt, type TimeChart, type TimeLine } from './time-figures.ts';

/** @returns '' where there is nothing to say */
export function useTimeReading(
  chart: TimeChart,
  matrix: MatrixChoice,
  lines: readonly TimeLine[],
  chance: Record<'left' | 'right', number> | null,
): string {
  const { t } = useTranslation('time');
  const pointsOf = (place: number) => lines[place]?.points ?? [];
  const ends = (place: number) =>
    [pointsOf(place)[0]?.value ?? 0, pointsOf(place).at(-1)?.value ?? 0] as const;
  const last = pointsOf(0).at(-1);
  if (!last) return '';
  const steps = { last: count(last.x) };
  const since = (place: number, isThere: (value: number) => boolean) =>
    count(settledAt(pointsOf(place), isThere) ?? last.x);

  if (chart === 'factors') {
    const [[a0, a], [, a2], [b0, b], [, b2]] = [ends(0), ends(1), ends(2), ends(3)];
    const [values, spectral] = [
      { a0: formatValue(a0), a: formatValue(a), b0: formatValue(b0), b: formatValue(b) },
      { a2: formatValue(a2), b2: formatValue(b2) },
    ];
    return t(b2 > a2 ? 'readings.factorsB' : 'readings.factorsA', { ...steps, ...values, ...spectral });
  }
  if (chart === 'delta') {
    if (last.value === 0) return t('readings.zero');
    const [, leading] = ends(1);
    return t(matrix === 'mean' ? 'readings.deltaMean' : 'readings.delta', {
      ...steps,
      norm: formatValue(last.value),
      since: since(0, (value) => value >= last.value / 2),
      share: percentDone((leading / last.value) ** 2),
    });
  }
  if (chart === 'rank')
    return t('readings.rank', {
      ...steps,
      value: formatValue(last.value),
      near: percentDone(NEAR_SHARE),
      since: since(0, (value) => Math.abs(value - last.value) <= NEAR_SHARE * last.value),
    });
  const isNear = (degrees: number) => degrees <= NEAR_DEGREES;
  const key = matrix === 'mean' ? 'angleMean' : 'angle';
  return t(chance ? `readings.${key}` : `readings.${key}Alone`, {
    ...steps,
    near: String(NEAR_DEGREES),
    right: since(0, isNear),
    left: since(1, isNear),
    chanceRight: chance ? formatValue(chance.right) : '',
    chanceLeft: chance ? formatValue(chance.left) : '',
  });
}
