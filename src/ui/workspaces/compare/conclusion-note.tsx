/** What the data allow to say of the shown runs, in a sentence for each figure that judges them, or why nothing can be said. */
import { useTranslation } from 'react-i18next';
import { Term } from '../../charts/term.tsx';
import type { ShownRun } from '../../charts/types.ts';
import { useConclusion } from './use-conclusion.ts';

/** @returns nothing without a run. */
export function ConclusionNote({ runs }: { runs: readonly ShownRun[] }) {
  const { t } = useTranslation('workspaces');
  const { told, notCompared } = useConclusion(runs);
  if (runs.length === 0) return null;
  return (
    <div className="small">
      {told.map(({ sentence, test }) => (
        <p key={sentence}>
          {sentence} <Term name={t('conclusion.test')} meaning={test} />
        </p>
      ))}
      {notCompared.length > 0 && <p>{notCompared.join(' ')}</p>}
    </div>
  );
}
