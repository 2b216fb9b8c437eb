/** One prompt as one batch in which each row has its own adapter, timed beside the same answers one after the other. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canMix, type MixedFigures } from '../../../core/mixed-batch.ts';
import { quartiles } from '../../../core/quantile.ts';
import { count, listed, short } from '../../format.ts';
import classes from './measured.module.css';
import type { UsableAdapter } from './use-adapters.ts';
import { useDeployment, useIsBusy } from './use-deployment.ts';
import { WhyBusy } from './why-busy.tsx';

interface MixedBatchProps {
  prompt: string;
  /** Those that have answered it. */
  adapters: readonly UsableAdapter[];
}

export function MixedBatch({ prompt, adapters }: MixedBatchProps) {
  const { t } = useTranslation('deploy');
  const deployment = useDeployment();
  const isBusy = useIsBusy();
  const [figures, setFigures] = useState<MixedFigures | null>(null);
  const [measuring, setMeasuring] = useState(false);
  const mixed = adapters.filter(({ method }) => canMix(method));
  const others = adapters.filter(({ method }) => !canMix(method));
  const measure = async () => {
    setMeasuring(true);
    const found = await deployment.mix(
      prompt,
      mixed.map(({ id }) => id),
    );
    if (found) setFigures(found);
    setMeasuring(false);
  };
  return (
    <div className={classes.words}>
      <p className={classes.small}>{t('mixed.about')}</p>
      {others.length > 0 && (
        <p className={classes.small}>
          {t('mixed.others', { names: listed(others.map(({ name }) => name)) })}
        </p>
      )}
      {mixed.length > 0 && (
        <div className={classes.controls}>
          <Button
            size="xs"
            variant="default"
            disabled={isBusy && !measuring}
            loading={measuring}
            onClick={() => void measure()}
          >
            {t('mixed.measure')}
          </Button>
          <WhyBusy isOwn={measuring} />
        </div>
      )}
      <div role="status">{figures && <Reading figures={figures} />}</div>
    </div>
  );
}

function Reading({ figures }: { figures: MixedFigures }) {
  const { t } = useTranslation('deploy');
  const [together, inTurn] = [quartiles(figures.togetherMs), quartiles(figures.inTurnMs)];
  // Apart where the middle halves of the rounds are.
  const verdict = together.high < inTurn.low ? 'faster' : inTurn.high < together.low ? 'slower' : 'alike';
  const spread = ({ low, high }: typeof together) =>
    t('mixed.spread', { low: short(low), high: short(high) });
  return (
    <p>
      {t('mixed.reading', {
        rows: count(figures.rows),
        same: count(figures.same),
        together: `${short(together.middle)} ms (${spread(together)})`,
        inTurn: `${short(inTurn.middle)} ms (${spread(inTurn)})`,
        rounds: count(figures.togetherMs.length),
      })}{' '}
      {t(`mixed.${verdict}`)}
    </p>
  );
}
