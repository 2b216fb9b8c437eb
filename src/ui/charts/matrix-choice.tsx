/** Which matrix pictures of several runs show: one that any of them has measured, or the mean over all of each run. */
import { useTranslation } from 'react-i18next';
import { PROJECTIONS, siteId, type Site } from '../../core/site.ts';
import { Choice } from './controls.tsx';
import type { MatrixChoice as Chosen } from './mean-spectra.ts';
import { measuredSites } from './series.ts';
import type { ShownRun } from './types.ts';
import { siteWords } from '../site-words.ts';

/** The matrices that any of the runs has measured, in the model's order. */
function sitesOfAll(runs: readonly ShownRun[]): Site[] {
  const sites = new Map(
    runs.flatMap(({ record }) => measuredSites(record)).map((site) => [siteId(site), site]),
  );
  const placeOf = ({ layer, projection }: Site) =>
    layer * PROJECTIONS.length + PROJECTIONS.indexOf(projection);
  return [...sites.values()].sort((a, b) => placeOf(a) - placeOf(b));
}

interface MatrixChoiceProps {
  runs: readonly ShownRun[];
  value: Chosen;
  onChange: (matrix: Chosen) => void;
}

export function MatrixChoice({ runs, value, onChange }: MatrixChoiceProps) {
  const { t } = useTranslation('charts');
  const sites = sitesOfAll(runs).map((site) => ({ value: siteId(site), label: siteWords(site) }));
  return (
    <Choice<Chosen>
      name={t('matrix')}
      value={value}
      options={[{ value: 'mean', label: t('meanOfMatrices') }, ...sites]}
      onChange={onChange}
    />
  );
}
