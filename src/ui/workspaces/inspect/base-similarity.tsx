/** φ(i, j) of ΔW's directions and those of the W0 that it changes: Figure 8 of the LoRA paper. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chanceSimilarity } from '../../../core/similarity.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import classes from '../../charts/charts.module.css';
import { ChartSwitch, Choice } from '../../charts/controls.tsx';
import { count, short } from '../../format.ts';
import { siteWords } from '../../site-words.ts';
import { FIGURE_8, mostInTop } from './base-figures.ts';
import { SimilarityMap, similarityTable } from './similarity-map.tsx';
import { useBaseFrame } from './use-base-frame.tsx';
import type { BaseFigures } from './use-base-figures.ts';

const SIDES = ['right', 'left'] as const;
type Side = (typeof SIDES)[number];

export function BaseSimilarity({ base }: { base: BaseFigures }) {
  const { chosen, at, empty } = base;
  const frame = useBaseFrame(base);
  const { t } = useTranslation('delta');
  const { t: inspect } = useTranslation('inspect');
  const [side, setSide] = useState<Side>('right');
  const [isOver, setOver] = useState(true);
  const phi = at?.similarity[side];
  const d = at?.spaces[side] ?? 0;
  const picture = phi && phi.values.length > 0 ? { phi, d, isOver } : null;
  const most = picture && mostInTop(picture.phi, at?.baseSigma.length ?? 0);
  const reading = most
    ? t('figure8.found', {
        ...{ phi: short(most.phi), i: count(most.i), j: count(most.j) },
        own: count(FIGURE_8.own),
        chance: short(chanceSimilarity(most.i, most.j, d)),
      })
    : '';
  return (
    <ChartFrame
      {...frame}
      title={t('figure8.title')}
      chosen={chosen ? `${siteWords(chosen)} · ${t(`spectrum.sides.${side}`)}` : ''}
      empty={empty ?? (at && !picture ? t('none') : null)}
      summary={reading}
      table={() => similarityTable(picture, inspect)}
      toolbar={
        <>
          <Choice<Side>
            name={t('spectrum.side')}
            value={side}
            options={SIDES.map((value) => ({ value, label: t(`spectrum.sides.${value}`) }))}
            onChange={setSide}
          />
          <ChartSwitch label={inspect('similarity.over')} checked={isOver} onChange={setOver} />
          <span className={classes.note}>{reading}</span>
        </>
      }
    >
      {picture && (
        <SimilarityMap
          {...picture}
          label={t('figure8.cells')}
          names={[t('figure8.own'), t('figure8.base')]}
        />
      )}
    </ChartFrame>
  );
}
