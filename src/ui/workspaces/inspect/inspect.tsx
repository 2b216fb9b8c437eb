/** The Inspect workspace: the kept runs, and beside them the chosen view of what the shown ones have learned. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../../boundary.tsx';
import { useRuns, useView } from '../../page-context.tsx';
import { RunsColumn } from '../../runs-column.tsx';
import { Views } from '../views.tsx';
import classes from './inspect.module.css';
import { useInspectPlace } from './place.ts';
import { INSPECT_VIEWS } from './view-names.ts';
import { VIEW_COMPONENTS } from './views.tsx';

export function Inspect() {
  const { t } = useTranslation('inspect');
  const [{ view: chosen }, go] = useInspectPlace();
  usePlaceInAddress();
  return (
    <div className={`workspace ${classes.inspect ?? ''}`}>
      <Boundary>
        <div className={classes.runs}>
          <RunsColumn />
        </div>
      </Boundary>
      <Views
        label={t('view')}
        views={INSPECT_VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
        components={VIEW_COMPONENTS}
        chosen={chosen}
        onChoose={(view) => go({ view })}
      />
    </div>
  );
}

/** Goes once to the run and the matrix that the address named, and keeps in it those that are looked at. */
function usePlaceInAddress(): void {
  const [place, go] = useInspectPlace();
  const [opened] = useState(place);
  const site = useView((state) => state.site);
  const setSite = useView((state) => state.setSite);
  const focused = useRuns((state) => state.focused);
  const focus = useRuns((state) => state.focus);
  const isThere = useRuns(({ records }) => records.some(({ id }) => id === opened.run));
  // Once, and not again where the workspace is left and opened again.
  const isSiteSet = useRef(false);
  const isRunSet = useRef(opened.run === '');
  useEffect(() => {
    if (opened.site && !isSiteSet.current) setSite(opened.site);
    isSiteSet.current = true;
  }, [opened, setSite]);
  useEffect(() => {
    // A run that is kept comes from the browser's storage after the page.
    if (!isThere || isRunSet.current) return;
    isRunSet.current = true;
    focus(opened.run);
  }, [isThere, opened, focus]);
  const keep = useEffectEvent(() =>
    go({ site: site ?? place.site, run: (isRunSet.current ? focused : null) ?? place.run }),
  );
  useEffect(() => keep(), [site, focused]);
}
