/** The runs side by side: what those shown have in common, the figures of all, and test losses on demand. */
import { useTranslation } from 'react-i18next';
import { hasLora } from '../../../core/methods/lora-config.ts';
import { alphaRule } from '../../alpha-rule.ts';
import { useConfig, usePage, useSession } from '../../page-context.tsx';
import { TestLosses } from '../../runs/index.ts';
import { useResults } from '../../shown-runs.tsx';
import { TooFew } from '../../too-few.tsx';
import { VerdictNotes } from '../../verdict-note.tsx';
import { LateScores } from './late-scores.tsx';
import { inTableOrder } from './table-order.ts';
import { RunsTable } from './runs-table.tsx';

export function Comparison() {
  const { t } = useTranslation();
  const { t: words } = useTranslation('workspaces');
  const { actions } = usePage();
  const { shown, together, isRecorded } = useResults();
  const model = useSession((state) => state.model?.model);
  const dataset = useSession((state) => state.dataset);
  const hasRanks = useConfig((state) => hasLora(state.config.method));
  const [focused] = shown;
  const byRank = inTableOrder(shown);
  const method = focused?.record.config.method;
  const hasRanksApart =
    new Set(shown.flatMap(({ record: { config } }) => (hasLora(config.method) ? config.method.r : []))).size >
    1;
  const hasOneSeed = new Set(shown.map(({ record }) => record.config.seed)).size === 1;
  return (
    <div className="comparison scrolls">
      {together && hasOneSeed && hasRanksApart && method && hasLora(method) && (
        <p className="hint">{words('comparison.together', { alphaRule: alphaRule(method, t) })}</p>
      )}
      {shown.length > 1 && focused && <TooFew dataset={focused.record.dataset} />}
      {shown.length < 2 && (
        <p className="hint">{words(hasRanks ? 'comparison.empty' : 'comparison.emptyNoRank')}</p>
      )}
      <LateScores />
      <RunsTable />
      <VerdictNotes />
      {/* The recorded run's weights are not here to be measured. */}
      {dataset && !isRecorded && (
        <TestLosses
          // Figures of another model or on other data do not stand beside these.
          key={`${model} ${dataset.fingerprint}`}
          runs={byRank.filter(
            ({ record }) =>
              record.config.model === model && record.dataset.fingerprint === dataset.fingerprint,
          )}
          data={dataset}
          onEvaluate={actions.evaluateTest}
        />
      )}
    </div>
  );
}
