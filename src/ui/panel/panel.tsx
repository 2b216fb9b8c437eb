/** The experiment panel: the form whose state is the config store. It starts nothing; the transport does. */
import { Anchor, Button, Group, NativeSelect, Text } from '@mantine/core';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasLora } from '../../core/methods/lora-config.ts';
import { usualRate } from '../../core/methods/methods.ts';
import { shippedModel } from '../../core/models/shipped.ts';
import { liveHere } from '../../state/runs-store.ts';
import { MODELS, OWN_TASK } from '../../state/shelf.ts';
import { sameConfig } from '../../core/normal-config.ts';
import { controlState } from '../../state/class-store.ts';
import { formDiffersFrom } from '../../state/config-store.ts';
import { count } from '../format.ts';
import { later } from '../later.tsx';
import { Modal } from '../overlays.ts';
import { useClassLink, useConfig, usePage, useRuns, useSession } from '../page-context.tsx';
import { PanelHead } from '../panel-head.tsx';
import { RunChip } from '../run-chip.tsx';
import { useFocused, useResults } from '../shown-runs.tsx';
import { TooFew } from '../too-few.tsx';
import { useNarrow } from '../use-narrow.ts';
import { useIsEncoder } from '../use-is-encoder.ts';
import { Control, useFixed } from './control.tsx';
import { Labelled } from './fields.tsx';
import { MethodFields } from './method-fields.tsx';
import { MethodSelect } from './method-select.tsx';
import { More } from './more.tsx';
import { ParametersLine } from './parameters-line.tsx';
import { Presets } from './presets.tsx';
import { TaskField } from './task-field.tsx';
import { TrainingNumber } from './training-number.tsx';

const HeadNote = later(async () => (await import('./head-note.tsx')).HeadNote);
const MemoryNote = later(async () => (await import('./memory-note.tsx')).MemoryNote);
const RateNote = later(async () => (await import('./rate-note.tsx')).RateNote);

/** The choice that opens the dialog for models of a person's own: no model has such an id. */
const OWN_MODEL = '+';

/** Milliseconds between an arrow key and the load, so that models that are passed through are not loaded. */
const REST_MS = 600;

function ModelSelect() {
  const { t } = useTranslation();
  const model = useConfig((state) => state.config.model);
  const loaded = useSession((state) => (state.model?.model === model ? state.model.config : null));
  const chooseModel = useConfig((state) => state.chooseModel);
  const choose = (id: string) =>
    chooseModel(id, { from: loaded ?? shippedModel(model), to: shippedModel(id) });
  const live = useRuns((state) => liveHere(state)[0]?.config.model ?? null);
  const own = useSession((state) => state.ownModel);
  const kept = useSession((state) => state.keptModels);
  const [asked, setAsked] = useState<string | null>(null);
  const { session, runs } = usePage();
  const [passed, setPassed] = useState<string | null>(null);
  const rest = useRef({ ms: 0, timer: 0 });
  const isFixed = useFixed();
  useEffect(() => {
    const { current } = rest;
    return () => clearTimeout(current.timer);
  }, []);
  const take = (value: string) => {
    clearTimeout(rest.current.timer);
    setPassed(null);
    if (value === model) return;
    if (value === OWN_MODEL) session.setState({ brought: { phase: 'asking', problem: null } });
    else if (liveHere(runs.getState()).length === 0) choose(value);
    else setAsked(value);
  };
  return (
    <Labelled label={t('panel.model')} htmlFor="field-model" explain={t('explain.model')}>
      <NativeSelect
        id="field-model"
        size="xs"
        disabled={isFixed}
        title={model}
        value={passed ?? model}
        onKeyDown={() => (rest.current.ms = REST_MS)}
        onPointerDown={() => (rest.current.ms = 0)}
        onBlur={() => {
          if (passed !== null) take(passed);
        }}
        data={[
          ...MODELS.map((value) => ({ value, label: t(`panel.models.${value}`) })),
          ...new Set(
            [...kept, ...(own ? [own] : []), { id: model }]
              .map(({ id }) => id)
              .filter((id) => !shippedModel(id)),
          ),
          { value: OWN_MODEL, label: t('panel.models.own') },
        ]}
        onChange={({ currentTarget: { value } }) => {
          const { current } = rest;
          clearTimeout(current.timer);
          if (current.ms === 0) take(value);
          else {
            setPassed(value);
            current.timer = window.setTimeout(() => take(value), current.ms);
          }
        }}
      />
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={t('transport.modelTitle')}
        size="sm"
        withCloseButton={false}
      >
        <Text size="sm">{t('transport.modelConfirm', { model: live ?? '' })}</Text>
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={() => setAsked(null)}>
            {t('transport.confirmNo')}
          </Button>
          <Button
            onClick={() => {
              if (asked) choose(asked);
              setAsked(null);
            }}
          >
            {t('transport.modelYes')}
          </Button>
        </Group>
      </Modal>
    </Labelled>
  );
}

/** What is loaded, in a line: progress while loading, then the size of the data and the way to own data. */
function DataLine({ onOwnData }: { onOwnData: () => void }) {
  const { t } = useTranslation();
  const phase = useSession((state) => state.phase);
  const dataset = useSession((state) => state.dataset);
  const own = useConfig((state) => state.config.task) === OWN_TASK;
  const used = useConfig((state) => state.config.training.max_train_samples);
  const isFixed = useFixed();
  const text =
    phase === 'data'
      ? t('panel.dataLoading')
      : dataset
        ? t(used !== null && used < dataset.train ? 'panel.dataUsed' : 'panel.data', {
            used: count(used ?? 0),
            train: count(dataset.train),
            validation: count(dataset.validation),
          })
        : phase === 'failed'
          ? t('transport.stateDetail.failed')
          : t('panel.modelLoading');
  return (
    <p className="hint data-line">
      <span>{text}</span>
      {!isFixed && (
        <Anchor component="button" type="button" className="link" onClick={onOwnData}>
          {t(own ? 'panel.changeData' : 'panel.tasks.own')}
        </Anchor>
      )}
    </p>
  );
}

/** Says whether the form asks for another run than the shown one; a line of one height, so that nothing moves. */
function Changed() {
  const { t } = useTranslation();
  const form = useConfig((state) => state.config);
  const dataset = useSession((state) => state.dataset);
  const record = useFocused();
  const { isRecorded } = useResults();
  const isChanged = record !== null && !isRecorded && formDiffersFrom(form, dataset, record);
  // While a comparison goes on, the run in focus may have another rank than the form.
  const isShown = record !== null && !isRecorded && sameConfig(form, record.config);
  return (
    <p className={isChanged ? 'changed' : 'hint'} role="status">
      {t(isChanged ? 'panel.changed' : isShown ? 'panel.unchanged' : 'panel.fresh')}
    </p>
  );
}

/** The next run's settings, as the form has them. */
const NextChip = () => <RunChip kind="next" config={useConfig((state) => state.config)} />;

function FewPairs() {
  const dataset = useSession((state) => state.dataset);
  return dataset && <TooFew dataset={dataset} />;
}

function LearningRate() {
  const { t } = useTranslation();
  const method = useConfig((state) => state.config.method);
  const rate = usualRate(
    method,
    useSession((state) => state.model?.config ?? null),
  );
  return (
    <TrainingNumber
      setting="learning_rate"
      label={t('panel.learningRate')}
      explain={t('explain.learningRate', { rate: String(rate) })}
      step={0.0005}
    />
  );
}

/** Each part of it follows what it shows, so that a change draws few of them. */
export const Panel = memo(function Panel({ onOwnData }: { onOwnData: () => void }) {
  const { t } = useTranslation();
  // In the drawer, which has the title.
  const narrow = useNarrow();
  const isLora = useConfig((state) => hasLora(state.config.method));
  const isEncoder = useIsEncoder();
  const hidesRank = useClassLink((inForce) => controlState(inForce?.link, 'r') === 'hidden');
  return (
    <section className="panel scrolls" aria-label={t('panel.title')}>
      <PanelHead title={narrow ? null : t('panel.title')} chip={<NextChip />} />
      <Changed />
      <Control setting="task">
        <TaskField onOwnData={onOwnData} />
        <DataLine onOwnData={onOwnData} />
      </Control>
      <FewPairs />
      <div className="fields model-method">
        <Control setting="model">
          <ModelSelect />
        </Control>
        <Control setting="method">
          <MethodSelect />
        </Control>
      </div>
      {isEncoder && <HeadNote />}
      <MemoryNote />
      <div className="fields method-numbers">
        <MethodFields />
      </div>
      {(!isLora || hidesRank) && <ParametersLine />}
      <div className="fields main-fields">
        <LearningRate />
        <TrainingNumber setting="max_steps" label={t('panel.steps')} explain={t('explain.steps')} step={10} />
      </div>
      <RateNote />
      {isLora && <Presets />}
      <More />
    </section>
  );
});
