/** φ(i, j) of two runs at all of their matrices, as in the LoRA paper's Figures 6 and 7. A press shows one large. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { siteId, type Site } from '../../../core/site.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import { short } from '../../format.ts';
import { useView } from '../../page-context.tsx';
import { siteWords } from '../../site-words.ts';
import { SmallPhi } from './similarity-map.tsx';
import { sharedSpan, spaceOf } from './similarity-figures.ts';
import type { Pair } from './similarity-pairs.ts';
import classes from './similarity.module.css';
import { TakingNote } from './taking-note.tsx';
import { useFigures } from './use-figures.ts';
import type { SimilarityState } from './use-similarity.ts';

export function AllMatrices({ state, pair }: { state: SimilarityState; pair: Pair }) {
  const { t } = useTranslation('inspect');
  const { t: charts } = useTranslation('charts');
  const { sites, site: chosen, side, isOver, nameOf } = state;
  const onSite = useView(({ setSite }) => setSite);
  const taking = useFigures('similarity', pair, sites);
  const figures = taking.outcome.state === 'done' ? taking.outcome.figures : null;
  const found = useMemo(
    () =>
      (figures ?? []).flatMap((own, i) => {
        const [site, phi] = [sites[i], own[side]];
        if (!site || !phi || phi.values.length === 0) return [];
        const d = spaceOf(own, side);
        return [{ site, phi, d, ...sharedSpan(phi, d, 1, 1) }];
      }),
    // Sites are listed anew each time; figures come in their order.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [figures, side],
  );
  const ordered = found.toSorted((a, b) => b.share - a.share);
  const told = (each: (typeof found)[number] | undefined) =>
    each ? `${siteWords(each.site)} (${short(each.value)})` : '';
  const reading =
    found.length > 0
      ? t('similarity.all.found', {
          ...{ one: nameOf(pair[0]), other: nameOf(pair[1]) },
          ...{ most: told(ordered[0]), least: told(ordered.at(-1)) },
        })
      : t('similarity.zero');
  const name = ({ site }: { site: Site }) => siteWords(site);
  return (
    <ChartFrame
      title={t('similarity.all.title')}
      chosen={t(`similarity.sideNames.${side}`)}
      detail={pair.map(nameOf).join(' · ')}
      empty={sites.length === 0 ? t('similarity.noCommon') : null}
      pending={figures ? null : <TakingNote taking={taking} />}
      summary={reading}
      table={() => ({
        columns: [charts('matrix'), 'φ(1, 1)', t('similarity.chance')],
        rows: found.map((each) => [name(each), each.value, each.chance]),
      })}
      toolbar={figures && <span>{reading}</span>}
    >
      <ul className={classes.sites}>
        {found.map(({ site, phi, d }) => (
          <li key={siteId(site)}>
            <button
              type="button"
              aria-pressed={chosen !== undefined && siteId(chosen) === siteId(site)}
              onClick={() => onSite(siteId(site))}
            >
              <SmallPhi phi={phi} d={d} isOver={isOver} />
              {siteWords(site)}
            </button>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}
