/** The list of kept runs, as the column beside what inspects them. */
import { usePage, useRuns } from './page-context.tsx';
import { RunsList } from './runs/index.ts';
import { useResults } from './shown-runs.tsx';

export function RunsColumn() {
  const { actions, runs } = usePage();
  const { records, styles } = useResults();
  const ticked = useRuns((state) => state.ticked);
  const focused = useRuns((state) => state.focused);
  const elsewhere = useRuns((state) => state.elsewhere);
  const unsaved = useRuns((state) => state.unsaved);
  const { tick, focus, rename } = runs.getState();
  return (
    <div className="cell runs-column scrolls">
      <RunsList
        runs={records}
        styles={styles}
        ticked={ticked}
        focused={focused}
        elsewhere={elsewhere}
        unsaved={unsaved}
        onTick={tick}
        onFocus={focus}
        onRename={rename}
        onDelete={actions.deleteRun}
      />
    </div>
  );
}
