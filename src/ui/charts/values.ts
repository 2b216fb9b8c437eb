/** Measured numbers as text. Apart from the axes, whose scales come with the charts. */
import { short } from '../format.ts';

/** A loss in nats: three decimals. */
export const formatLoss = (loss: number): string => loss.toFixed(3);
/** Three significant digits; what would be mostly zeros in powers of ten. */
export const formatValue = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-3 ? Number(value.toPrecision(2)).toExponential() : short(value);
