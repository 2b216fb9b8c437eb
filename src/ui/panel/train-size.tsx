/** How many training pairs are used, on a scale of tens up to all that the data has. */
import { useTranslation } from 'react-i18next';
import { TRAIN_SIZES } from '../../core/run-config.ts';
import { TASKS } from '../../state/shelf.ts';
import { compact, count } from '../format.ts';
import { useConfig } from '../page-context.tsx';
import { MarkSlider } from './fields.tsx';
import { useTaskCard } from './task-face.tsx';

export function TrainSize() {
  const { t } = useTranslation();
  const size = useConfig((state) => state.config.training.max_train_samples);
  const update = useConfig((state) => state.update);
  const task = useConfig((state) => state.config.task);
  const { train: pairs } = useTaskCard(TASKS.find((id) => id === task) ?? TASKS[0]);
  const sizes = TRAIN_SIZES.filter((mark) => mark === null || pairs === null || mark < pairs);
  const last = sizes.length - 1;
  const all = size === null || (pairs !== null && size >= pairs);
  const shown = all ? t('panel.trainSizes.all') : count(size);
  return (
    <MarkSlider
      label={t('panel.trainSize')}
      explain={t('explain.trainSize')}
      shown={all && pairs !== null ? t('panel.trainSizes.allOf', { pairs: count(pairs) }) : shown}
      marks={sizes.map((mark) => (mark === null ? t('panel.trainSizes.all') : compact(mark)))}
      // One mark to each power of ten; a size from a link lies between two.
      value={all ? last : Math.min(last, Math.max(0, Math.log10(size / TRAIN_SIZES[0])))}
      onChange={(mark) => update({ training: { max_train_samples: sizes[mark] ?? null } })}
    />
  );
}
