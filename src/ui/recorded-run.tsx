/** Plays the recorded run of a model once from its start to its end, for charts that have no run of the visitor's yet. */
import { useReducedMotion } from '@mantine/hooks';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { stepsDone, type RunRecord } from '../core/run-record.ts';
import { isByHand } from '../state/calm-runs.ts';
import { fetchRecorded, playback } from '../state/recorded.ts';
import { runStyles, type ShownRun } from './charts/index.ts';
import { soon } from './later.tsx';
import { useConfig } from './page-context.tsx';
import { wordConfig } from './runs/index.ts';
import { useCalmRuns } from './use-calm-runs.ts';

/** How long the whole run plays, and how often it is drawn meanwhile. Milliseconds. */
const LENGTH = 8000;
const PACE = 250;

/**
 * @param model the base model of the form; null where no recording is wanted: there are runs to show
 * @param task the task of the form: the recorded run of another task is not played
 * @returns the run as far as it has played, in the look of a single run; null where there is none (yet). It rests at its
 * end, which is where it starts for a visitor who wants less motion, and waits while the page is hidden.
 */
function usePlayer(model: string | null, task: string): ShownRun | null {
  const [fetched, setFetched] = useState<RunRecord | null>(null);
  const [played, setPlayed] = useState(0);
  const still = useReducedMotion();
  const { t } = useTranslation('charts');

  useEffect(() => {
    if (model === null) return;
    let wanted = true;
    void soon
      .then(() => fetchRecorded(document.baseURI, model))
      .then((record) => {
        if (wanted) setFetched(record);
      });
    return () => {
      wanted = false;
      setFetched(null);
      setPlayed(0);
    };
  }, [model]);

  const recorded = fetched?.config.task === task ? fetched : null;
  const ended = still || played >= LENGTH;
  useEffect(() => {
    if (!recorded || ended) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setPlayed((before) => before + PACE);
    }, PACE);
    return () => clearInterval(timer);
  }, [recorded, ended]);

  return useMemo(() => {
    const style = recorded && runStyles([recorded]).get(recorded.id);
    if (!style) return null;
    const step = ended ? stepsDone(recorded) : Math.round((stepsDone(recorded) * played) / LENGTH);
    return {
      record: playback(recorded, step),
      whole: recorded,
      // Its name is nobody's: what it was trained with tells more.
      label: wordConfig(recorded.config, t),
      ...style,
    };
  }, [recorded, played, ended, t]);
}

const RecordedContext = createContext<ShownRun | null>(null);

/** Plays the recorded run of the form's model and task while the visitor has no run: once for the page, whatever workspace is open. */
export function RecordedRun({ children }: { children: ReactNode }) {
  const hasRuns = useCalmRuns(isByHand).records.length > 0;
  const model = useConfig((state) => state.config.model);
  const task = useConfig((state) => state.config.task);
  return <RecordedContext value={usePlayer(hasRuns ? null : model, task)}>{children}</RecordedContext>;
}

/** The recorded run as far as it has played; null where none plays. */
export const useRecordedRun = (): ShownRun | null => useContext(RecordedContext);
