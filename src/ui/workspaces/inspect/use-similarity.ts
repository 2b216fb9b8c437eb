/** What the view Similarity compares: which runs, at which matrix, which directions; and what was found. */
import { useMemo, useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '../../../core/run-record.ts';
import { sharedStart } from '../../../core/shared-start.ts';
import type { Similarities } from '../../../core/site-figures.ts';
import type { Dense } from '../../../core/svd.ts';
import { siteId, type Site } from '../../../core/site.ts';
import { isSecretRun } from '../../../state/secret-run.ts';
import { plain, short } from '../../format.ts';
import { useGuesses, useView } from '../../page-context.tsx';
import { chartLabels } from '../../runs/index.ts';
import { useFocused, useResults } from '../../shown-runs.tsx';
import { findShared, sharedSpan, spaceOf, type Side } from './similarity-figures.ts';
import { commonSites, comparable, partnersOf, type Pair } from './similarity-pairs.ts';
import { useInspectPlace } from './place.ts';
import { useFigures } from './use-figures.ts';
import { siteWords } from '../../site-words.ts';

/** The runs that are compared: those chosen, else the one in focus and the next in the list. */
function usePair() {
  const { t } = useTranslation('charts');
  const { t: inspect } = useTranslation('inspect');
  const { records, numbers } = useResults();
  const focused = useFocused();
  const guesses = useGuesses((state) => state.guesses);
  const [{ pair: chosen }, go] = useInspectPlace();
  const runs = useMemo(() => comparable(records, guesses), [records, guesses]);
  const labels = useMemo(() => {
    const texts = chartLabels(runs, t, numbers);
    return new Map(runs.map(({ id }, i) => [id, texts[i] ?? id]));
  }, [runs, t, numbers]);
  const byId = (id: string | undefined) => runs.find((run) => run.id === id);
  const one = byId(chosen?.[0]) ?? byId(focused?.id) ?? runs[0];
  const partners = one ? partnersOf(one, runs, guesses) : [];
  const other = partners.find(({ id }) => id === chosen?.[1]) ?? partners[0];
  return {
    pair: one && other ? ([one, other] as const) : null,
    choose: (pair: readonly [string, string]) => go({ pair }),
    runs,
    partners,
    nameOf: (run: RunRecord) =>
      isSecretRun(run) ? inspect('similarity.secret') : (labels.get(run.id) ?? run.id),
  };
}

export type SimilarityState = ReturnType<typeof useSimilarity>;

export function useSimilarity() {
  const { t } = useTranslation('inspect');
  const runs = usePair();
  const { pair, nameOf } = runs;
  const chosenSite = useView((state) => state.site);
  const [wanted, setSide] = useState<Side>('a');
  const [isOver, setOver] = useState(true);
  const [hasGaussian, setGaussian] = useState(false);
  const [isAll, setAll] = useState(false);
  const sites = pair ? commonSites(...pair) : [];
  const site = sites.find((each) => siteId(each) === chosenSite) ?? sites[0];
  const taking = useFigures('similarity', pair ?? [], site ? [site] : []);
  const figures = taking.outcome.state === 'done' ? taking.outcome.figures[0] : undefined;
  // Of a ΔW that has no A and B, its own directions of the same side.
  const side = figures?.[wanted] === null ? (wanted === 'a' ? 'right' : 'left') : wanted;
  const phi = figures?.[side];
  const whyNot = () => {
    if (!site) return t('similarity.noCommon');
    return phi && phi.rows * phi.columns === 0 ? t('similarity.zero') : null;
  };
  const reason = whyNot();
  const picture =
    reason === null && pair && site && figures && phi
      ? { pair, site, figures, side, phi, d: spaceOf(figures, side), isOver }
      : null;
  return {
    ...{
      ...runs,
      sites,
      site,
      side,
      setSide,
      isOver,
      setOver,
      hasGaussian,
      setGaussian,
      isAll,
      setAll,
      taking,
    },
    /** Why there is no picture, whatever is still being taken; null where there will be one. */
    reason,
    picture,
    findings: [...useFindings(picture, nameOf), ...(side === wanted ? [] : [t('similarity.noFactors')])],
  };
}

interface Compared {
  pair: Pair;
  site: Site;
  figures: Similarities;
  side: Side;
}

/** What the picture says of these runs, and what they had in common from their start, in sentences. */
function useFindings(compared: Compared | null, nameOf: (run: RunRecord) => string): string[] {
  const { t } = useTranslation('inspect');
  if (!compared) return [];
  const { pair, site, figures, side } = compared;
  const [one, other] = pair;
  const phi = figures[side];
  if (phi && isSecretRun(other)) return [secretFinding(t, compared, phi, nameOf(one))];
  const found = phi && findShared(phi, spaceOf(figures, side));
  if (!found) return [];
  const { k, isAll } = found;
  const words = k === 0 ? 'none' : k > 1 ? (isAll ? 'all' : 'some') : isAll ? 'only' : 'first';
  const finding = t(`similarity.found.${words}`, {
    ...{ k: plain(k), phi: short(found.phi), chance: short(found.chance) },
    ...{ one: nameOf(one), other: nameOf(other), site: siteWords(site) },
  });
  const shared = sharedStart(one.config, other.config);
  // One seed gives them A in common, and with it what ΔW reads of its input; B is found by training.
  const isFound = shared === 'seed' && side !== 'a' && side !== 'right';
  if (shared === null || isFound) return [finding];
  const { method, seed } = one.config;
  const drawnFrom = method.type === 'vera' ? method.projection_prng_key : seed;
  return [finding, t(`similarity.start.${shared}`, { seed: plain(drawnFrom) })];
}

/**
 * How much of the secret's span a run's leading directions have found: as many as the secret has, whose own are all equally strong, or
 * all that the run has, where these are fewer.
 */
function secretFinding(
  t: TFunction<'inspect'>,
  { site, figures, side }: Compared,
  phi: Dense,
  one: string,
): string {
  const k = phi.columns;
  const own = Math.min(phi.rows, k);
  const { value, chance, share } = sharedSpan(phi, spaceOf(figures, side), own, k);
  const words = share > 0.8 ? 'found' : share > 0.5 ? 'mostly' : 'not';
  return t(`similarity.${own < k ? 'secretFewer' : 'secretFound'}.${words}`, {
    ...{ k: plain(k), own: plain(own), one, site: siteWords(site) },
    ...{ phi: short(value), chance: short(chance) },
  });
}
