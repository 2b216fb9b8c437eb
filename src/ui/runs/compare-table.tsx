/**
 * The shown runs side by side: each setting that is not the same in all, then figures. It calls no winner, and says where
 * figures are not comparable.
 */
import { useTranslation } from 'react-i18next';
import { spectrumCaveat } from '../../core/methods/methods.ts';
import { testScore } from '../../core/run-figures.ts';
import { bestEval, VALIDATION_PAIRS, type RunRecord } from '../../core/run-record.ts';
import { Swatch } from '../charts/marks.tsx';
import { rankFigures } from '../charts/series.ts';
import { Term } from '../charts/term.tsx';
import { formatLoss } from '../charts/values.ts';
import type { ShownRun } from '../charts/types.ts';
import { count } from '../format.ts';
import { useMetricWords } from '../metric-name.ts';
import { differenceColumns } from './difference-columns.ts';
import { ScoreCell } from './score-cell.tsx';
import classes from './runs.module.css';

const mean = (values: readonly number[]): number | null =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;

/** Rank figures of the latest spectra, averaged over matrices that are not zero; null before the first. */
function meanRanks({ spectra }: RunRecord) {
  const figures = (spectra.at(-1)?.sites ?? []).map(({ singularValues }) => rankFigures(singularValues));
  return {
    effective: mean(figures.flatMap(({ effective }) => effective ?? [])),
    energy: mean(figures.flatMap(({ energy }) => energy ?? [])),
  };
}

/** @returns nothing for fewer than two runs. */
export function CompareTable({ runs }: { runs: readonly ShownRun[] }) {
  const { t } = useTranslation('charts');
  const { name, meaning } = useMetricWords();
  if (runs.length < 2) return null;
  const records = runs.map(({ record }) => record);
  const columns = differenceColumns(records, t);
  const mixed = columns.some(({ key }) => key === 'data');
  const hasOtherCut = new Set(records.map(({ dataset }) => dataset.truncated)).size > 1;
  const cut = runs.filter(({ record }) => record.dataset.truncated > 0);
  const cuts = [
    ...cut.map(({ record, label }) => t('cutOf', { run: label, count: record.dataset.truncated })),
    ...(cut.length < runs.length ? [t('cutOfOthers')] : []),
  ];
  // Where the rank is the question, the energy rank looks like its answer.
  const asksRank = records.some(({ dataset }) => dataset.secret !== undefined);
  // Different metrics, tokens or classes cannot stand in one column.
  const judged = runs.flatMap(({ record }) => {
    const { metric, tokenizer } = testScore(record) ?? {};
    if (!metric) return [];
    const by = { tokenizer, positiveLabel: record.dataset.positiveLabel };
    return { name: name(metric, by), meaning: meaning(metric, by) };
  });
  const [metric] = new Set(judged.map((each) => each.name)).size === 1 ? judged : [];
  // Why a run has no ranks, or what its ranks are of.
  const caveats = new Map<string, string[]>();
  for (const { record, label } of runs) {
    const caveat = spectrumCaveat(record.config.method);
    if (caveat !== null) caveats.set(caveat, [...(caveats.get(caveat) ?? []), label]);
  }
  const prompts = new Set(records.flatMap((record) => testScore(record)?.texts ?? []));
  return (
    <>
      <div
        className={classes.figures}
        tabIndex={0}
        role="region"
        aria-label={t('tableOf', { caption: t('comparison') })}
      >
        <table className={`${classes.table} ${classes.comparison}`}>
          <thead>
            <tr>
              <th scope="col">{t('run')}</th>
              {columns.map(({ key, heading }) => (
                <th key={key} scope="col">
                  {heading}
                </th>
              ))}
              <th scope="col" className={classes.roomy}>
                {t('trained')}
              </th>
              {metric && (
                <th scope="col">
                  <Term
                    name={t('testScore', { metric: metric.name })}
                    meaning={`${metric.meaning} ${t('testScoreAbout', { prompts: [...prompts].map(count).join(', ') })}`}
                  />
                </th>
              )}
              <th scope="col" className={classes.bestShort}>
                <Term
                  name={t('bestShort')}
                  meaning={t('bestValidationLossOn', { examples: String(VALIDATION_PAIRS) })}
                />
              </th>
              <th scope="col">
                <Term name={t('meanEffectiveRank')} meaning={t('effectiveRankMeaning')} />
              </th>
              {!asksRank && (
                <th scope="col">
                  <Term name={t('meanEnergyRank')} meaning={t('energyRankMeaning')} />
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {runs.map(({ record, label, colour, dash }, i) => {
              const best = bestEval(record);
              const { effective, energy } = meanRanks(record);
              return (
                <tr key={record.id}>
                  <th scope="row">
                    <span className={classes.swatched}>
                      <Swatch colour={colour} dash={dash} />
                      <span title={record.name}>{label}</span>
                    </span>
                  </th>
                  {columns.map(({ key, cells }) => (
                    <td key={key}>{cells[i]}</td>
                  ))}
                  <td className={classes.roomy}>{count(record.trainableParameters)}</td>
                  {metric && (
                    <td className={classes.scored}>
                      <ScoreCell score={testScore(record)} />
                    </td>
                  )}
                  <td>{best ? formatLoss(best.loss) : '–'}</td>
                  <td>{effective === null ? '–' : effective.toFixed(2)}</td>
                  {!asksRank && <td>{energy === null ? '–' : energy.toFixed(2)}</td>}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {mixed && <p className={classes.dim}>{t('otherData')}</p>}
      {!mixed && hasOtherCut && <p className={classes.dim}>{t('otherCut', { counts: cuts.join('; ') })}</p>}
      {columns.some(({ key }) => key === 'method.type') && <p className={classes.dim}>{t('tunedAbout')}</p>}
      <p className={classes.dim}>{t('meanOverMatrices')}</p>
      {[...caveats].map(([caveat, labels]) => (
        <p key={caveat} className={classes.dim}>
          {t('rankCaveat', { runs: labels.join(', '), caveat })}
        </p>
      ))}
    </>
  );
}
