/** What was written, or of an encoder predicted, where each label was right, counted: which labels a model confuses. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { classAccuracies } from '../../core/metrics/accuracy.ts';
import type { Answer } from '../../core/run-record.ts';
import { count, percentPoints } from '../format.ts';
import scrolls from '../scrolls.module.css';
import classes from './runs.module.css';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** @param isEncoder whether an encoder answered, which predicts labels alone */
export function ClassTable({ answers, isEncoder }: { answers: readonly Answer[]; isEncoder: boolean }) {
  const { t } = useTranslation('charts');
  const rows = useMemo(
    () => classAccuracies(answers.map(({ text, references }) => ({ prediction: text, references }))),
    [answers],
  );
  if (rows.length === 0) return null;
  const labels = rows.map(({ label }) => label);
  return (
    <div
      className={`${classes.figures ?? ''} ${scrolls.sideways ?? ''}`}
      tabIndex={0}
      role="region"
      aria-label={t('byClass')}
    >
      <table className={`${classes.table} ${classes.confusion}`} aria-label={t('byClass')}>
        <thead>
          <tr>
            <th scope="col">{t('rightLabel')}</th>
            {labels.map((label) => (
              <th key={label} scope="col">
                {t(isEncoder ? 'predictedLabel' : 'wroteLabel', { label })}
              </th>
            ))}
            {!isEncoder && <th scope="col">{t('wroteElse')}</th>}
            <th scope="col">{t('classRight')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, count: texts, accuracy, predicted }) => {
            const written = labels.map((other) => predicted.get(other) ?? 0);
            return (
              <tr key={label}>
                <th scope="row">{label}</th>
                {written.map((n, i) => (
                  <td key={labels[i]} data-right={labels[i] === label || undefined}>
                    {count(n)}
                  </td>
                ))}
                {!isEncoder && <td>{count(texts - sum(written))}</td>}
                <td>{percentPoints(accuracy)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
