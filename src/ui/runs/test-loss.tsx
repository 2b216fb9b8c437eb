/**
 * The loss on the whole test split, for the base model and the shown runs of it on this data, when asked for. The
 * figures are of that moment and are kept nowhere.
 */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetSummary } from '../../core/run-record.ts';
import type { TestLoss } from '../../state/actions.ts';
import { Swatch } from '../charts/marks.tsx';
import { formatLoss } from '../charts/values.ts';
import type { ShownRun } from '../charts/types.ts';
import { count } from '../format.ts';
import { dataName } from './difference.ts';
import classes from './runs.module.css';

export interface TestLossesProps {
  /** The shown runs of the loaded model on this data. */
  runs: readonly ShownRun[];
  /** The data that is loaded. */
  data: DatasetSummary;
  /** With null, for the base model; null back where it failed. */
  onEvaluate: (runId: string | null) => Promise<TestLoss | null>;
}

/** One measured row; `run` is null for the base model. */
interface Row extends TestLoss {
  run: ShownRun | null;
}

export function TestLosses({ runs, data, onEvaluate }: TestLossesProps) {
  const { t } = useTranslation('charts');
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [busy, setBusy] = useState(false);
  const table = useRef<HTMLTableElement>(null);
  // It grows below what is seen.
  useEffect(() => {
    if (rows.length > 0) table.current?.scrollIntoView({ block: 'nearest' });
  }, [rows]);

  const evaluate = async () => {
    setBusy(true);
    const measured: Row[] = [];
    for (const run of [null, ...runs]) {
      const loss = await onEvaluate(run?.record.id ?? null);
      // The caller words a failure.
      if (!loss) continue;
      measured.push({ run, ...loss });
      setRows([...measured]);
    }
    setBusy(false);
  };

  return (
    <section className={classes.test} aria-label={t('testLoss')}>
      <Button
        size="compact-sm"
        variant="default"
        loading={busy}
        disabled={runs.length === 0}
        onClick={() => void evaluate()}
      >
        {t('evaluateTest')}
      </Button>
      <p className={classes.dim}>
        {runs.length === 0
          ? t('testEmpty')
          : t('testAbout', { examples: count(data.test), name: dataName(data, t) })}
      </p>
      {rows.length > 0 && (
        <table ref={table} className={classes.table} aria-label={t('testLoss')}>
          <thead>
            <tr>
              <th scope="col">{t('run')}</th>
              <th scope="col">{t('atWhichStep')}</th>
              <th scope="col">{t('testLoss')}</th>
              <th scope="col">{t('tokens')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ run, step, loss, tokens }) => (
              <tr key={run?.record.id ?? ''}>
                <th scope="row">
                  <span className={classes.swatched}>
                    {run && <Swatch colour={run.colour} dash={run.dash} />}
                    {run ? <span title={run.record.name}>{run.label}</span> : t('baseText')}
                  </span>
                </th>
                <td>{count(step)}</td>
                <td>{formatLoss(loss)}</td>
                <td>{count(tokens)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
