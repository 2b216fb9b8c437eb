/** How many directions two runs share at one matrix: φ(i, j) as in the LoRA paper's Figures 3 and 4, with what chance gives. */
import { Button, Tooltip } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { spectrumCaveat } from '../../../core/methods/methods.ts';
import { isLive, type RunRecord } from '../../../core/run-record.ts';
import { sharedStart } from '../../../core/shared-start.ts';
import type { Similarities } from '../../../core/site-figures.ts';
import { siteId, siteLabel, type Site } from '../../../core/site.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import chartClasses from '../../charts/charts.module.css';
import { ChartSwitch, Choice, MatrixSelect } from '../../charts/controls.tsx';
import { Term } from '../../charts/term.tsx';
import { count, plain, short } from '../../format.ts';
import { useView } from '../../page-context.tsx';
import { chartLabels } from '../../runs/index.ts';
import { useFocused, useResults } from '../../shown-runs.tsx';
import '../../strings/inspect.ts';
import { findShared, gaussianSimilarity, SIDES, spaceOf, type Side } from './similarity-figures.ts';
import { SimilarityMap, similarityTable, type PhiPicture } from './similarity-map.tsx';
import { commonSites, comparable, partnersOf, rankPair, seedPair, type Pair } from './similarity-pairs.ts';
import classes from './similarity.module.css';
import { TakenAt, TakingNote } from './taking-note.tsx';
import { useFigures } from './use-figures.ts';

/** The runs that are compared: those chosen, else the one in focus and the next in the list. */
function usePair() {
  const { t } = useTranslation('charts');
  const { records, numbers } = useResults();
  const focused = useFocused();
  const [chosen, choose] = useState<readonly [string | null, string | null]>([null, null]);
  const runs = useMemo(() => comparable(records), [records]);
  const byId = (id: string | null) => runs.find((run) => run.id === id);
  const one = byId(chosen[0]) ?? byId(focused?.id ?? null) ?? runs[0];
  const partners = one ? partnersOf(one, runs) : [];
  const other = partners.find(({ id }) => id === chosen[1]) ?? partners[0];
  const labels = useMemo(() => {
    const texts = chartLabels(runs, t, numbers);
    return new Map(runs.map(({ id }, i) => [id, texts[i] ?? id]));
  }, [runs, t, numbers]);
  // The pairs of the figures are among runs like the one in focus.
  const ordered = one ? [one, ...runs.filter((run) => run !== one)] : [];
  return { pair: one && other ? ([one, other] as const) : null, runs, partners, ordered, labels, choose };
}

export function Similarity() {
  const { t } = useTranslation('inspect');
  const focused = useFocused();
  const { pair, runs, partners, ordered, labels, choose } = usePair();
  const chosenSite = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  const [side, setSide] = useState<Side>('a');
  const [isOver, setOver] = useState(true);
  const [hasGaussian, setGaussian] = useState(false);
  const sites = pair ? commonSites(...pair) : [];
  const site = sites.find((each) => siteId(each) === chosenSite) ?? sites[0];
  const taking = useFigures('similarity', pair ?? [], site ? [site] : []);
  const figures = taking.outcome.state === 'done' ? taking.outcome.figures[0] : undefined;
  const phi = figures?.[side];
  const nameOf = ({ id }: RunRecord) => labels.get(id) ?? id;
  const optionsOf = (all: readonly RunRecord[]) => all.map((run) => ({ value: run.id, label: nameOf(run) }));

  const show = (found: Pair | null, withGaussian: boolean) => {
    if (!found) return;
    choose([found[0].id, found[1].id]);
    setGaussian(withGaussian);
    setSide('a');
  };
  const noDelta = focused && spectrumCaveat(focused.config.method);
  const whyNot = () => {
    if (!site) return t('similarity.noCommon');
    if (phi === null) return t('similarity.noFactors');
    return phi && phi.rows * phi.columns === 0 ? t('similarity.zero') : null;
  };
  const reason = whyNot();
  const waits = taking.outcome.state !== 'done' && <TakingNote taking={taking} />;
  const said = pair && site && figures && phi ? { pair, site, figures, side, nameOf } : null;
  const finding = useFinding(reason === null ? said : null);
  const map = reason === null && figures && phi ? { phi, d: spaceOf(figures, side), isOver } : null;
  const steps = taking.outcome.state === 'done' ? taking.outcome.steps : [];

  return (
    <div className={classes.similarity}>
      {pair && (
        <div className={`cell ${classes.controls ?? ''}`}>
          <PictureButtons ordered={ordered} onShow={show} />
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
          <ChartSwitch label={t('similarity.over')} checked={isOver} onChange={setOver} />
          <ChartSwitch label={t('similarity.gaussian')} checked={hasGaussian} onChange={setGaussian} />
        </div>
      )}
      <div className={classes.pictures}>
        <div className="cell">
          <ChartFrame
            title={t('similarity.title')}
            chosen={site ? `${siteLabel(site)} · ${t(`similarity.sideNames.${side}`)}` : ''}
            detail={
              pair && steps.length === 2
                ? t('similarity.asOf', {
                    ...{ one: nameOf(pair[0]), step: count(steps[0] ?? 0) },
                    ...{ other: nameOf(pair[1]), otherStep: count(steps[1] ?? 0) },
                  })
                : ''
            }
            empty={pair ? null : [noDelta, t('similarity.few')].filter((part) => part).join(' ')}
            pending={(reason !== null && <p className={chartClasses.empty}>{reason}</p>) || waits || null}
            summary={reason ?? finding.join(' ')}
            table={() => similarityTable(map, t)}
            toolbar={
              <span className={chartClasses.figures}>
                <Term name={t('similarity.phi')} meaning={t('similarity.phiMeaning')} />
                {map && (
                  <Term
                    name={t('similarity.chance')}
                    meaning={t('similarity.chanceMeaning', { d: count(map.d) })}
                  />
                )}
                {pair?.some(isLive) && <TakenAt taking={taking} />}
              </span>
            }
          >
            {map && pair && (
              <SimilarityMap
                {...map}
                label={t('similarity.cells')}
                names={[nameOf(pair[0]), nameOf(pair[1])]}
              />
            )}
            {finding.map((sentence) => (
              <p key={sentence} className={classes.found}>
                {sentence}
              </p>
            ))}
          </ChartFrame>
        </div>
        {hasGaussian && map && <GaussianPart {...map} />}
      </div>
    </div>
  );
}

interface PictureButtonsProps {
  ordered: readonly RunRecord[];
  onShow: (pair: Pair | null, withGaussian: boolean) => void;
}

/** One press each for the pictures of the paper, and what lacks for one that cannot be shown. */
function PictureButtons({ ordered, onShow }: PictureButtonsProps) {
  const { t } = useTranslation('inspect');
  const pairs = { rank: rankPair(ordered), seed: seedPair(ordered) };
  const lacks = [
    ...(pairs.rank ? [] : [t('similarity.noRankPicture')]),
    ...(pairs.seed ? [] : [t('similarity.noSeedPicture')]),
  ];
  return (
    <>
      {(['rank', 'seed'] as const).map((kind) => (
        <Tooltip
          key={kind}
          label={t(`similarity.${kind}PictureAbout`)}
          position="bottom-start"
          multiline
          w={300}
          withArrow
        >
          <Button
            size="compact-xs"
            variant="default"
            disabled={pairs[kind] === null}
            onClick={() => onShow(pairs[kind], kind === 'seed')}
          >
            {t(`similarity.${kind}Picture`)}
          </Button>
        </Tooltip>
      ))}
      {lacks.length > 0 && <span className={classes.lacks}>{lacks.join(' ')}</span>}
    </>
  );
}

interface Said {
  pair: Pair;
  site: Site;
  figures: Similarities;
  side: Side;
  nameOf: (run: RunRecord) => string;
}

/** What the picture says of these runs, and what they had in common from their start. */
function useFinding(said: Said | null): string[] {
  const { t } = useTranslation('inspect');
  if (!said) return [];
  const { pair, site, figures, side, nameOf } = said;
  const phi = figures[side];
  const found = phi && findShared(phi, spaceOf(figures, side));
  if (!found) return [];
  const { k, isAll } = found;
  const words = k === 0 ? 'none' : k === 1 ? 'first' : isAll ? 'all' : 'some';
  const [one, other] = pair;
  const shared = sharedStart(one.config, other.config);
  const isFree = shared !== null && (shared === 'frozen' || side === 'a' || side === 'right');
  const { method, seed } = one.config;
  return [
    t(`similarity.found.${words}`, {
      ...{ k: count(k), phi: short(found.phi), chance: short(found.chance) },
      ...{ one: nameOf(one), other: nameOf(other), site: siteLabel(site) },
    }),
    ...(isFree
      ? [
          t(`similarity.start.${shared}`, {
            seed: plain(shared === 'frozen' && method.type === 'vera' ? method.projection_prng_key : seed),
          }),
        ]
      : []),
  ];
}

/** What chance alone makes, in a picture of the same sizes. */
function GaussianPart({ phi, d, isOver }: PhiPicture) {
  const { t } = useTranslation('inspect');
  const random = useMemo(() => gaussianSimilarity(phi, d), [phi, d]);
  const map = { phi: random, d, isOver };
  return (
    <div className="cell">
      <ChartFrame
        title={t('similarity.gaussianTitle')}
        empty={null}
        summary={t('similarity.gaussianFound')}
        table={() => similarityTable(map, t)}
        toolbar={<Term name={t('similarity.phi')} meaning={t('similarity.phiMeaning')} />}
      >
        <SimilarityMap {...map} label={t('similarity.gaussianCells')} names={['', '']} />
        <p className={classes.found}>{t('similarity.gaussianFound')}</p>
      </ChartFrame>
    </div>
  );
}
