/** What is compared in the view Similarity: the paper's pictures by one press, or runs, matrix and directions one by one. */
import { Button, Tooltip } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunConfig } from '../../../core/run-config.ts';
import type { RunRecord } from '../../../core/run-record.ts';
import { siteId } from '../../../core/site.ts';
import { ChartSwitch, Choice, MatrixSelect } from '../../charts/controls.tsx';
import { measuredSites } from '../../charts/series.ts';
import { count, plain } from '../../format.ts';
import { usePage, useView } from '../../page-context.tsx';
import { useFocused } from '../../shown-runs.tsx';
import { useInspectPlace } from './place.ts';
import { SIDES, type Side } from './similarity-figures.ts';
import { firstPair, rankPair, ranksToTrain, seedPair, seedsToTrain, type Pair } from './similarity-pairs.ts';
import classes from './similarity.module.css';
import type { SimilarityState } from './use-similarity.ts';

interface SimilarityControlsProps {
  state: SimilarityState;
}

export function SimilarityControls({ state }: SimilarityControlsProps) {
  const { t } = useTranslation('inspect');
  const onSite = useView(({ setSite }) => setSite);
  const { pair, runs, partners, nameOf, choose, sites, site, side, setSide } = state;
  const optionsOf = (all: readonly RunRecord[]) => all.map((run) => ({ value: run.id, label: nameOf(run) }));
  return (
    <div className={`cell ${classes.controls ?? ''}`}>
      <PaperPictures state={state} />
      {pair && (
        <>
          <Choice
            name={t('similarity.first')}
            value={pair[0].id}
            options={optionsOf(runs)}
            onChange={(id) => choose([id, pair[1].id])}
          />
          <Choice
            name={t('similarity.second')}
            value={pair[1].id}
            options={optionsOf(partners)}
            onChange={(id) => choose([pair[0].id, id])}
          />
          <MatrixSelect sites={sites} chosen={site ? siteId(site) : ''} onSite={onSite} />
          <Choice<Side>
            name={t('similarity.side')}
            value={side}
            options={SIDES.map((value) => ({ value, label: t(`similarity.sides.${value}`) }))}
            onChange={setSide}
          />
          <ChartSwitch label={t('similarity.over')} checked={state.isOver} onChange={state.setOver} />
          <ChartSwitch
            label={t('similarity.gaussian')}
            checked={state.hasGaussian}
            onChange={state.setGaussian}
          />
        </>
      )}
    </div>
  );
}

/** One press each for the pictures of the paper; where runs lack for one, what lacks, and a press that trains them. */
function PaperPictures({ state }: SimilarityControlsProps) {
  const { t } = useTranslation('inspect');
  const { actions } = usePage();
  const [, go] = useInspectPlace();
  const { pair, runs, choose, setSide, setAll, setGaussian } = state;
  const focused = useFocused();
  const first = pair?.[0] ?? focused;
  if (!first || measuredSites(first).length === 0) return null;
  // The pairs are among runs like the first.
  const ordered = [first, ...runs.filter((run) => run !== first)];
  const figures = [
    { id: 'ranks', pair: firstPair(rankPair, ordered), missing: ranksToTrain(first) },
    { id: 'seeds', pair: firstPair(seedPair, ordered), missing: seedsToTrain(first) },
  ] as const;
  const show = ([one, other]: Pair, beside: { isAll?: boolean; hasGaussian?: boolean }) => {
    choose([one.id, other.id]);
    setAll(beside.isAll ?? false);
    setGaussian(beside.hasGaussian ?? false);
    setSide('a');
  };
  return (
    <>
      {figures.map(({ id, pair: own }) => (
        <Explained key={id} about={t(`similarity.figures.${id}.about`)}>
          <Button
            size="compact-sm"
            variant="default"
            disabled={own === null}
            onClick={() => own && show(own, { hasGaussian: id === 'seeds' })}
          >
            {t(`similarity.figures.${id}.name`)}
          </Button>
        </Explained>
      ))}
      <Explained about={t('similarity.figures.layers.about')}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={pair === null}
          onClick={() => pair && show(pair, { isAll: true })}
        >
          {t('similarity.figures.layers.name')}
        </Button>
      </Explained>
      <Explained about={t('similarity.figures.base.about')}>
        <Button size="compact-sm" variant="default" onClick={() => go({ view: 'base' })}>
          {t('similarity.figures.base.name')}
        </Button>
      </Explained>
      {figures.map(
        ({ id, pair: own, missing }) =>
          own === null &&
          missing.length > 0 && (
            <Button key={id} size="compact-sm" variant="subtle" onClick={() => actions.experiment(missing)}>
              {t(`similarity.figures.${id}.train`, {
                count: missing.length,
                runs: missing.map((config) => nameRun(config, t)).join(', '),
              })}
            </Button>
          ),
      )}
    </>
  );
}

/** `r 8, seed 1`: what tells the runs of a figure apart. */
const nameRun = ({ method, seed }: RunConfig, t: TFunction<'inspect'>): string =>
  'r' in method
    ? t('similarity.figures.run', { r: count(method.r), seed: plain(seed) })
    : t('similarity.figures.seed', { seed: plain(seed) });

function Explained({ about, children }: { about: string; children: ReactNode }) {
  return (
    <Tooltip label={about} position="bottom-start" multiline w={300} withArrow>
      {children}
    </Tooltip>
  );
}
