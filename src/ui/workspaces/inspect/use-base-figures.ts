/** ΔW of the run in focus against W0, at all of its matrices. */
import { useTranslation } from 'react-i18next';
import { siteId, type Site } from '../../../core/site.ts';
import type { AgainstBase } from '../../../core/site-figures.ts';
import { measuredSites } from '../../charts/series.ts';
import type { ShownRun } from '../../charts/types.ts';
import { useInTurn } from '../../in-turn.ts';
import { useView } from '../../page-context.tsx';
import { useResults } from '../../shown-runs.tsx';
import { useChartProps } from '../../use-chart-props.ts';
import { useFigures, type Taking } from './use-figures.ts';
import { noSpectrumOf } from '../../method-words.ts';

/** The figures of the run in focus at all of its matrices, and the chosen one. */
export interface BaseFigures {
  run: ShownRun | undefined;
  sites: readonly Site[];
  figures: readonly AgainstBase[];
  /** The step that they are of. */
  step: number | undefined;
  chosen: Site | undefined;
  at: AgainstBase | undefined;
  taking: Taking<'base'>;
  /** Why there is nothing to take; null where there is. */
  empty: string | null;
}

export function useBaseFigures(): BaseFigures {
  const { t } = useTranslation('inspect');
  const { runs, nextCaveat } = useChartProps();
  const { isRecorded } = useResults();
  const [run] = useInTurn(runs);
  const choice = useView((state) => state.site);
  const sites = run ? measuredSites(run.record) : [];
  const taking = useFigures('base', run && !isRecorded ? [run.record] : [], sites);
  const taken = taking.outcome.state === 'done' ? taking.outcome : null;
  const chosen = sites.find((site) => siteId(site) === choice) ?? sites[0];
  const why = run ? noSpectrumOf(run.record.config.method) : nextCaveat;
  const none = sites.length > 0 ? null : (why ?? t('noSites'));
  return {
    run,
    sites,
    figures: taken?.figures ?? [],
    step: taken?.steps[0],
    chosen,
    at: chosen && taken?.figures[sites.indexOf(chosen)],
    taking,
    empty: none ?? (isRecorded ? t('recordedOnly') : null),
  };
}
