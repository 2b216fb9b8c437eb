/** What the charts of ΔW against W0 have in common: whose figures they are of, and why they are not there. */
import { useTranslation } from 'react-i18next';
import { count } from '../../format.ts';
import { useChartProps } from '../../use-chart-props.ts';
import { TakingNote } from './taking-note.tsx';
import type { BaseFigures } from './use-base-figures.ts';

/** Of a `ChartFrame`; `empty` is null where figures are there, or being taken. */
export function useBaseFrame({ run, step, empty, taking }: BaseFigures) {
  const { t } = useTranslation('charts');
  const { chip } = useChartProps();
  return {
    chip: run && step !== undefined && chip?.([{ record: run.record, step }]),
    detail: [run?.label, step !== undefined && t('atStep', { step: count(step) })]
      .filter(Boolean)
      .join(' · '),
    empty,
    pending: taking.outcome.state === 'done' ? null : <TakingNote taking={taking} />,
  };
}
