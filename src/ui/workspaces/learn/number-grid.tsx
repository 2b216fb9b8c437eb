/** The corner of a tensor as coloured cells, with their numbers on demand and the norm of the whole. */
import { VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { normOf } from '../../../core/step-trace.ts';
import type { TensorValues } from '../../../core/tensors.ts';
import { short } from '../../format.ts';
import { shade, signed } from './cells.ts';
import classes from './learn.module.css';

/** So many rows and columns fit a phone. */
const MOST = 8;

interface NumberGridProps {
  name: string;
  /** A matrix; a vector is its one row. */
  tensor: TensorValues;
  hasNumbers: boolean;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const superscript = (power: number) =>
  (power < 0 ? '⁻' : '') +
  String(Math.abs(power)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? '');

export function NumberGrid({ name, tensor, hasNumbers }: NumberGridProps) {
  const { t } = useTranslation('learn');
  const id = useId();
  const { shape, values } = tensor;
  const [rows = 0, columns = 0] = shape;
  const [shownRows, shownColumns] = [Math.min(MOST, rows), Math.min(MOST, columns)];
  const shown = Array.from({ length: shownRows }, (_, row) =>
    Array.from(values.subarray(row * columns, row * columns + shownColumns)),
  );
  const most = Math.max(...shown.flat().map(Math.abs));
  // One power of ten for all cells, so that a cell holds few digits.
  const power = most > 0 ? Math.floor(Math.log10(most)) : 0;
  const isPlain = power >= -1 && power <= 1;
  const inUnit = (value: number) => (isPlain ? value.toFixed(2) : (value / 10 ** power).toFixed(1));
  // Numbers of many sizes, as Adam's squares are, have a power of ten each.
  const nonzero = shown.flat().filter((value) => value !== 0);
  const isSpread = nonzero.filter((value) => Number(inUnit(value)) === 0).length > nonzero.length / 4;
  const write = (value: number) =>
    value === 0
      ? '0'
      : signed(isSpread ? value.toExponential(0).replace('e+', 'e').replace('e-', 'e−') : inUnit(value));
  const sizes = { rows: String(rows), columns: String(columns) };
  const isWhole = shownRows === rows && shownColumns === columns;
  return (
    <figure className={classes.grid}>
      <figcaption id={id}>
        <b>{name}</b>{' '}
        <span className="hint">
          {[
            isWhole
              ? t('lesson.step.whole', sizes)
              : t('lesson.step.part', {
                  ...sizes,
                  shownRows: String(shownRows),
                  shownColumns: String(shownColumns),
                }),
            values.every((value) => value === 0)
              ? t('lesson.step.zero')
              : t('lesson.step.norm', { norm: short(normOf(tensor)) }),
            ...(isPlain || isSpread ? [] : [t('lesson.step.unit', { unit: `10${superscript(power)}` })]),
          ].join(' · ')}
        </span>
      </figcaption>
      <table aria-labelledby={id}>
        <tbody>
          {shown.map((row, i) => (
            <tr key={i}>
              {row.map((value, j) => (
                <td key={j} className={classes.number} style={shade(value, most)}>
                  {hasNumbers ? write(value) : <VisuallyHidden>{write(value)}</VisuallyHidden>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
