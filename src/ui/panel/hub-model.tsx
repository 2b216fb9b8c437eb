/** A model of the Hugging Face Hub in the dialog for own models: asked for by id, described before it is fetched, then fetched. */
import { Anchor, Button, Group, Progress, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { HUB, hubOf, type HubModel, type HubState } from '../../state/hub.ts';
import { bytes, percentDone } from '../format.ts';
import { focusIfLost } from '../focus.ts';
import { usePage } from '../page-context.tsx';
import { ModelFacts } from './model-facts.tsx';
import { ModelProblemNote } from './model-problem.tsx';

/** The model and its page, what it is, and what it takes to fetch and to train. */
function HubFacts({ model }: { model: HubModel }) {
  const { t } = useTranslation();
  return (
    <>
      <Anchor
        className="hub-name"
        size="sm"
        fw={600}
        href={`${HUB}/${model.id}`}
        target="_blank"
        rel="noreferrer"
      >
        {model.id}
      </Anchor>
      <ModelFacts
        model={model}
        size={t('hub.size')}
        more={[
          [t('hub.licence'), model.licence ?? t('hub.noLicence')],
          [t('hub.revision'), `${model.revision} · ${model.commit.slice(0, 7)}`],
        ]}
      />
    </>
  );
}

/** How far the download is. */
function Fetched({ model, loaded }: { model: HubModel; loaded: number }) {
  const { t } = useTranslation();
  return (
    <div>
      <Progress
        size={6}
        value={(100 * loaded) / model.bytes}
        aria-label={t('hub.progress')}
        transitionDuration={0}
      />
      <Text size="xs">
        {t('hub.loaded', {
          loaded: bytes(loaded),
          total: bytes(model.bytes),
          percent: percentDone(loaded / model.bytes),
        })}
      </Text>
    </div>
  );
}

/** What can be done next. */
function Steps({ state }: { state: HubState }) {
  const { t } = useTranslation();
  const hub = hubOf(usePage());
  const { phase } = state;
  const step = (
    name: 'download' | 'goOn' | 'open' | 'stop' | 'forget',
    act: () => unknown,
    isMain = false,
  ) => (
    <Button size="xs" variant={isMain ? 'filled' : 'default'} onClick={() => void act()}>
      {t(`hub.${name}`)}
    </Button>
  );
  if (phase === 'asking') return null;
  return (
    <Group gap="xs">
      {phase === 'found' && step('download', hub.fetch, true)}
      {phase === 'stopped' && step('goOn', hub.fetch, true)}
      {phase === 'here' && step('open', hub.open, true)}
      {(phase === 'looking' || phase === 'fetching') && step('stop', hub.stop)}
      {(phase === 'found' || phase === 'stopped' || phase === 'here') && step('forget', hub.forget)}
    </Group>
  );
}

export function HubModelFields() {
  const { t } = useTranslation();
  const hub = hubOf(usePage());
  const state = useStore(hub);
  const [text, setText] = useState('');
  const { phase } = state;
  const model = 'model' in state ? state.model : null;
  const isUnkept =
    phase === 'stopped' &&
    state.loaded > 0 &&
    !state.downloads.some(
      ({ model: { id, commit } }) => id === state.model.id && commit === state.model.commit,
    );
  const input = useRef<HTMLInputElement>(null);
  const kept = state.downloads.length;
  // The button that was pressed is another one by now, or gone.
  useEffect(() => focusIfLost(input), [phase, kept]);
  return (
    <section className="hub" aria-label={t('hub.title')}>
      <Text fw={600} size="sm">
        {t('hub.title')}
      </Text>
      <form
        className="hub-form"
        onSubmit={(event) => {
          event.preventDefault();
          void hub.lookUp(text);
        }}
      >
        <TextInput
          ref={input}
          label={t('hub.id')}
          size="xs"
          placeholder="owner/name"
          autoCapitalize="off"
          spellCheck={false}
          value={text}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            // What is wrong with another id is told no longer.
            if (phase === 'asking') hub.forget();
          }}
        />
        <Button type="submit" size="xs" disabled={text.trim() === '' || phase === 'fetching'}>
          {t('hub.lookUp')}
        </Button>
      </form>
      <Text size="xs" c="dimmed">
        {t('hub.asks')}
      </Text>
      {model && <HubFacts model={model} />}
      {'loaded' in state && <Fetched model={state.model} loaded={state.loaded} />}
      <Text size="xs" role="status">
        {phase !== 'asking' &&
          t(
            `hub.phases.${isUnkept ? 'stoppedUnkept' : phase === 'fetching' && state.isChecking ? 'checking' : phase}`,
          )}
      </Text>
      {state.problem !== null && <ModelProblemNote problem={state.problem} />}
      <Steps state={state} />
    </section>
  );
}
