/** What the data allow to say of runs, in words. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { conclude } from '../../../core/conclusion.ts';
import { testScore } from '../../../core/run-figures.ts';
import type { ShownRun } from '../../charts/types.ts';
import { useMetricWords } from '../../metric-name.ts';
import { useCalmRuns } from '../../use-calm-runs.ts';
import { settingNames, wordConclusion, wordNotCompared, type Told } from './conclusion-words.ts';

export interface WordedConclusion {
  /** A sentence for each figure that judges the runs. */
  told: Told[];
  /** Why nothing can be said, and which runs are left out: a sentence for each. */
  notCompared: string[];
}

/** @param runs that are compared; of other runs of their experiments it is said how many there are */
export function useConclusion(runs: readonly ShownRun[]): WordedConclusion {
  const { t } = useTranslation('workspaces');
  const { t: tCharts } = useTranslation('charts');
  const { name } = useMetricWords();
  const { records: all } = useCalmRuns();
  const records = useMemo(() => runs.map(({ record }) => record), [runs]);
  const byLoss = useMemo(() => conclude(records, 'finalLoss'), [records]);
  const byMetric = useMemo(() => conclude(records, 'metric'), [records]);
  const nameOf = settingNames(records, tCharts);
  const scored = records.find(testScore);
  const { metric, tokenizer } = (scored && testScore(scored)) ?? {};
  const metricName =
    scored && metric ? name(metric, { tokenizer, positiveLabel: scored.dataset.positiveLabel }) : '';
  // What hinders both is told of the loss.
  const lacksScores = scored && typeof byLoss.found !== 'string' && byMetric.found === 'no-figures';
  const shown = new Set(records.map(({ id }) => id));
  const groups = new Set(records.map(({ groupId }) => groupId));
  const notShown = all.filter(
    ({ id, groupId }) => groupId !== null && groups.has(groupId) && !shown.has(id),
  ).length;
  return {
    told: [
      wordConclusion(byLoss, 'finalLoss', metricName, nameOf, t),
      wordConclusion(byMetric, 'metric', metricName, nameOf, t),
    ].filter((each) => each !== null),
    notCompared: [
      ...(lacksScores ? [t('conclusion.noMetric')] : []),
      ...wordNotCompared(byLoss, notShown, nameOf, t),
    ],
  };
}
