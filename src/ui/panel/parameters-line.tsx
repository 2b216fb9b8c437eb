/** How many weights the next run trains, in a sentence; shapes, sizes and the same choice in GPT-3 on demand. */
import { Anchor } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { countTrainable } from '../../core/params.ts';
import { count, percent } from '../format.ts';
import { later } from '../later.tsx';
import { Modal } from '../overlays.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { RunChip } from '../run-chip.tsx';

const ParametersCard = later(async () => (await import('./parameters-card.tsx')).ParametersCard);
const BudgetLock = later(async () => (await import('./budget-lock.tsx')).BudgetLock);

export function ParametersLine() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  const config = useConfig((state) => state.config);
  const info = useSession((state) => state.model);
  const trainable = info ? countTrainable(info.config, config.method) : 0;
  return (
    <p className="parameters-line">
      {info
        ? t('parameters.headline', {
            trainable: count(trainable),
            total: count(info.totalParameters),
            percent: percent(trainable / info.totalParameters),
          })
        : t('parameters.waiting')}{' '}
      <Anchor component="button" type="button" className="link" onClick={open}>
        {t('parameters.details')}
      </Anchor>{' '}
      <BudgetLock />
      <Modal
        opened={opened}
        onClose={close}
        title={t('parameters.title')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <RunChip kind="next" config={config} />
        <ParametersCard />
      </Modal>
    </p>
  );
}
