/**
 * Says that the method's usual learning rate was found on models that write and are narrow, where the model is an encoder or much wider,
 * and offers another.
 */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usualRate, type MethodConfig } from '../../core/methods/methods.ts';
import { isBert } from '../../core/models/bert.ts';
import type { TransformerConfig } from '../../core/site.ts';
import { isAllowed } from '../../state/class-store.ts';
import { withPatch } from '../../state/config-store.ts';
import { focusIfLost } from '../focus.ts';
import { count } from '../format.ts';
import { useClassLink, useConfig, useSession } from '../page-context.tsx';

/** LoRA's rates in the paper: of GPT-2 and GPT-3 (Tables 11 and 12), and of RoBERTa (Table 9). */
const PAPER_RATES = { decoder: 2e-4, encoder: 5e-4 };
/** The lab's rates were found on models of width 64 to 128. */
const WIDE = 256;

/** A rate that suits a model better than the method's usual one, and why; null where that suits it. */
function betterRate(model: TransformerConfig | null, method: MethodConfig) {
  if (!model) return null;
  const isEncoder = isBert(model);
  if (model.n_embd >= WIDE && method.type === 'lora')
    return { rate: PAPER_RATES[isEncoder ? 'encoder' : 'decoder'], why: 'wide' as const };
  const rate = usualRate(method, model);
  return rate === usualRate(method, null) ? null : { rate, why: 'encoder' as const };
}

export function RateNote() {
  const { t } = useTranslation();
  const config = useConfig((state) => state.config);
  const update = useConfig((state) => state.update);
  const model = useSession((state) => (state.model?.model === config.model ? state.model.config : null));
  const better = betterRate(model, config.method);
  const patch = { training: better ? { learning_rate: better.rate } : {} };
  const allowed = useClassLink((inForce) => isAllowed(inForce, withPatch(config, patch)));
  const [isTaken, setTaken] = useState(false);
  const place = useRef<HTMLParagraphElement>(null);
  if (!model || !better) return null;
  const { learning_rate: rate } = config.training;
  const words = { better: String(better.rate) };
  if (rate === better.rate && isTaken)
    return (
      <p ref={place} className="hint" role="status" tabIndex={-1}>
        {t('rateNote.taken', words)}
      </p>
    );
  // Of a wide encoder the rate of ours does not fit either.
  const usual = [usualRate(config.method, null), usualRate(config.method, model)];
  if (rate === better.rate || !usual.includes(rate)) return null;
  const take = () => {
    update(patch);
    setTaken(true);
    // The button that was pressed goes away.
    focusIfLost(place);
  };
  return (
    <div className="own-warning" role="note">
      <p>{t(`rateNote.${better.why}`, { ...words, rate: String(rate), width: count(model.n_embd) })}</p>
      {allowed && (
        <Button size="compact-xs" variant="default" onClick={take}>
          {t('rateNote.use', words)}
        </Button>
      )}
    </div>
  );
}
