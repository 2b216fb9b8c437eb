/** The budget lock beside the count of trained weights, and the ranks that share the budget while it is closed. */
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { rankCosts } from '../../core/budget.ts';
import { atMatrix, hasLora, LORA_LIMITS } from '../../core/methods/lora-config.ts';
import { countTrainable } from '../../core/params.ts';
import { controlState } from '../../state/class-store.ts';
import { budgetLockOf, type BudgetNote } from '../../state/budget-lock.ts';
import { count } from '../format.ts';
import { useClassLink, useConfig, usePage, useSession } from '../page-context.tsx';
import { Explain, NumberBox } from './fields.tsx';
import { siteNameWords } from '../site-words.ts';

const useBudgetLock = () => useStore(budgetLockOf(usePage()));

/** The form's LoRA and the model that it adapts; null for other methods, and before the model is there. */
function useAdapted() {
  const method = useConfig((state) => state.config.method);
  const model = useSession((state) => state.model);
  return model && hasLora(method) ? { model: model.config, method } : null;
}

/** Locks or unlocks the budget, says how much of it is unused, and why a change was not taken as it was asked for. */
export function BudgetLock() {
  const { t } = useTranslation();
  const { budget, note, toggle } = useBudgetLock();
  const adapted = useAdapted();
  const isFixed = useClassLink((inForce) =>
    ['r', 'rank_pattern', 'target_modules'].some((key) => controlState(inForce?.link, key) !== 'free'),
  );
  if (!adapted || isFixed) return null;
  const unspent = budget === null ? 0 : budget - countTrainable(adapted.model, adapted.method);
  return (
    <>
      <Anchor component="button" type="button" className="link" onClick={toggle}>
        {t(budget === null ? 'budget.lock' : 'budget.unlock')}
      </Anchor>
      <Explain label={t('budget.lock')} text={t('budget.about')} />
      <span className="budget" role="status">
        {budget !== null && (
          <>
            {t(unspent > 0 ? 'budget.unspent' : 'budget.spent', {
              budget: count(budget),
              unspent: count(unspent),
            })}{' '}
            {note && <Note note={note} />}
          </>
        )}
      </span>
    </>
  );
}

function Note({ note }: { note: BudgetNote }) {
  const { t } = useTranslation();
  switch (note.why) {
    case 'rank-follows':
      return t('budget.note.rank-follows');
    case 'too-small':
      return t('budget.note.too-small', { least: count(note.least) });
    case 'most':
      return t('budget.note.most', { matrix: siteNameWords(note.name), rank: String(note.rank) });
  }
}

/** While the budget is locked: the rank of each matrix. One that is changed stays, and the others follow. */
export function BudgetRanks() {
  const { t } = useTranslation();
  const { budget } = useBudgetLock();
  const adapted = useAdapted();
  const update = useConfig((state) => state.update);
  if (budget === null || !adapted) return null;
  const { model, method } = adapted;
  return (
    <div className="budget-ranks" role="group" aria-label={t('budget.ranks')}>
      {rankCosts(model, method).map(({ name }) => (
        <label key={name}>
          {siteNameWords(name)}
          <NumberBox
            id={`budget-rank-${name}`}
            name={t('budget.rank', { matrix: siteNameWords(name) })}
            limit={LORA_LIMITS.r}
            value={atMatrix(method, name).r}
            step={1}
            onChange={(rank) =>
              update({ method: { rank_pattern: { ...method.rank_pattern, [name]: rank } } })
            }
          />
        </label>
      ))}
    </div>
  );
}
