/** Says of a loaded encoder where its classification head is from: its folder, or drawn anew. */
import { useTranslation } from 'react-i18next';
import { isBert } from '../../core/models/bert.ts';
import { useConfig, useSession } from '../page-context.tsx';

export function HeadNote() {
  const { t } = useTranslation();
  const chosen = useConfig((state) => state.config.model);
  // Another model may be loaded meanwhile, as for a lesson.
  const model = useSession((state) => (state.model?.model === chosen ? state.model : null));
  if (!model?.drawn || !isBert(model.config)) return null;
  const hasNew = model.drawn.includes('classifier');
  // A RoBERTa's first map is drawn with its classifier, and trained with it.
  const hasNewPooler = model.drawn.includes('dense') && !model.config.isDenseTrained;
  const head = hasNew
    ? hasNewPooler
      ? 'newHeadAndPooler'
      : 'newHead'
    : hasNewPooler
      ? 'newPooler'
      : 'ownHead';
  return <p className="hint">{t(`encoder.${head}`)}</p>;
}
