/** The shown runs side by side in figures, by rank. It calls no winner: one seed is one draw. */
import { useTranslation } from 'react-i18next';
import { bestEval, type RunRecord } from '../../core/run-record.ts';
import { Swatch } from '../charts/marks.tsx';
import { rankFigures } from '../charts/series.ts';
import { formatLoss } from '../charts/ticks.ts';
import type { ShownRun } from '../charts/types.ts';
import { count } from '../format.ts';
import classes from './runs.module.css';

const mean = (values: readonly number[]): number | null =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;

/** Rank figures of the latest spectra, averaged over matrices; null before the first. */
function meanRanks({ spectra }: RunRecord) {
  const figures = (spectra.at(-1)?.sites ?? []).map(({ singularValues }) => rankFigures(singularValues));
  return {
    effective: mean(figures.map(({ effective }) => effective)),
    energy: mean(figures.map(({ energy }) => energy)),
  };
}

/** @returns nothing for fewer than two runs. */
export function CompareTable({ runs }: { runs: readonly ShownRun[] }) {
  const { t } = useTranslation('charts');
  if (runs.length < 2) return null;
  const byRank = runs.toSorted((a, b) => a.record.config.method.r - b.record.config.method.r);
  return (
    <section className={classes.panel} aria-label={t('comparison')}>
      <div
        className={classes.scroll}
        tabIndex={0}
        role="region"
        aria-label={t('tableOf', { caption: t('comparison') })}
      >
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('run')}</th>
              <th scope="col">{t('rank')}</th>
              <th scope="col">{t('trained')}</th>
              <th scope="col">{t('bestShort')}</th>
              <th scope="col" title={t('effectiveRankMeaning')}>
                {t('meanEffectiveRank')}
              </th>
              <th scope="col" title={t('energyRankMeaning')}>
                {t('meanEnergyRank')}
              </th>
            </tr>
          </thead>
          <tbody>
            {byRank.map(({ record, colour, dash }) => {
              const best = bestEval(record);
              const { effective, energy } = meanRanks(record);
              return (
                <tr key={record.id}>
                  <th scope="row">
                    <span className={classes.swatched}>
                      <Swatch colour={colour} dash={dash} />
                      {record.name}
                    </span>
                  </th>
                  <td>{record.config.method.r}</td>
                  <td>{count(record.trainableParameters)}</td>
                  <td>{best ? formatLoss(best.loss) : '–'}</td>
                  <td>{effective === null ? '–' : effective.toFixed(2)}</td>
                  <td>{energy === null ? '–' : energy.toFixed(2)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <p className={classes.dim}>{t('oneSeed')}</p>
      </div>
    </section>
  );
}
