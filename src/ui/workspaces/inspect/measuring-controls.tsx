/** The button that has changes of ΔW measured; while they are, how far that is, with Cancel. */
import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { count } from '../../format.ts';
import type { Measuring } from './use-measuring.ts';

interface MeasuringControlsProps {
  measuring: Measuring;
  name: string;
  onMeasure: () => void;
}

export function MeasuringControls({ measuring, name, onMeasure }: MeasuringControlsProps) {
  const { t } = useTranslation('delta');
  const { progress, isBusy, cancel } = measuring;
  if (!progress)
    return (
      <Button
        size="compact-sm"
        disabled={isBusy}
        title={isBusy ? t('measuring.busy') : undefined}
        onClick={onMeasure}
      >
        {name}
      </Button>
    );
  const { done, total } = progress;
  const said =
    total === null
      ? t('measuring.preparing')
      : t('measuring.progress', { done: count(done), total: count(total) });
  return (
    <>
      <Progress
        w="8em"
        color="gray"
        aria-label={said}
        value={(100 * done) / Math.max(1, total ?? Infinity)}
      />
      <span>{said}</span>
      <Button size="compact-sm" variant="default" onClick={cancel}>
        {t('measuring.cancel')}
      </Button>
    </>
  );
}
