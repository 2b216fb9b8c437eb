/** The shown run as a folder that goes on in Python, on one GPU or several. */
import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isBert } from '../../../core/models/bert.ts';
import { shapeOf } from '../../../core/models/shape.ts';
import { shippedModel } from '../../../core/models/shipped.ts';
import { fusedModule, isTrainedAlike } from '../../../core/peft-form.ts';
import type { RunRecord } from '../../../core/run-record.ts';
import { saveIfAny } from '../../download.ts';
import { usePage } from '../../page-context.tsx';
import { PanelHead } from '../../panel-head.tsx';
import { ShownChip } from '../../shown-chip.tsx';
import { useIsBusy } from './use-deployment.ts';
import { WhyBusy } from './why-busy.tsx';

/** @param run whose method PEFT has, too */
export function OutsidePanel({ run }: { run: RunRecord }) {
  const { t } = useTranslation('deploy');
  const { actions } = usePage();
  const isBusy = useIsBusy();
  const [isMaking, setIsMaking] = useState(false);
  const { name, config } = run;
  const reasonId = useId();
  const shape = shapeOf(run);
  const fused = fusedModule(shape ?? {});
  const isEncoder = isBert(shape ?? {});
  const isAlike = !isEncoder && (!shape || isTrainedAlike(config.method, shape));
  const make = async () => {
    setIsMaking(true);
    try {
      saveIfAny(await actions.exportOutside(run.id));
    } finally {
      setIsMaking(false);
    }
  };
  return (
    <section className="cell" aria-label={t('outside.title')}>
      <PanelHead title={t('outside.title')} chip={<ShownChip />} />
      <p className="hint">{t('outside.about')}</p>
      {isEncoder && <p id={reasonId}>{t('outside.encoder')}</p>}
      {!isAlike && fused && <p id={reasonId}>{t('outside.scales', { module: fused.module })}</p>}
      {!shippedModel(config.model) && <p>{t('outside.ownModel', { model: config.model })}</p>}
      <Button
        size="xs"
        variant="default"
        disabled={!isAlike || (isBusy && !isMaking)}
        aria-describedby={isAlike ? undefined : reasonId}
        loading={isMaking}
        onClick={() => void make()}
      >
        {t('outside.download', { name })}
      </Button>
      <WhyBusy isOwn={isMaking} />
    </section>
  );
}
