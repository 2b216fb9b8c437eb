/** Builds an experiment: what varies, how many runs that makes and how long they take. Below it, the runs that are due. */
import { Button, Menu, NativeSelect, TextInput } from '@mantine/core';
import { useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { estimator, totalSeconds } from '../../../core/estimate.ts';
import {
  AXIS_SETTINGS,
  canVaryTogether,
  MOST_AXES,
  MOST_RUNS,
  MOST_VALUES,
  needsLora,
  RANK_AXIS,
  readAxes,
  readAxis,
  runsOf,
  seedsFrom,
  writeAxes,
  writeValues,
  type Axis,
  type AxisProblem,
  type AxisSetting,
  type DimensionsOf,
} from '../../../core/experiment.ts';
import { hasLora } from '../../../core/methods/lora-config.ts';
import { METHOD_IDS, unfitDtype, unfitFor } from '../../../core/methods/methods.ts';
import { isBert } from '../../../core/models/bert.ts';
import { shippedModel } from '../../../core/models/shipped.ts';
import { axesOf, READY_MADE } from '../../../core/ready-made.ts';
import type { RunConfig } from '../../../core/run-config.ts';
import type { DatasetSummary } from '../../../core/run-record.ts';
import { SIZE_SETTINGS } from '../../../core/sized.ts';
import { isAllowed } from '../../../state/class-store.ts';
import { DECODERS, ENCODER_TASK, MODELS, OWN_TASK, TASKS } from '../../../state/shelf.ts';
import { focusIfLost } from '../../focus.ts';
import { count, duration, listed } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import { useClassLink, useConfig, usePage, useSession, useView } from '../../page-context.tsx';
import { PanelHead } from '../../panel-head.tsx';
import { useCalmRuns } from '../../use-calm-runs.ts';
import { Due } from './due.tsx';
import { MethodSizes } from './method-sizes.tsx';
import './experiment.css';
import { methodName } from '../../method-words.ts';

/** A row of the form: a setting and its values as they are typed. */
interface Row {
  setting: AxisSetting;
  text: string;
}

const rowOf = (axis: Axis): Row => ({ setting: axis.setting, text: writeValues(axis).join(', ') });
const textsOf = ({ text }: Row) => text.split(/[\s,]+/).filter((value) => value !== '');

/** What an experiment may vary among, where that is a list. */
const OFFERED: Partial<Record<AxisSetting, readonly string[]>> = { model: MODELS, task: TASKS };

/**
 * Whether a model can learn a task: an encoder those that have classes.
 * @param own the data loaded, by which own data are known to have labels; own data that are not loaded may have them
 */
function canLearn(model: object | null, task: string, own: DatasetSummary | null): boolean {
  if (!model || !isBert(model) || task === ENCODER_TASK) return true;
  if (task !== OWN_TASK) return false;
  return (
    own?.task !== OWN_TASK || own.classes !== undefined || (own.offeredMetrics ?? []).includes('accuracy')
  );
}

/** What another row begins with: the first that the rows do not vary yet. */
const OFTEN_VARIED: readonly AxisSetting[] = ['seed', 'r', 'learning_rate'];

function readRow(row: Row): { axis: Axis | null; problem: AxisProblem | null } {
  const texts = textsOf(row);
  const unknown = texts.find((text) => OFFERED[row.setting]?.includes(text) === false);
  return unknown === undefined
    ? readAxis(row.setting, texts)
    : { axis: null, problem: { setting: row.setting, given: unknown } };
}

/** What to begin a row of a setting with. */
function startOf(setting: AxisSetting): string {
  switch (setting) {
    case 'r':
      return writeValues(RANK_AXIS).join(', ');
    case 'seed':
      return writeValues(seedsFrom({ seed: 1 }, 3)).join(', ');
    case 'method':
      return METHOD_IDS.slice(0, 3).join(', ');
    case 'method_at_budget':
      return METHOD_IDS.filter((id) => SIZE_SETTINGS[id] !== null).join(', ');
    case 'model':
      return DECODERS.join(', ');
    case 'task':
      return TASKS.slice(0, 2).join(', ');
    case 'max_train_samples':
      return '100, 1000, all';
    case 'learning_rate':
      return '0.001, 0.003, 0.01';
    case 'lora_alpha':
      return '8, 16, 32';
    case 'matrices':
      return 'q.4, q.v.2';
    default:
      return setting satisfies never;
  }
}

export function ExperimentBuilder() {
  const { t } = useTranslation('workspaces');
  const section = useRef<HTMLElement>(null);
  return (
    <section ref={section} className="cell experiment" tabIndex={-1} aria-label={t('experiment.title')}>
      <Build />
      <Due heir={section} />
    </section>
  );
}

function Build() {
  const { t } = useTranslation('workspaces');
  const { actions, view } = usePage();
  const form = useConfig((state) => state.config);
  const model = useSession((state) => state.model);
  const device = useSession((state) => state.device);
  const dataset = useSession((state) => state.dataset);
  const { records } = useCalmRuns();
  const inForce = useClassLink((state) => state);
  const vary = useView((state) => state.vary);
  const [opened] = useState(() => readAxes(vary));
  const [rows, setRows] = useState<readonly Row[]>(() => {
    const given = opened.axes.map(rowOf);
    if (given.length > 0) return given;
    const setting = hasLora(form.method) ? 'r' : 'seed';
    return [{ setting, text: startOf(setting) }];
  });
  const [linkProblems, setLinkProblems] = useState<readonly AxisProblem[]>(opened.problems);
  const problemId = useId();
  const lastValues = useRef<HTMLInputElement>(null);

  const read = rows.map(readRow);
  const axes = read.flatMap(({ axis }) => axis ?? []);
  const [problem = null] = read.flatMap(({ problem: found }) => found ?? []);
  const wrong = rows[read.findIndex(({ problem: found }) => found !== null)];
  const isTooLong = wrong !== undefined && new Set(textsOf(wrong)).size > MOST_VALUES;
  const change = (next: readonly Row[]) => {
    setRows(next);
    setLinkProblems([]);
    const found = next.map((row) => readRow(row).axis);
    if (found.every((axis) => axis !== null)) view.getState().setVary(writeAxes(found));
  };
  const changeRow = (at: number, row: Row) => change(rows.map((other, i) => (i === at ? row : other)));

  const next =
    rows.length < MOST_AXES
      ? OFTEN_VARIED.find((setting) => rows.every((row) => canVaryTogether(row.setting, setting)))
      : undefined;

  const dimensionsOf: DimensionsOf = (id) => (id === model?.model ? model.config : shippedModel(id));
  // Methods without a setting make fewer runs of it; far more than can be trained are not made to be counted.
  const product = axes.reduce((all, { values }) => all * values.length, 1);
  const isHuge = product > MOST_AXES * MOST_RUNS;
  const planned = axes.length > 0 && !isHuge ? runsOf({ base: form, axes }, dimensionsOf) : [];
  const learns = (run: RunConfig) => canLearn(dimensionsOf(run.model), run.task, dataset);
  const runs = planned.filter(learns);
  const unlearnable = new Set(
    planned
      .filter((run) => !learns(run))
      .map((run) => t('experiment.modelOnTask', { model: run.model, task: run.task })),
  );
  const unfit = methodsOf(axes).filter(
    (type) =>
      (model && unfitFor(model.config, { type }) !== null) ||
      unfitDtype({ ...form, method: { type } }) !== null,
  );
  const readyMade = useMemo(
    () =>
      READY_MADE.map((id) => {
        const own = axesOf(id, form);
        return { id, axes: own, lacksLora: needsLora(own) && !hasLora(form.method) };
      }).map((each) => ({ ...each, runs: runsOf({ base: form, axes: each.axes }, dimensionsOf).length })),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [form, model],
  );
  const hasTooMany = isHuge || runs.length > MOST_RUNS;
  const seconds = device && !hasTooMany ? totalSeconds(runs, estimator(records, device)) : null;
  const lacksLora = needsLora(axes) && !hasLora(form.method);
  const isHeld = runs.some((run) => !isAllowed(inForce, run));
  const isPossible =
    problem === null && !isHeld && !hasTooMany && runs.length > 1 && model !== null && !lacksLora;

  return (
    <>
      <PanelHead title={t('experiment.title')}>
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button
              size="compact-sm"
              variant="default"
              rightSection={
                <span className="opens-below">
                  <Icon name="forward" />
                </span>
              }
            >
              {t('experiment.readyMade')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {readyMade.map((each) => (
              <Menu.Item
                key={each.id}
                disabled={each.lacksLora || each.runs < 2}
                onClick={() => change(each.axes.map(rowOf))}
              >
                <span className="ready-made">
                  <span>{t(`experiment.question.${each.id}`)}</span>
                  <span className="hint">
                    {t('experiment.runsOf', { count: each.runs })}
                    {' · '}
                    {t(`experiment.source.${each.id}`)}
                  </span>
                </span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </PanelHead>
      <div className="experiment-rows">
        {rows.map((row, i) => (
          <div className="experiment-row" key={i}>
            <NativeSelect
              size="xs"
              aria-label={t(i === 0 ? 'experiment.varies' : 'experiment.alsoVaries')}
              value={row.setting}
              data={AXIS_SETTINGS.map((setting) => ({
                value: setting,
                label: t(`experiment.setting.${setting}`),
                disabled: rows.some((other, j) => j !== i && !canVaryTogether(other.setting, setting)),
              }))}
              onChange={({ currentTarget: { value } }) => {
                const setting = AXIS_SETTINGS.find((known) => known === value);
                if (setting) changeRow(i, { setting, text: startOf(setting) });
              }}
            />
            <TextInput
              ref={i === rows.length - 1 ? lastValues : undefined}
              size="xs"
              className="experiment-values"
              aria-label={t('experiment.valuesOf', { setting: t(`experiment.setting.${row.setting}`) })}
              value={row.text}
              error={Boolean(read[i]?.problem)}
              aria-describedby={problemId}
              onChange={({ currentTarget: { value } }) => changeRow(i, { ...row, text: value })}
            />
            {rows.length > 1 && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('experiment.leaveOut', { setting: t(`experiment.setting.${row.setting}`) })}
                onClick={() => {
                  change(rows.filter((_, j) => j !== i));
                  focusIfLost(lastValues);
                }}
              >
                ×
              </Button>
            )}
          </div>
        ))}
        {next && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => change([...rows, { setting: next, text: startOf(next) }])}
          >
            {t('experiment.another')}
          </Button>
        )}
      </div>
      {axes.some(({ setting }) => setting === 'method_at_budget') && (
        <MethodSizes base={form} runs={runs} dimensionsOf={dimensionsOf} />
      )}
      {unfit.length > 0 && (
        <p className="hint">
          {t('experiment.unfit', {
            count: unfit.length,
            methods: unfit.map((type) => methodName({ type })).join(', '),
          })}
        </p>
      )}
      {unlearnable.size > 0 && (
        <p className="hint">
          {t('experiment.unlearnable', { count: unlearnable.size, runs: listed(unlearnable) })}
        </p>
      )}
      <div className="experiment-run">
        <p className={problem || hasTooMany || lacksLora || isHeld ? 'hint warns' : 'hint'}>
          <span id={problemId} role="status">
            {problem
              ? problem.given === ''
                ? t(isTooLong ? 'experiment.tooManyValues' : 'experiment.noValue', {
                    setting: t(`experiment.setting.${settingOf(problem.setting)}`),
                    most: String(MOST_VALUES),
                  })
                : t('experiment.badValue', {
                    given: problem.given,
                    hint: t(`experiment.hint.${settingOf(problem.setting)}`, {
                      methods: METHOD_IDS.map((id) => `${id} (${methodName({ type: id })})`).join(', '),
                      models: MODELS.join(', '),
                      tasks: TASKS.join(', '),
                    }),
                  })
              : lacksLora
                ? t('experiment.lacksLora', { method: methodName(form.method) })
                : hasTooMany
                  ? t('experiment.tooMany', {
                      runs: count(isHuge ? product : runs.length),
                      most: count(MOST_RUNS),
                    })
                  : isHeld
                    ? t('experiment.fixedByClass')
                    : runs.length < 2
                      ? t('experiment.one')
                      : t('experiment.runsOf', { count: runs.length })}
          </span>
          {/* Not told again each time it changes by a second. */}
          {isPossible &&
            ` · ${seconds === null ? t('experiment.unknownTime') : t('experiment.about', { time: duration(seconds) })}`}
        </p>
        <Button
          size="xs"
          leftSection={<Icon name="play" />}
          disabled={!isPossible}
          onClick={() => actions.experiment(runs)}
        >
          {t('experiment.run', { count: runs.length })}
        </Button>
      </div>
      {linkProblems.length > 0 && (
        <p className="hint warns">
          {t('experiment.linkProblem', {
            parts: linkProblems
              .map(({ setting, given }) => (given ? `${setting}: ${given}` : setting))
              .join('; '),
          })}
        </p>
      )}
    </>
  );
}

/** The methods that an experiment varies. */
const methodsOf = (axes: readonly Axis[]) =>
  axes.flatMap((axis) =>
    axis.setting === 'method' || axis.setting === 'method_at_budget' ? axis.values : [],
  );

const settingOf = (setting: string): AxisSetting => AXIS_SETTINGS.find((known) => known === setting) ?? 'r';
