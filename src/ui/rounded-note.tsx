/** What rounding the base model's weights cost in a run: the base model's loss without it and with it. Loaded after the page. */
import { useTranslation } from 'react-i18next';
import { formatLoss } from './charts/values.ts';
import { lossesApart } from './rounded-losses.ts';
import { useFocused } from './shown-runs.tsx';

/** Of the run in focus; nothing where its weights are kept as they are stored, and before the base model is measured. */
export function RoundedNote() {
  const { t } = useTranslation();
  const record = useFocused();
  const base = record?.evals.find(({ step }) => step === 0);
  const dtype = record?.config.training.base_dtype ?? 'stored';
  if (!base || dtype === 'stored') return null;
  const { loss, stored } = base;
  const apart = stored === undefined ? null : lossesApart(stored, loss);
  return (
    <p className="hint rounded-note" role="status">
      {apart
        ? t('baseDtype.loss', { dtype, ...apart, change: apart.change ?? t('baseDtype.noDifference') })
        : t('baseDtype.lossAlone', { dtype, rounded: formatLoss(loss) })}
    </p>
  );
}
