/** How many training pairs are used, on a scale of tens. More than the data has are all it has. */
import { useTranslation } from 'react-i18next';
import { TRAIN_SIZES } from '../../core/run-config.ts';
import { count } from '../format.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { MarkSlider } from './fields.tsx';

const ALL = TRAIN_SIZES.length - 1;
const thousands = new Intl.NumberFormat('en', { notation: 'compact' });

/** Where a size stands among the marks, one to each power of ten; sizes from a link lie between them. */
const place = (size: number | null) =>
  size === null ? ALL : Math.min(ALL, Math.max(0, Math.log10(size / TRAIN_SIZES[0])));

export function TrainSize() {
  const { t } = useTranslation();
  const size = useConfig((state) => state.config.training.max_train_samples);
  const update = useConfig((state) => state.update);
  const pairs = useSession((state) =>
    state.phase === 'ready' && state.dataset ? state.dataset.train : null,
  );
  const all = size === null || (pairs !== null && size >= pairs);
  const shown = all ? t('panel.trainSizes.all') : count(size);
  return (
    <MarkSlider
      label={t('panel.trainSize')}
      explain={t('explain.trainSize')}
      shown={all && pairs !== null ? t('panel.trainSizes.allOf', { pairs: count(pairs) }) : shown}
      marks={TRAIN_SIZES.map((mark) =>
        mark === null ? t('panel.trainSizes.all') : thousands.format(mark).toLowerCase(),
      )}
      value={place(size)}
      onChange={(mark) => update({ training: { max_train_samples: TRAIN_SIZES[mark] ?? null } })}
    />
  );
}
