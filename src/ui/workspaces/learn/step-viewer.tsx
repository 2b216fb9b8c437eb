/** Two training steps, stage by stage: a drawing of the matrix, sentences, and the tensors that the stage is about. */
import { Button, Group, NativeSelect, Switch } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PROJECTION_LABEL } from '../../../core/site.ts';
import {
  deltaOf,
  difference,
  normOf,
  rowOf,
  STAGES,
  type Stage,
  type StepTrace,
  type TracedStep,
  type TraceRequest,
} from '../../../core/step-trace.ts';
import type { TensorValues } from '../../../core/tensors.ts';
import { plain, short } from '../../format.ts';
import { spelled } from '../inspect/direction-words.ts';
import { useLessons } from './lessons-context.ts';
import classes from './learn.module.css';
import { NumberGrid } from './number-grid.tsx';
import { StepDrawing } from './step-drawing.tsx';

interface StepViewerProps {
  trace: StepTrace;
  request: TraceRequest;
}

export function StepViewer({ trace, request }: StepViewerProps) {
  const { t } = useTranslation('learn');
  const finish = useLessons((state) => state.finish);
  const [at, setAt] = useState(0);
  const [hasNumbers, setHasNumbers] = useState(false);
  const region = useRef<HTMLDivElement>(null);
  // The arrow keys work at once.
  useEffect(() => region.current?.focus(), []);
  const last = trace.steps.length * STAGES.length - 1;
  useEffect(() => {
    if (at === last) finish('step');
  }, [at, last, finish]);
  const number = Math.floor(at / STAGES.length);
  const stage = STAGES[at % STAGES.length] ?? 'token';
  const step = trace.steps[number];
  const [chosen, setChosen] = useState<number | null>(null);
  if (!step) return null;
  const learnt = step.targets.flatMap((target, place) => (target ? [place] : []));
  // By default one amid the completion: the first follows the prompt's line break.
  const middle = learnt[Math.floor(learnt.length / 2)] ?? 0;
  const place = chosen !== null && learnt.includes(chosen) ? chosen : middle;

  const go = (to: number) => setAt(Math.min(last, Math.max(0, to)));
  const press = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLSelectElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    go(at + move);
  };
  return (
    <div
      ref={region}
      className={classes.steps}
      role="group"
      aria-label={t('lesson.step.viewer')}
      tabIndex={-1}
      onKeyDown={press}
    >
      <Group gap="xs">
        <Button size="xs" variant="default" disabled={at === 0} onClick={() => go(at - 1)}>
          {t('lesson.step.back')}
        </Button>
        <Button size="xs" data-press="next" disabled={at === last} onClick={() => go(at + 1)}>
          {t('lesson.step.next')}
        </Button>
        <span className="hint">{t('lesson.step.keys')}</span>
      </Group>
      <div className={classes.scene}>
        <StepDrawing stage={stage} isFirst={number === 0} />
        <div role="status" className={classes.stage}>
          <p className="hint">
            {t('lesson.step.at', {
              step: String(number + 1),
              steps: String(trace.steps.length),
              stage: String((at % STAGES.length) + 1),
              stages: String(STAGES.length),
            })}
          </p>
          <h4>{t(`lesson.step.stage.${stage}.title`)}</h4>
          <StageWords {...{ trace, request, step, stage, place, isFirst: number === 0 }} />
        </div>
      </div>
      <Group gap="md">
        <NativeSelect
          size="xs"
          label={t('lesson.step.token')}
          value={String(place)}
          onChange={({ currentTarget: { value } }) => setChosen(Number(value))}
          data={learnt.map((each) => ({
            value: String(each),
            label: t('lesson.step.tokenAt', {
              place: String(each + 1),
              token: spelled(step.tokens[each] ?? ''),
            }),
          }))}
        />
        <Switch
          size="sm"
          label={t('lesson.step.numbers')}
          checked={hasNumbers}
          onChange={({ currentTarget: { checked } }) => setHasNumbers(checked)}
        />
      </Group>
      <div className={classes.grids}>
        {tensorsOf(stage, step, trace, place).map(([name, tensor]) => (
          <NumberGrid
            key={name}
            name={t(`lesson.step.name.${name}`)}
            tensor={tensor}
            hasNumbers={hasNumbers}
          />
        ))}
      </div>
    </div>
  );
}

type TensorName =
  | 'x'
  | 'w0'
  | 'frozen'
  | 'low'
  | 'update'
  | 'a'
  | 'b'
  | 'gradB'
  | 'gradA'
  | 'firstB'
  | 'secondB'
  | 'changeB'
  | 'changeA'
  | 'deltaBefore'
  | 'deltaAfter';

/** What a stage is about. */
function tensorsOf(
  stage: Stage,
  { seen, a, b }: TracedStep,
  { w0, scale }: StepTrace,
  place: number,
): [TensorName, TensorValues][] {
  switch (stage) {
    case 'token':
      return [['x', rowOf(seen.x, place)]];
    case 'frozen':
      return [
        ['w0', w0],
        ['frozen', rowOf(seen.frozen, place)],
      ];
    case 'update':
      return [
        ['a', a.before],
        ['low', rowOf(seen.low, place)],
        ['b', b.before],
        ['update', rowOf(seen.update, place)],
      ];
    case 'loss':
      return [];
    case 'gradB':
      return [['gradB', b.gradient]];
    case 'gradA':
      return [
        ['b', b.before],
        ['gradA', a.gradient],
      ];
    case 'adam':
      return [
        ['firstB', b.first],
        ['secondB', b.second],
        ['changeB', difference(b.after, b.before)],
        ['changeA', difference(a.after, a.before)],
      ];
    case 'delta':
      return [
        ['deltaBefore', deltaOf(a.before, b.before, scale)],
        ['deltaAfter', deltaOf(a.after, b.after, scale)],
      ];
    default:
      return stage satisfies never;
  }
}

interface StageWordsProps extends StepViewerProps {
  step: TracedStep;
  stage: Stage;
  place: number;
  isFirst: boolean;
}

/** One or two sentences on a stage, with the step's own figures. */
function StageWords({ trace, request, step, stage, place, isFirst }: StageWordsProps) {
  const { t } = useTranslation('learn');
  const { site, config } = request;
  const { seen, a, b } = step;
  const when = isFirst ? 'first' : 'later';
  const r = String(a.before.shape[0]);
  switch (stage) {
    case 'token':
      return (
        <p>
          {t('lesson.step.stage.token.text', {
            texts: String(step.texts),
            token: spelled(step.tokens[place] ?? ''),
            matrix: PROJECTION_LABEL[site.projection],
            d: String(seen.x.shape[1]),
          })}
        </p>
      );
    case 'frozen':
      return <p>{t('lesson.step.stage.frozen.text')}</p>;
    case 'update':
      return (
        <p>
          {t(`lesson.step.stage.update.${when}`, {
            r,
            s: short(trace.scale),
            norm: short(normOf(rowOf(seen.update, place))),
            frozen: short(normOf(rowOf(seen.frozen, place))),
          })}
        </p>
      );
    case 'loss': {
      const target = step.targets[place];
      return (
        <p>
          {t('lesson.step.stage.loss.text', {
            token: spelled(step.tokens[place] ?? ''),
            target: spelled(target?.token ?? ''),
            probability: short(Math.exp(-(target?.nats ?? NaN))),
            nats: short(target?.nats ?? NaN),
            tokens: String(step.completionTokens),
            loss: short(step.loss),
          })}
        </p>
      );
    }
    case 'gradB':
      return <p>{t('lesson.step.stage.gradB.text', { norm: short(normOf(b.gradient)) })}</p>;
    case 'gradA':
      return <p>{t(`lesson.step.stage.gradA.${when}`, { norm: short(normOf(a.gradient)) })}</p>;
    case 'adam': {
      const { max_grad_norm: most, weight_decay } = config.training;
      return (
        <>
          <p>
            {t(`lesson.step.stage.adam.${step.gradNorm > most ? 'clipped' : 'plain'}`, {
              gradNorm: short(step.gradNorm),
              most: plain(most),
              rate: short(step.learningRate),
            })}
          </p>
          <p>
            {t(`lesson.step.stage.adam.${when}`, {
              decay: plain(Number((step.learningRate * weight_decay).toPrecision(3))),
            })}
          </p>
        </>
      );
    }
    case 'delta': {
      const norm = (which: 'before' | 'after') => short(normOf(deltaOf(a[which], b[which], trace.scale)));
      return (
        <p>
          {t(`lesson.step.stage.delta.${when}`, {
            r,
            before: norm('before'),
            norm: norm('after'),
            frozen: short(normOf(trace.w0)),
          })}
        </p>
      );
    }
    default:
      return stage satisfies never;
  }
}
