/** An encoder with an adapter and its head in its weights, as a folder. How exact that is, is measured of models that write. */
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveIfAny } from '../../download.ts';
import { PanelHead } from '../../panel-head.tsx';
import classes from './measured.module.css';
import { useAdapters } from './use-adapters.ts';
import { useDeployment, useIsBusy } from './use-deployment.ts';
import { WhyBusy } from './why-busy.tsx';

export function EncoderMerge() {
  const { t } = useTranslation('deploy');
  const deployment = useDeployment();
  const isBusy = useIsBusy();
  const adapters = useAdapters();
  const [chosen, setChosen] = useState<string | null>(null);
  const [isWriting, setIsWriting] = useState(false);
  const current = adapters.find(({ id }) => id === chosen) ?? adapters[0];
  const download = async ({ id, name }: { id: string; name: string }) => {
    setIsWriting(true);
    saveIfAny(await deployment.mergedModel(id, name));
    setIsWriting(false);
  };
  return (
    <section className="cell" aria-label={t('merge.encoderTitle')}>
      <PanelHead title={t('merge.encoderTitle')} />
      <p className={classes.small}>{t('merge.encoderAbout')}</p>
      {current ? (
        <div className={classes.controls}>
          <NativeSelect
            size="xs"
            label={t('adapter')}
            data={adapters.map(({ id: value, name: label }) => ({ value, label }))}
            value={current.id}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <Button
            size="xs"
            variant="default"
            disabled={isBusy && !isWriting}
            loading={isWriting}
            onClick={() => void download(current)}
          >
            {t('merge.download')}
          </Button>
          <WhyBusy isOwn={isWriting} />
        </div>
      ) : (
        <p>{t('merge.encoderNone')}</p>
      )}
    </section>
  );
}
