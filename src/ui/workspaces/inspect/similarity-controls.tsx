/** What is compared in the view Similarity: the paper's pictures by one press, or runs, matrix and directions one by one. */
import { Button, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '../../../core/run-record.ts';
import { siteId } from '../../../core/site.ts';
import { ChartSwitch, Choice, MatrixSelect } from '../../charts/controls.tsx';
import { useView } from '../../page-context.tsx';
import '../../strings/inspect.ts';
import { SIDES, type Side } from './similarity-figures.ts';
import { rankPair, seedPair, type Pair } from './similarity-pairs.ts';
import classes from './similarity.module.css';
import type { SimilarityState } from './use-similarity.ts';

interface SimilarityControlsProps {
  state: SimilarityState;
  pair: Pair;
}

export function SimilarityControls({ state, pair }: SimilarityControlsProps) {
  const { t } = useTranslation('inspect');
  const onSite = useView(({ setSite }) => setSite);
  const { runs, partners, nameOf, choose, sites, site, side, setSide } = state;
  const [one, other] = pair;
  const optionsOf = (all: readonly RunRecord[]) => all.map((run) => ({ value: run.id, label: nameOf(run) }));
  const show = ([first, second]: Pair, hasGaussian: boolean) => {
    choose([first.id, second.id]);
    state.setGaussian(hasGaussian);
    setSide('a');
  };
  return (
    <div className={`cell ${classes.controls ?? ''}`}>
      <PaperPictures runs={[one, ...runs.filter((run) => run !== one)]} onShow={show} />
      <Choice
        name={t('similarity.first')}
        value={one.id}
        options={optionsOf(runs)}
        onChange={(id) => choose([id, other.id])}
      />
      <Choice
        name={t('similarity.second')}
        value={other.id}
        options={optionsOf(partners)}
        onChange={(id) => choose([one.id, id])}
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
    </div>
  );
}

interface PaperPicturesProps {
  /** The pairs are among those like the first. */
  runs: readonly RunRecord[];
  onShow: (pair: Pair, hasGaussian: boolean) => void;
}

/** One press each for the pictures of the paper, and what lacks for one that cannot be shown. */
function PaperPictures({ runs, onShow }: PaperPicturesProps) {
  const { t } = useTranslation('inspect');
  const pictures = [
    { name: 'rankPicture', about: 'rankPictureAbout', lack: 'noRankPicture', pair: rankPair(runs) },
    { name: 'seedPicture', about: 'seedPictureAbout', lack: 'noSeedPicture', pair: seedPair(runs) },
  ] as const;
  const lacks = pictures.flatMap(({ pair, lack }) => (pair ? [] : [t(`similarity.${lack}`)]));
  return (
    <>
      {pictures.map(({ name, about, pair }) => (
        <Tooltip
          key={name}
          label={t(`similarity.${about}`)}
          position="bottom-start"
          multiline
          w={300}
          withArrow
        >
          <Button
            size="compact-sm"
            variant="default"
            disabled={pair === null}
            onClick={() => pair && onShow(pair, name === 'seedPicture')}
          >
            {t(`similarity.${name}`)}
          </Button>
        </Tooltip>
      ))}
      {lacks.length > 0 && <span className={classes.lacks}>{lacks.join(' ')}</span>}
    </>
  );
}
