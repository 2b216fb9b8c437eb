/** Whether several ranks can be trained side by side. */
import { useTranslation } from 'react-i18next';
import { hasLora, ranksAreOwn } from '../core/methods/lora-config.ts';
import { controlState } from '../state/class-store.ts';
import { COMPARED_RANKS } from '../state/shelf.ts';
import { alphaRule } from './alpha-rule.ts';
import { useClassLink, useConfig, useSession } from './page-context.tsx';
import { methodName } from './method-words.ts';

/** Whether the form's method has a rank to compare, and a sentence on what Compare ranks would do, or why it cannot. */
export function useRankComparison(): { isPossible: boolean; about: string } {
  const { t } = useTranslation();
  const method = useConfig((state) => state.config.method);
  const isFixed = useClassLink((inForce) => controlState(inForce?.link, 'r') !== 'free');
  const model = useSession((state) => state.model?.config);
  if (!hasLora(method))
    return {
      isPossible: false,
      about: t('transport.compareNoRank', { method: methodName(method) }),
    };
  if (model && ranksAreOwn(model, method))
    return { isPossible: false, about: t('transport.compareOwnRanks') };
  if (isFixed) return { isPossible: false, about: t('transport.compareFixed') };
  const ranks = COMPARED_RANKS.join(', ');
  return { isPossible: true, about: t('transport.compareAbout', { ranks, alphaRule: alphaRule(method, t) }) };
}
