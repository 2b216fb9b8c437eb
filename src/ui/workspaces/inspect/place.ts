/** What Inspect shows, as the address keeps it: the view, the run in focus, the matrix, and the runs that Similarity compares. */
import { siteId, readSiteName, type SiteId } from '../../../core/site.ts';
import { useView } from '../../page-context.tsx';
import { INSPECT_VIEWS, type InspectView } from './view-names.ts';

export interface InspectPlace {
  view: InspectView;
  /** '' before one was in focus. */
  run: string;
  /** Null before one was chosen. */
  site: SiteId | null;
  /** Ids of the runs that are compared; null before they were chosen. */
  pair: readonly [string, string] | null;
}

function readSite(text: string): SiteId | null {
  const { layer = null, projection } = readSiteName(text) ?? {};
  return layer !== null && projection ? siteId({ layer, projection }) : null;
}

/** Never throws: what cannot be read is as if nothing had been chosen. */
export function readPlace(text: string): InspectPlace {
  const [view = '', site = '', run = '', runs = ''] = text.split(';');
  const [one = '', other = ''] = runs.split(',');
  return {
    view: INSPECT_VIEWS.find((known) => known === view) ?? INSPECT_VIEWS[0],
    run,
    site: readSite(site),
    pair: one !== '' && other !== '' ? [one, other] : null,
  };
}

/** `similarity;0.q;a run;a run,another`; '' where nothing was chosen. */
export function writePlace({ view, run, site, pair }: InspectPlace): string {
  if (view === INSPECT_VIEWS[0] && site === null && pair === null) return '';
  return [view, site ?? '', run, pair?.join(',') ?? ''].join(';').replace(/;+$/, '');
}

/** The place, and what changes some of it. */
export function useInspectPlace(): [InspectPlace, (changed: Partial<InspectPlace>) => void] {
  const text = useView((state) => state.inspect);
  const write = useView((state) => state.setInspect);
  const place = readPlace(text);
  return [place, (changed) => write(writePlace({ ...place, ...changed }))];
}
