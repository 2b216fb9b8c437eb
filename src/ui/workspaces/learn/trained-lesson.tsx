/** A lesson in which a figure of several runs is guessed before they are trained. */
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { BASE_LOSS, TRAINED_LESSONS, type TrainedLessonId } from '../../../core/lessons.ts';
import { shippedModel } from '../../../core/models/shipped.ts';
import type { RunConfig } from '../../../core/run-config.ts';
import { figuresOf } from '../../../core/run-figures.ts';
import { projectionLabels } from '../../../core/site.ts';
import { formatLoss } from '../../charts/values.ts';
import { count } from '../../format.ts';
import { methodName } from '../../method-words.ts';
import { GuessedLesson } from './guessed-lesson.tsx';
import { LessonRuns, useLessonRuns } from './lesson-runs.tsx';

const formatAmount = (value: number) => count(Math.round(value));
/** No hand means a thousandth. */
const formatHundredths = (value: number) => value.toFixed(2);

/** What sets a run of the lesson apart. */
function nameRun(id: TrainedLessonId, { method, training }: RunConfig, t: TFunction<'learn'>): string {
  if (id === 'examples') return t('name.examples', { pairs: count(training.max_train_samples ?? 0) });
  if (id === 'full' || id === 'methods' || !('target_modules' in method) || !('r' in method))
    return methodName(method);
  const r = String(method.r);
  const matrices = projectionLabels(method.target_modules).join(' ');
  return id === 'rank' ? t('name.rank', { r }) : t('name.matrices', { matrices, r });
}

/** The methods, those without LoRA, whose runs came lower than that of LoRA alone. All lists are in one order. */
function belowLora(
  configs: readonly RunConfig[],
  losses: readonly number[],
  names: readonly string[],
  t: TFunction<'learn'>,
): string {
  const lora = losses[configs.findIndex(({ method }) => method.type === 'lora')] ?? NaN;
  const below = names.filter(
    (_, i) => (losses[i] ?? NaN) < lora && configs[i]?.method.type !== 'lora-prefix-layer',
  );
  return below.length > 0 ? t('run.below', { names: below.join(', ') }) : t('run.noneBelow');
}

export function TrainedLesson({ id }: { id: TrainedLessonId }) {
  const { t } = useTranslation('learn');
  const lesson = TRAINED_LESSONS[id];
  const { configs, runs } = useLessonRuns(lesson.axis);
  const names = useMemo(() => configs.map((config) => nameRun(id, config, t)), [configs, id, t]);
  const model = shippedModel(configs[0]?.model ?? '');
  const width = model?.n_embd ?? 0;
  const losses = runs.flatMap((run) => (run ? (figuresOf(run).bestLoss ?? []) : []));
  const isTold = losses.length === configs.length;
  const lowest = losses.indexOf(Math.min(...losses));
  return (
    <GuessedLesson
      id={id}
      range={lesson}
      names={names}
      figures={runs.map((run) => (run ? figuresOf(run)[lesson.figure] : null))}
      format={lesson.log ? formatAmount : formatLoss}
      formatGuess={lesson.log ? formatAmount : formatHundredths}
      words={{
        base: String(BASE_LOSS),
        layers: String(model?.n_layer ?? ''),
        width: count(width),
        square: count(width * width),
      }}
      experiment={(isReady) => (
        <>
          <p>{t(`run.same.${id}`)}</p>
          <LessonRuns configs={configs} runs={runs} isReady={isReady} />
        </>
      )}
    >
      {isTold && (
        <p>
          {id === 'full'
            ? t('run.bothLosses', {
                full: formatLoss(losses[0] ?? NaN),
                lora: formatLoss(losses[1] ?? NaN),
                base: String(BASE_LOSS),
              })
            : t('run.lowest', { name: names[lowest] ?? '', value: formatLoss(losses[lowest] ?? NaN) })}
        </p>
      )}
      {isTold && id === 'methods' && <p>{belowLora(configs, losses, names, t)}</p>}
    </GuessedLesson>
  );
}
