/** The Inspect workspace: the kept runs, and beside them the chosen view of what the shown ones have learned. */
import { SegmentedControl } from '@mantine/core';
import { Activity, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../../boundary.tsx';
import { RunsColumn } from '../../runs-column.tsx';
import { IsOpen } from '../../use-return.ts';
import '../../strings/inspect.ts';
import classes from './inspect.module.css';
import { INSPECT_VIEWS, VIEW_COMPONENTS, type InspectView } from './views.tsx';

export function Inspect() {
  const { t } = useTranslation('inspect');
  const isOpen = useContext(IsOpen);
  const [chosen, setChosen] = useState<InspectView>('spectra');
  const [visited, setVisited] = useState<readonly InspectView[]>(['spectra']);
  const choose = (view: InspectView) => {
    setChosen(view);
    setVisited([...new Set([...visited, view])]);
  };
  return (
    <div className={`workspace ${classes.inspect ?? ''}`}>
      <Boundary>
        <div className={classes.runs}>
          <RunsColumn />
        </div>
      </Boundary>
      <div className={classes.views}>
        <SegmentedControl
          size="xs"
          className={classes.choice ?? ''}
          aria-label={t('view')}
          value={chosen}
          onChange={choose}
          data={INSPECT_VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
        />
        {/* A view that was left keeps what was chosen in it, and rests. */}
        {visited.map((view) => (
          <IsOpen key={view} value={isOpen && view === chosen}>
            <Activity mode={view === chosen ? 'visible' : 'hidden'}>
              <View view={view} />
            </Activity>
          </IsOpen>
        ))}
      </div>
    </div>
  );
}

function View({ view }: { view: InspectView }) {
  const Component = VIEW_COMPONENTS[view];
  return <Component />;
}
