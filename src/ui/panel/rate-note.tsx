/** Says, of a model much wider than those that come with the lab, that LoRA's usual learning rate was found on these, and offers the paper's. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { methodOf } from '../../core/methods/methods.ts';
import { isAllowed } from '../../state/class-store.ts';
import { withPatch } from '../../state/config-store.ts';
import { focusIfLost } from '../focus.ts';
import { count } from '../format.ts';
import { useClassLink, useConfig, useSession } from '../page-context.tsx';

/** The rate of GPT-2 and GPT-3 in the LoRA paper (Tables 11 and 12); its RoBERTa takes up to 5e-4 (Table 9). */
const PAPER_RATE = 2e-4;
/** The lab's rates were found on models of width 64 and 128. */
const WIDE = 256;

export function RateNote() {
  const { t } = useTranslation();
  const config = useConfig((state) => state.config);
  const update = useConfig((state) => state.update);
  const width = useSession((state) => (state.model?.model === config.model ? state.model.config.n_embd : 0));
  const patch = { training: { learning_rate: PAPER_RATE } };
  const allowed = useClassLink((inForce) => isAllowed(inForce, withPatch(config, patch)));
  const [isTaken, setTaken] = useState(false);
  const place = useRef<HTMLParagraphElement>(null);
  if (width < WIDE || config.method.type !== 'lora') return null;
  const { learning_rate: rate } = config.training;
  const words = { paper: String(PAPER_RATE) };
  if (rate === PAPER_RATE && isTaken)
    return (
      <p ref={place} className="hint" role="status" tabIndex={-1}>
        {t('rateNote.taken', words)}
      </p>
    );
  if (rate !== methodOf(config.method).learningRate) return null;
  const take = () => {
    update(patch);
    setTaken(true);
    // The button that was pressed goes away.
    focusIfLost(place);
  };
  return (
    <div className="own-warning" role="note">
      <p>{t('rateNote.text', { rate: String(rate), width: count(width) })}</p>
      {allowed && (
        <Button size="compact-xs" variant="default" onClick={take}>
          {t('rateNote.use', words)}
        </Button>
      )}
    </div>
  );
}
