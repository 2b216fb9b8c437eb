/** How far a combined adapter is from the weighted sum that it stands for, matrix by matrix and in all. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { relativeError, type CombinedSite } from '../../../core/combine.ts';
import { siteId } from '../../../core/site.ts';
import charts from '../../charts/charts.module.css';
import type { ChartTable } from '../../charts/table.ts';
import { Term } from '../../charts/term.tsx';
import { formatFigure, formatValue } from '../../charts/values.ts';
import { count } from '../../format.ts';
import { siteWords } from '../../site-words.ts';
import classes from './measured.module.css';

/** What came of a combination. */
export interface Made {
  name: string;
  sites: readonly CombinedSite[];
}

const wholeNorm = (sites: readonly CombinedSite[]): number => Math.hypot(...sites.map(({ norm }) => norm));

export function useCombinedReading(made: Made | null): string {
  const { t } = useTranslation('deploy');
  if (!made) return '';
  const { name, sites } = made;
  const error = relativeError(sites);
  return error === null
    ? t('combine.readingZero', { name })
    : t('combine.reading', { name, error: formatValue(error), matrices: count(sites.length) });
}

export function combinedTable(made: Made | null, t: TFunction<'deploy'>): ChartTable {
  const sites = made?.sites ?? [];
  return {
    columns: [t('combine.matrix'), t('combine.rank'), t('combine.norm'), t('combine.error')],
    rows: [
      ...sites.map((found) => [siteWords(found.site), found.r, found.norm, relativeError([found])]),
      ...(made ? [[t('combine.all'), null, wholeNorm(sites), relativeError(sites)]] : []),
    ],
  };
}

export function CombinedTable({ sites }: { sites: readonly CombinedSite[] }) {
  const { t } = useTranslation('deploy');
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('combine.title')}>
      <table className={charts.table}>
        <thead>
          <tr>
            <th scope="col">{t('combine.matrix')}</th>
            <th scope="col">{t('combine.rank')}</th>
            <th scope="col">{t('combine.norm')}</th>
            <th scope="col">
              <Term name={t('combine.error')} meaning={t('combine.errorMeaning')} />
            </th>
          </tr>
        </thead>
        <tbody>
          {sites.map((found) => (
            <tr key={siteId(found.site)}>
              <th scope="row">{siteWords(found.site)}</th>
              <td>{count(found.r)}</td>
              <td>{formatValue(found.norm)}</td>
              <td>{formatFigure(relativeError([found]))}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('combine.all')}</th>
            <td />
            <td>{formatValue(wholeNorm(sites))}</td>
            <td>{formatFigure(relativeError(sites))}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
