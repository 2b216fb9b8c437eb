/** Saves a report of the shown runs. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownRun } from '../../charts/index.ts';
import { later } from '../../later.tsx';
import { useResults } from '../../shown-runs.tsx';

const ReportMaker = later(async () => (await import('./report/report-maker.tsx')).ReportMaker);

export function ReportButton() {
  const { t } = useTranslation('workspaces');
  const { shown, isRecorded } = useResults();
  /** The runs of the report that is being made, as they were when it was asked for. */
  const [runs, setRuns] = useState<readonly ShownRun[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const isEmpty = shown.length === 0 || isRecorded;
  return (
    <>
      <Button
        flex="none"
        size="compact-sm"
        variant="default"
        loading={runs !== null}
        disabled={isEmpty}
        title={t('report.about')}
        onClick={() => {
          setFailure(null);
          setRuns(shown);
        }}
      >
        {t('report.write')}
      </Button>
      {isEmpty && <span className="hint">{t('report.none')}</span>}
      {failure !== null && (
        <span role="alert" className="hint">
          {t('report.failed', { detail: failure })}
        </span>
      )}
      {runs && (
        <ReportMaker
          runs={runs}
          onEnd={(failed) => {
            setRuns(null);
            setFailure(failed);
          }}
        />
      )}
    </>
  );
}
