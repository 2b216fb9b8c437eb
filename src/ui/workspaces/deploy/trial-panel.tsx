/** A prompt, and what the base model and an adapter of the shelf answer to it, side by side. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { stepsDone } from '../../../core/run-record.ts';
import type { ImportedAdapters } from '../../../state/imported-adapters.ts';
import { isOfModel } from '../../../state/ready-for.ts';
import { usePage, useSession } from '../../page-context.tsx';
import { PanelHead } from '../../panel-head.tsx';
import { runTitles } from '../../runs/index.ts';
import { OwnPrompt } from '../../runs/own-prompt.tsx';
import { useResults } from '../../shown-runs.tsx';
import { useIsEncoder } from '../../use-is-encoder.ts';

/** An adapter that can be asked. */
interface Asked {
  value: string;
  label: string;
  /** What a run is of; null for an adapter from a file. */
  task: string | null;
}

/** The adapters of the loaded base model, the latest first: those from files, then those of runs. */
function useAsked(imported: ImportedAdapters): Asked[] {
  const { t } = useTranslation('charts');
  const { records } = useResults();
  const adapters = useStore(imported.store, (state) => state.adapters);
  const model = useSession((state) => state.model);
  const titles = runTitles(records, t);
  const ofRuns = records.flatMap((record, i) =>
    isOfModel(record, model) && stepsDone(record) > 0
      ? [{ value: record.id, label: titles[i]?.first ?? record.name, task: record.config.task }]
      : [],
  );
  const ofFiles = adapters
    .filter(({ weights }) => weights === model?.weights)
    .map(({ id, name }) => ({ value: id, label: name, task: null }));
  return [...ofRuns, ...ofFiles].reverse();
}

export function TrialPanel({ imported }: { imported: ImportedAdapters }) {
  const { t } = useTranslation('workspaces');
  const { actions } = usePage();
  const model = useSession((state) => state.model);
  const isEncoder = useIsEncoder();
  const example = useSession((state) => state.dataset?.examples[0]?.prompt ?? '');
  const ready = useSession((state) => state.phase === 'ready');
  const asked = useAsked(imported);
  const [chosen, setChosen] = useState<string | null>(null);
  const current = asked.find(({ value }) => value === chosen) ?? asked[0];
  const title = t(isEncoder ? 'trial.titleEncoder' : 'trial.title');
  return (
    <section className="cell trial" aria-label={title}>
      <PanelHead title={title} />
      {current ? (
        <>
          <p className="hint">{t('trial.about')}</p>
          <NativeSelect
            size="xs"
            mb="xs"
            label={t('trial.which')}
            data={asked}
            value={current.value}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <OwnPrompt
            title={current.label}
            task={current.task}
            model={model}
            onGenerate={(prompt, generation) =>
              current.task === null
                ? imported.generate(prompt, current.value, generation)
                : actions.generate(prompt, current.value, generation)
            }
            example={example}
            busy={!ready}
            takesFocus={false}
          />
        </>
      ) : (
        <p>{t(isEncoder ? 'trial.noneEncoder' : 'trial.none', { model: model?.model ?? '' })}</p>
      )}
    </section>
  );
}
