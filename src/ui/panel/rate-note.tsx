/**
 * Says that the method's usual learning rate was found on models that write and are narrow, where the model is an encoder or much wider,
 * and offers another.
 */
import { useTranslation } from 'react-i18next';
import { usualRate, type MethodConfig } from '../../core/methods/methods.ts';
import { isBert } from '../../core/models/bert.ts';
import type { TransformerConfig } from '../../core/site.ts';
import { count } from '../format.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { Suggestion } from './suggestion.tsx';

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
  const { method, training, model: name } = useConfig((state) => state.config);
  const model = useSession((state) => (state.model?.model === name ? state.model.config : null));
  const better = betterRate(model, method);
  if (!model || !better) return null;
  const { learning_rate: rate } = training;
  // Of a wide encoder the rate of ours does not fit either.
  const isUsual = [usualRate(method, null), usualRate(method, model)].includes(rate);
  const words = { better: String(better.rate) };
  return (
    <Suggestion
      settings={{ learning_rate: better.rate }}
      use={t('rateNote.use', words)}
      taken={() => t('rateNote.taken', words)}
    >
      {rate !== better.rate && isUsual ? (
        <p>{t(`rateNote.${better.why}`, { ...words, rate: String(rate), width: count(model.n_embd) })}</p>
      ) : null}
    </Suggestion>
  );
}
