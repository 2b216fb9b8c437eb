/** A model of the Hugging Face Hub in the dialog for own models: asked for by id, described before it is fetched, then fetched. */
import { Anchor, Button, Group, Progress, Text, TextInput } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { estimateMemory, shortages } from '../../core/memory-estimate.ts';
import { textLength } from '../../core/run-config.ts';
import { HUB, hubOf, type HubError, type HubModel, type HubProblem, type HubState } from '../../state/hub.ts';
import { bytes, count, excerpt, listed, percentDone, SHOWN_DETAIL } from '../format.ts';
import { focusIfLost } from '../focus.ts';
import { useConfig, usePage, useSession } from '../page-context.tsx';
import { said } from '../strings/index.ts';
import { useDeviceLimits } from '../use-device-limits.ts';

/** What the words of a fault name, as it is shown; nothing for what they do not name. */
function shownValues({ values }: HubError) {
  const { text = '', host = '', kind = '', revision = '', file = '', seconds = 0, status = 0 } = values;
  const { architecture = '', type = '', tensor = '', dtype = '', bytes: size = 0, limit = 0 } = values;
  return {
    ...{ text, host, kind, revision, file, architecture, type, tensor, dtype },
    ...{ seconds: count(seconds), status: String(status), bytes: bytes(size), limit: bytes(limit) },
  };
}

/** The Hub need not tell how long to wait. */
const wordsOf = ({ fault, values }: HubError) =>
  fault === 'too-many' && values.seconds === 0 ? 'too-many-now' : fault;

/** Why the model cannot be used, with the remedy, and the reason in the Hub's or a reader's own words. */
function Problem({ problem }: { problem: HubProblem }) {
  const { t } = useTranslation();
  const isFault = typeof problem !== 'string';
  const own = isFault ? problem.said : problem;
  return (
    <div className="own-error" role="alert">
      {isFault && <strong>{t(`hub.faults.${wordsOf(problem)}`, shownValues(problem))}</strong>}
      {own !== null && <p>{excerpt(said(own), SHOWN_DETAIL)}</p>}
    </div>
  );
}

/** What the model is, what it takes to fetch and to train, and what of it would not fit here. */
function Facts({ model }: { model: HubModel }) {
  const { t } = useTranslation();
  const config = useConfig((state) => state.config);
  const backend = useSession((state) => state.device?.backend ?? 'wasm');
  const limits = useDeviceLimits(backend);
  const memory = useMemo(() => estimateMemory(model.shape, config, backend), [model, config, backend]);
  const short = useMemo(
    () => (limits ? shortages(model.shape, config, limits) : []),
    [model, config, limits],
  );
  const facts: [string, string][] = [
    [t('hub.architecture'), model.architecture],
    [t('hub.parameters'), count(model.parameters)],
    [t('hub.numbers'), listed(model.dtypes)],
    [t('hub.size'), bytes(model.bytes)],
    [t('hub.licence'), model.licence ?? t('hub.noLicence')],
    [t('hub.revision'), `${model.revision} · ${model.commit.slice(0, 7)}`],
  ];
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
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div className="fact" key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div className="fact hub-memory">
          <dt>{t('hub.memory')}</dt>
          <dd>{t('hub.about', { size: bytes(memory.model + memory.state + memory.step) })}</dd>
          <dd className="beside">
            {t('hub.memoryParts', {
              model: bytes(memory.model),
              state: bytes(memory.state),
              step: bytes(memory.step),
            })}
          </dd>
          <dd className="beside">
            {t('hub.memoryFor', {
              batch: count(config.training.batch_size),
              length: count(textLength(config, model.shape)),
              backend: t(`device.${backend}`),
            })}
          </dd>
        </div>
      </dl>
      {short.map(({ limit, needed, room }) => (
        <p className="own-warning" role="note" key={limit}>
          {t(`hub.shortages.${limit}`, { needed: bytes(needed), room: bytes(room) })}
        </p>
      ))}
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
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button type="submit" size="xs" disabled={text.trim() === '' || phase === 'fetching'}>
          {t('hub.lookUp')}
        </Button>
      </form>
      <Text size="xs" c="dimmed">
        {t('hub.asks')}
      </Text>
      {model && <Facts model={model} />}
      {'loaded' in state && <Fetched model={state.model} loaded={state.loaded} />}
      <Text size="xs" role="status">
        {phase === 'asking' ? '' : t(`hub.phases.${isUnkept ? 'stoppedUnkept' : phase}`)}
      </Text>
      {state.problem !== null && <Problem problem={state.problem} />}
      <Steps state={state} />
    </section>
  );
}
