/** What the models write, what it is worth, and where a rank is hidden the question: one panel, a tab each. */
import { ActionIcon, Tabs } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Generation } from '../../../core/generation.ts';
import { OWN_TASK } from '../../../state/shelf.ts';
import { Icon } from '../../icons.tsx';
import { later } from '../../later.tsx';
import { useConfig, usePage, useRuns, useSession } from '../../page-context.tsx';
import { dataName, fullTitle, SamplesPanel, ScoresPanel } from '../../runs/index.ts';
import { ShownChip } from '../../shown-chip.tsx';
import { useFocused, useResults } from '../../shown-runs.tsx';
import { useShowsEncoder } from '../../use-is-encoder.ts';
import { useSecretData } from '../../use-secret-data.ts';

const SecretPanel = later(async () => (await import('../../secret-panel.tsx')).SecretPanel);

function Samples({ isEncoder }: { isEncoder: boolean }) {
  const { t } = useTranslation('charts');
  const { actions } = usePage();
  const record = useFocused();
  const { records } = useResults();
  const cursor = useRuns((state) => state.cursor);
  const ready = useSession((state) => state.phase === 'ready');
  const model = useSession((state) => state.model);
  const id = record?.id ?? null;
  const onGenerate = useCallback(
    (prompt: string, generation: Generation) => actions.generate(prompt, id, generation),
    [actions, id],
  );
  const example = useSession((state) => state.dataset?.examples[0]?.prompt ?? '');
  return (
    <SamplesPanel
      record={record}
      isEncoder={isEncoder}
      title={record ? fullTitle(record, records, t) : ''}
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
  const scoring = useRuns((state) => (record ? (state.scoring[record.id] ?? null) : null));
  return <ScoresPanel record={record} scoring={scoring} chance={task?.chance ?? null} />;
}

/** Says where the shown run learned something else, or on another model, than the form asks for. */
function Elsewhere() {
  const { t } = useTranslation();
  const { t: words } = useTranslation('charts');
  const record = useFocused();
  const { isRecorded } = useResults();
  const form = useConfig((state) => state.config);
  const loaded = useSession((state) => state.dataset);
  if (!record || isRecorded) return null;
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

/** Texts come first, or the question where a rank is hidden; a person's own choice of tab stays. */
export function TextPanel() {
  const { t } = useTranslation();
  const { t: words } = useTranslation('workspaces');
  const secret = useSecretData() !== null;
  const isEncoder = useShowsEncoder();
  const [chosen, setChosen] = useState<string | null>(null);
  const [enlarged, setEnlarged] = useState(false);
  const cell = useRef<HTMLDivElement>(null);
  // Where the page scrolls, the larger cell would reach below the window.
  useEffect(() => {
    if (enlarged) cell.current?.scrollIntoView();
  }, [enlarged]);
  return (
    <Tabs
      ref={cell}
      mod={{ enlarged }}
      value={chosen === null || (chosen === 'secret' && !secret) ? (secret ? 'secret' : 'text') : chosen}
      onChange={setChosen}
      onKeyDown={({ key }) => {
        if (key === 'Escape') setEnlarged(false);
      }}
      className="cell tabs texts"
      keepMounted={false}
    >
      <div className="tabs-head">
        <Tabs.List aria-label={t('results.title')}>
          {secret && <Tabs.Tab value="secret">{words('texts.secret')}</Tabs.Tab>}
          <Tabs.Tab value="text">{words(isEncoder ? 'texts.titleEncoder' : 'texts.title')}</Tabs.Tab>
          <Tabs.Tab value="scores">{words('texts.scores')}</Tabs.Tab>
        </Tabs.List>
        <ActionIcon
          variant={enlarged ? 'light' : 'subtle'}
          color="gray"
          aria-label={t('results.enlarge')}
          aria-pressed={enlarged}
          title={t(enlarged ? 'results.restore' : 'results.enlarge')}
          onClick={() => setEnlarged(!enlarged)}
        >
          <Icon name="enlarge" />
        </ActionIcon>
      </div>
      <div className="chip-line">
        <ShownChip />
      </div>
      <Elsewhere />
      <Tabs.Panel value="secret">
        <SecretPanel />
      </Tabs.Panel>
      {/* What was written in it stays while another tab is looked at. */}
      <Tabs.Panel value="text" keepMounted>
        <Samples isEncoder={isEncoder} />
      </Tabs.Panel>
      <Tabs.Panel value="scores">
        <Scores />
      </Tabs.Panel>
    </Tabs>
  );
}
