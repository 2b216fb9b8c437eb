/** The runs, shown: charts in the middle, the list of runs and what the models write below. */
import { Tabs } from '@mantine/core';
import { useThrottledCallback } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '../core/run-record.ts';
import type { SiteId } from '../core/site.ts';
import type { Download } from '../state/actions.ts';
import { isLive } from '../state/runs-store.ts';
import {
  LossChart,
  ParametersChart,
  runStyles,
  SitesChart,
  SpectrumChart,
  type ShownRun,
} from './charts/index.ts';
import { save } from './download.ts';
import { short } from './format.ts';
import { useLab, useRuns, useSession } from './lab-context.tsx';
import { ParametersCard } from './panel/parameters-card.tsx';
import { chartLabels, CompareTable, RunsList, SamplesPanel } from './runs/index.ts';

/** How often results are drawn while news streams in, so that drawing does not slow training. Milliseconds. */
const PACE = 250;

/** The runs, at that pace. */
function useRecords(): readonly RunRecord[] {
  const { runs } = useLab();
  const [records, setRecords] = useState(runs.getState().records);
  const setCalmly = useThrottledCallback(setRecords, PACE);
  useEffect(() => runs.subscribe((state) => setCalmly(state.records)), [runs, setCalmly]);
  return records;
}

/** A run's look follows its place among all runs, so that it stays when others are ticked. */
function useStyles(records: readonly RunRecord[]) {
  const ids = records.map(({ id }) => id).join(' ');
  return useMemo(() => runStyles(ids.split(' ')), [ids]);
}

/** The focused run, then the ticked ones in their order. */
function useShownRuns(): ShownRun[] {
  const { t } = useTranslation('charts');
  const records = useRecords();
  const ticked = useRuns((state) => state.ticked);
  const focused = useRuns((state) => state.focused);
  const styles = useStyles(records);
  return useMemo(() => {
    const first = records.filter(({ id }) => id === focused);
    const others = records.filter(({ id }) => id !== focused && ticked.includes(id));
    const shown = [...first, ...others];
    const labels = chartLabels(shown, t);
    return shown.flatMap((record, i) => {
      const style = styles.get(record.id);
      return style ? [{ record, label: labels[i] ?? record.name, ...style }] : [];
    });
  }, [records, ticked, focused, styles, t]);
}

export function Charts() {
  const runs = useShownRuns();
  const cursor = useRuns((state) => state.cursor);
  const onCursor = useRuns((state) => state.setCursor);
  const [site, setSite] = useState<SiteId | null>(null);
  const shared = { runs, cursor, onCursor };
  return (
    <>
      <div className="cell">
        <LossChart {...shared} />
      </div>
      <div className="cell">
        <SpectrumChart {...shared} site={site} onSite={setSite} />
      </div>
      <div className="cell">
        <SitesChart {...shared} site={site} onSite={setSite} />
      </div>
      <div className="cell">
        <ParametersCard />
      </div>
    </>
  );
}

const saveIfAny = (download: Download | null) => {
  if (download) save(download);
};

function Runs() {
  const { actions, runs } = useLab();
  const records = useRecords();
  const ticked = useRuns((state) => state.ticked);
  const focused = useRuns((state) => state.focused);
  const styles = useStyles(records);
  const { tick, focus, rename } = runs.getState();
  return (
    <RunsList
      runs={records}
      styles={styles}
      ticked={ticked}
      focused={focused}
      liveIds={records.filter(isLive).map(({ id }) => id)}
      onTick={tick}
      onFocus={focus}
      onRename={rename}
      onDelete={actions.deleteRun}
      onExportRun={(id) => void actions.exportRun(id).then(saveIfAny)}
      onExportAdapter={(id) => void actions.exportAdapter(id).then(saveIfAny)}
      onImport={(file) => void file.text().then((text) => actions.importRun(file.name, text))}
    />
  );
}

function Samples() {
  const { actions } = useLab();
  const focused = useRuns((state) => state.focused);
  const record = useRecords().find(({ id }) => id === focused) ?? null;
  const cursor = useRuns((state) => state.cursor);
  const ready = useSession((state) => state.phase === 'ready');
  const id = record?.id ?? null;
  const onGenerate = useCallback((prompt: string) => actions.generate(prompt, id), [actions, id]);
  return <SamplesPanel record={record} cursor={cursor} onGenerate={onGenerate} busy={!ready} />;
}

/** Text, or the table of a comparison once one is in focus; a person's own choice of tab stays. */
function Details() {
  const { t } = useTranslation();
  const shown = useShownRuns();
  const [chosen, setChosen] = useState<string | null>(null);
  // The run in focus, if it was started together with others.
  const focused = shown[0]?.record;
  const compared = shown.length > 1 && focused?.groupId ? focused : null;
  return (
    <Tabs
      value={chosen ?? (compared ? 'comparison' : 'text')}
      onChange={setChosen}
      className="cell tabs"
      keepMounted={false}
    >
      <Tabs.List aria-label={t('results.title')}>
        <Tabs.Tab value="text">{t('results.text')}</Tabs.Tab>
        <Tabs.Tab value="comparison">{t('results.comparison')}</Tabs.Tab>
        <Tabs.Tab value="parameters">{t('results.parameters')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="text">
        <Samples />
      </Tabs.Panel>
      <Tabs.Panel value="comparison">
        {shown.length > 1 ? (
          <>
            {compared && (
              <p className="hint">
                {t('results.compared', { alpha: short(compared.config.method.lora_alpha) })}
              </p>
            )}
            <CompareTable runs={shown} />
          </>
        ) : (
          <p className="hint">{t('results.comparisonEmpty')}</p>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="parameters">
        <ParametersChart runs={shown} />
      </Tabs.Panel>
    </Tabs>
  );
}

export function RunsAndText() {
  return (
    <>
      <div className="cell">
        <Runs />
      </div>
      <Details />
    </>
  );
}
