/** Measured numbers as text. Apart from the axes, whose scales come with the charts. */
import { short } from '../format.ts';

/** What would be mostly zeros in plain digits is written in powers of ten. */
export const isPlain = (value: number): boolean =>
  value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6);

/** `1.2e-5`, `3e6`: a number in powers of ten, to as many significant digits at most. */
export const inPowers = (value: number, digits: number): string =>
  Number(value.toPrecision(digits)).toExponential().replace('e+', 'e');

/** A loss in nats: three decimals, unless they would tell nothing of it. */
export const formatLoss = (loss: number): string =>
  loss === 0 || (Math.abs(loss) >= 5e-4 && Math.abs(loss) < 1e6) ? loss.toFixed(3) : formatValue(loss);
/** Three significant digits; what would be mostly zeros in powers of ten. */
export const formatValue = (value: number): string =>
  isPlain(value) ? short(value) : inPowers(value, Math.abs(value) < 1 ? 2 : 3);
