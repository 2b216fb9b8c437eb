/** What the data allow to say of the shown runs, in a sentence for each figure that judges them, or why nothing can be said. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { conclude } from '../../../core/conclusion.ts';
import { testScore } from '../../../core/run-figures.ts';
import { Term } from '../../charts/term.tsx';
import type { ShownRun } from '../../charts/types.ts';
import { useMetricWords } from '../../metric-name.ts';
import { settingNames, wordConclusion, wordNotCompared } from './conclusion-words.ts';
import { useRuns } from '../../page-context.tsx';
import '../../strings/later.ts';

/** @returns nothing without a run. */
export function ConclusionNote({ runs }: { runs: readonly ShownRun[] }) {
  const { t } = useTranslation('workspaces');
  const { t: tCharts } = useTranslation('charts');
  const { name } = useMetricWords();
  const records = useMemo(() => runs.map(({ record }) => record), [runs]);
  const byLoss = useMemo(() => conclude(records, 'finalLoss'), [records]);
  const byMetric = useMemo(() => conclude(records, 'metric'), [records]);
  const all = useRuns((state) => state.records);
  const [first] = records;
  if (!first) return null;
  const shown = new Set(records.map(({ id }) => id));
  const groups = new Set(records.map(({ groupId }) => groupId).filter((id) => id !== null));
  const notShown = all.filter(({ id, groupId }) => groupId !== null && groups.has(groupId) && !shown.has(id));
  const nameOf = settingNames(records, tCharts);
  const scored = records.find(testScore);
  const { metric, tokenizer } = (scored && testScore(scored)) ?? {};
  const metricName = metric ? name(metric, { tokenizer, positiveLabel: first.dataset.positiveLabel }) : '';
  const told = [
    wordConclusion(byLoss, 'finalLoss', metricName, nameOf, t),
    wordConclusion(byMetric, 'metric', metricName, nameOf, t),
  ].filter((each) => each !== null);
  // What hinders both is told of the loss.
  const lacksScores =
    typeof byLoss.found !== 'string' && byMetric.found === 'no-figures' && metricName !== '';
  const notCompared = [
    ...(lacksScores ? [t('conclusion.noMetric')] : []),
    ...wordNotCompared(byLoss, notShown.length, nameOf, t),
  ];
  return (
    <div className="small">
      {told.map(({ sentence, test }) => (
        <p key={sentence}>
          {sentence} <Term name={t('conclusion.test')} meaning={test} />
        </p>
      ))}
      {notCompared.length > 0 && <p>{notCompared.join(' ')}</p>}
    </div>
  );
}
