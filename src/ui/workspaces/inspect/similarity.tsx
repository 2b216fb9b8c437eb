/** How many directions two runs share at one matrix: φ(i, j) as in the LoRA paper's Figures 3 and 4, with what chance gives. */
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLive } from '../../../core/run-record.ts';
import { isSecretRun } from '../../../state/secret-run.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import chartClasses from '../../charts/charts.module.css';
import { Term } from '../../charts/term.tsx';
import { count } from '../../format.ts';
import { useFocused } from '../../shown-runs.tsx';
import { AllMatrices } from './similarity-sites.tsx';
import { SimilarityControls } from './similarity-controls.tsx';
import { gaussianSimilarity } from './similarity-figures.ts';
import { SimilarityMap, similarityTable, type PhiPicture } from './similarity-map.tsx';
import classes from './similarity.module.css';
import { TakenAt, TakingNote } from './taking-note.tsx';
import { useSimilarity, type SimilarityState } from './use-similarity.ts';
import { noSpectrumOf } from '../../method-words.ts';
import { siteWords } from '../../site-words.ts';

export function Similarity() {
  const state = useSimilarity();
  const { pair, hasGaussian, isAll, picture } = state;
  return (
    <div className={classes.similarity}>
      <SimilarityControls state={state} />
      {pair && isAll && (
        <div className={`cell ${classes.all ?? ''}`}>
          <AllMatrices state={state} pair={pair} />
        </div>
      )}
      <div className={classes.pictures}>
        <div className="cell">
          <SharedDirections state={state} />
        </div>
        {hasGaussian && picture && (
          <div className="cell">
            <GaussianMatrices {...picture} />
          </div>
        )}
      </div>
    </div>
  );
}

function SharedDirections({ state }: { state: SimilarityState }) {
  const { t } = useTranslation('inspect');
  const focused = useFocused();
  const { pair, nameOf, site, side, taking, picture, reason, findings } = state;
  const { outcome } = taking;
  const noDelta = focused && noSpectrumOf(focused.config.method);
  const names = pair ? ([nameOf(pair[0]), nameOf(pair[1])] as const) : (['', ''] as const);
  const [one, other] = names;
  const [step, otherStep] = outcome.state === 'done' ? outcome.steps.map(count) : [];
  const asOf = () => {
    if (!pair || !step || !otherStep) return '';
    return isSecretRun(pair[1])
      ? t('similarity.asOfOne', { one, step })
      : t('similarity.asOf', { one, step, other, otherStep });
  };
  return (
    <ChartFrame
      title={t('similarity.title')}
      chosen={site ? `${siteWords(site)} · ${t(`similarity.sideNames.${side}`)}` : ''}
      detail={asOf()}
      empty={pair ? null : [noDelta, t('similarity.few')].filter((part) => part).join(' ')}
      pending={
        reason !== null ? (
          <p className={chartClasses.empty}>{reason}</p>
        ) : outcome.state !== 'done' ? (
          <TakingNote taking={taking} />
        ) : null
      }
      summary={reason ?? findings.join(' ')}
      table={() => similarityTable(picture, t)}
      toolbar={
        <span className={chartClasses.figures}>
          <Term name={t('similarity.phi')} meaning={t('similarity.phiMeaning')} />
          {picture && (
            <Term
              name={t('similarity.chance')}
              meaning={t('similarity.chanceMeaning', { d: count(picture.d) })}
            />
          )}
          {pair?.some(isLive) && <TakenAt taking={taking} />}
        </span>
      }
    >
      {picture && <SimilarityMap {...picture} label={t('similarity.cells')} names={names} />}
      <div className={classes.found}>
        {findings.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </ChartFrame>
  );
}

/** What chance alone makes, in a picture of the same sizes. */
function GaussianMatrices({ phi, d, isOver }: PhiPicture) {
  const { t } = useTranslation('inspect');
  const [draw, setDraw] = useState(0);
  const picture = useMemo(
    () => ({ phi: gaussianSimilarity(phi, d, draw), d, isOver }),
    [phi, d, isOver, draw],
  );
  return (
    <ChartFrame
      title={t('similarity.gaussianTitle')}
      empty={null}
      summary={t('similarity.gaussianFound')}
      table={() => similarityTable(picture, t)}
      toolbar={
        <>
          <Term name={t('similarity.phi')} meaning={t('similarity.phiMeaning')} />
          <Button size="compact-xs" variant="default" onClick={() => setDraw(draw + 1)}>
            {t('similarity.drawAgain')}
          </Button>
        </>
      }
    >
      <SimilarityMap {...picture} label={t('similarity.gaussianCells')} names={['', '']} />
      <div className={classes.found}>
        <p>{t('similarity.gaussianFound')}</p>
      </div>
    </ChartFrame>
  );
}
