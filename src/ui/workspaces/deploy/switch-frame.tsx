/** Bytes moved and time taken to put another adapter in place, against loading the whole model anew. */
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { quartiles } from '../../../core/quantile.ts';
import type { SwitchFigures } from '../../../core/switch-figures.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import charts from '../../charts/charts.module.css';
import { bytes, count, short } from '../../format.ts';
import { useSession } from '../../page-context.tsx';
import classes from './measured.module.css';
import type { UsableAdapter } from './use-adapters.ts';
import { useDeployment, useIsBusy } from './use-deployment.ts';
import { WhyBusy } from './why-busy.tsx';

interface Row {
  name: string;
  bytes: number;
  ms: readonly number[];
}

/** One row for each adapter, then the model's. */
interface Measured {
  adapters: readonly Row[];
  model: Row;
}

const named = (chosen: readonly UsableAdapter[], model: string, figures: SwitchFigures): Measured => ({
  adapters: figures.adapters.map((row, i) => ({ name: chosen[i]?.name ?? '', ...row })),
  model: { name: model, ...figures.model },
});

interface SwitchFrameProps {
  chosen: readonly UsableAdapter[];
  isEmpty: boolean;
  children: ReactNode;
}

export function SwitchFrame({ chosen, isEmpty, children }: SwitchFrameProps) {
  const { t } = useTranslation('deploy');
  const deployment = useDeployment();
  const isBusy = useIsBusy();
  const model = useSession((state) => state.model?.model ?? '');
  const [measured, setMeasured] = useState<Measured | null>(null);
  const [measuring, setMeasuring] = useState(false);
  const measure = async () => {
    setMeasuring(true);
    const figures = await deployment.switchBetween(chosen.map(({ id }) => id));
    if (figures) setMeasured(named(chosen, t('switch.model', { model }), figures));
    setMeasuring(false);
  };
  const rows = measured ? [...measured.adapters, measured.model] : [];
  const reading = useReading(measured);
  return (
    <ChartFrame
      isText
      title={t('switch.title')}
      empty={isEmpty ? t('switch.none', { model }) : null}
      summary={reading || t('switch.about')}
      table={() => ({
        columns: [
          ...[t('switch.what'), t('switch.bytes'), t('switch.median'), t('switch.lower'), t('switch.upper')],
          t('switch.rounds'),
        ],
        rows: rows.map((row) => {
          const { low, middle, high } = quartiles(row.ms);
          return [row.name, row.bytes, middle, low, high, row.ms.length];
        }),
      })}
    >
      <div className={classes.words}>
        <p className={classes.small}>{t('switch.about')}</p>
        {children}
        <div className={classes.controls}>
          <Button
            size="xs"
            disabled={(isBusy && !measuring) || chosen.length === 0}
            loading={measuring}
            onClick={() => void measure()}
          >
            {t('switch.measure')}
          </Button>
          <WhyBusy isOwn={measuring} />
        </div>
        <div role="status">{reading && <p>{reading}</p>}</div>
        {rows.length > 0 && <SwitchTable rows={rows} />}
      </div>
    </ChartFrame>
  );
}

/** What the quartiles allow to say. */
function useReading(measured: Measured | null): string {
  const { t } = useTranslation('deploy');
  if (!measured) return '';
  // Full fine-tuning moves as much as the model itself.
  const [first] = measured.adapters
    .filter(({ bytes: moved }) => moved < measured.model.bytes)
    .toSorted((a, b) => b.bytes - a.bytes);
  if (!first) return '';
  const [adapter, model] = [quartiles(first.ms), quartiles(measured.model.ms)];
  const words = {
    bytes: bytes(first.bytes),
    modelBytes: bytes(measured.model.bytes),
    times: short(measured.model.bytes / first.bytes),
    ms: short(adapter.middle),
    modelMs: short(model.middle),
  };
  // Apart where not even the slower switches reach the faster loads.
  return t(adapter.high < model.low ? 'switch.reading' : 'switch.readingBytes', words);
}

function SwitchTable({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('deploy');
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('switch.title')}>
      <table className={charts.table}>
        <thead>
          <tr>
            <th scope="col">{t('switch.what')}</th>
            <th scope="col">{t('switch.bytes')}</th>
            <th scope="col">{t('switch.median')}</th>
            <th scope="col">{t('switch.rounds')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => {
            const { low, middle, high } = quartiles(row.ms);
            return (
              <tr key={i}>
                <th scope="row">{row.name}</th>
                <td>{bytes(row.bytes)}</td>
                <td>
                  {short(middle)}
                  <span className={classes.spread}>
                    {t('switch.quartiles', { low: short(low), high: short(high) })}
                  </span>
                </td>
                <td>{count(row.ms.length)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
