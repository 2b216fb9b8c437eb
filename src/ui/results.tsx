/** The runs, shown: charts in the middle, the list of runs and what the models write below. */
import { ActionIcon, Tabs } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Generation } from '../core/generation.ts';
import type { SiteId } from '../core/site.ts';
import type { Download } from '../state/actions.ts';
import { OWN_TASK } from '../state/shelf.ts';
import { LossChart, ParametersChart, SitesChart, SpectrumChart } from './charts/index.ts';
import { Comparison } from './comparison.tsx';
import { save } from './download.ts';
import { Icon } from './icons.tsx';
import { useConfig, usePage, useRuns, useSession } from './page-context.tsx';
import { ParametersCard } from './panel/parameters-card.tsx';
import { dataName, RunsList, SamplesPanel, ScoresPanel } from './runs/index.ts';
import { SecretPanel, useSecretData } from './secret-panel.tsx';
import { useFocused, useResults } from './shown-runs.tsx';
import { importFile } from './use-file.ts';

export function Charts() {
  const { shown: runs } = useResults();
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
  const page = usePage();
  const { actions, runs } = page;
  const { records, styles } = useResults();
  const ticked = useRuns((state) => state.ticked);
  const focused = useRuns((state) => state.focused);
  const { tick, focus, rename } = runs.getState();
  return (
    <RunsList
      runs={records}
      styles={styles}
      ticked={ticked}
      focused={focused}
      onTick={tick}
      onFocus={focus}
      onRename={rename}
      onDelete={actions.deleteRun}
      onExportRun={(id) => void actions.exportRun(id).then(saveIfAny)}
      onExportAdapter={(id) => void actions.exportAdapter(id).then(saveIfAny)}
      onImport={(file) => void importFile(page, file)}
    />
  );
}

function Samples() {
  const { actions } = usePage();
  const record = useFocused();
  const cursor = useRuns((state) => state.cursor);
  const ready = useSession((state) => state.phase === 'ready');
  const model = useSession((state) => state.model?.model ?? '');
  const id = record?.id ?? null;
  const onGenerate = useCallback(
    (prompt: string, generation: Generation) => actions.generate(prompt, id, generation),
    [actions, id],
  );
  const example = useSession((state) => state.dataset?.examples[0]?.prompt ?? '');
  return (
    <SamplesPanel
      record={record}
      cursor={cursor}
      model={model}
      onGenerate={onGenerate}
      example={example}
      busy={!ready}
    />
  );
}

function Scores() {
  const record = useFocused();
  const task = useSession((state) => state.tasks.find(({ id }) => id === record?.config.task));
  return <ScoresPanel record={record} chance={task?.chance ?? null} />;
}

/** Says where the run in focus learned something else, or on another model, than the form asks for. */
function Elsewhere() {
  const { t } = useTranslation();
  const { t: words } = useTranslation('charts');
  const record = useFocused();
  const form = useConfig((state) => state.config);
  const loaded = useSession((state) => state.dataset);
  if (!record) return null;
  const { model, task } = record.config;
  const otherData =
    task === OWN_TASK && loaded?.task === OWN_TASK && loaded.fingerprint !== record.dataset.fingerprint;
  if (model === form.model && task === form.task && !otherData) return null;
  return (
    <p className="hint elsewhere" role="status">
      {t('results.elsewhere', { task: dataName(record.dataset, words), model })}
    </p>
  );
}

/**
 * Text, or the comparison where the shown runs were started together, or the question where a rank is hidden; a
 * person's own choice of tab stays.
 */
function Details() {
  const { t } = useTranslation();
  const { shown, together } = useResults();
  const secret = useSecretData() !== null;
  const [chosen, setChosen] = useState<string | null>(null);
  const [enlarged, setEnlarged] = useState(false);
  const cell = useRef<HTMLDivElement>(null);
  // Where the page scrolls, the larger cell would reach below the window.
  useEffect(() => {
    if (enlarged) cell.current?.scrollIntoView();
  }, [enlarged]);
  const first = together ? 'comparison' : secret ? 'secret' : 'text';
  return (
    <Tabs
      ref={cell}
      mod={{ enlarged }}
      value={chosen === null || (chosen === 'secret' && !secret) ? first : chosen}
      onChange={setChosen}
      onKeyDown={({ key }) => {
        if (key === 'Escape') setEnlarged(false);
      }}
      className="cell tabs"
      keepMounted={false}
    >
      <div className="tabs-head">
        <Tabs.List aria-label={t('results.title')}>
          {secret && <Tabs.Tab value="secret">{t('secret.title')}</Tabs.Tab>}
          <Tabs.Tab value="text">{t('results.text')}</Tabs.Tab>
          <Tabs.Tab value="scores">{t('results.scores')}</Tabs.Tab>
          <Tabs.Tab value="comparison">{t('results.comparison')}</Tabs.Tab>
          <Tabs.Tab value="parameters">{t('results.parameters')}</Tabs.Tab>
        </Tabs.List>
        <ActionIcon
          variant={enlarged ? 'light' : 'subtle'}
          color="gray"
          size="sm"
          aria-label={t('results.enlarge')}
          aria-pressed={enlarged}
          title={t(enlarged ? 'results.restore' : 'results.enlarge')}
          onClick={() => setEnlarged(!enlarged)}
        >
          <Icon name="enlarge" />
        </ActionIcon>
      </div>
      <Elsewhere />
      <Tabs.Panel value="secret">
        <SecretPanel />
      </Tabs.Panel>
      {/* What was written in it stays while another tab is looked at. */}
      <Tabs.Panel value="text" keepMounted>
        <Samples />
      </Tabs.Panel>
      <Tabs.Panel value="scores">
        <Scores />
      </Tabs.Panel>
      <Tabs.Panel value="comparison">
        <Comparison />
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
