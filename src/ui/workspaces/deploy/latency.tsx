/** How long the loaded model takes with each way of adapting it, measured on this device, beside the paper's Table 1. */
import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import { count, percentDone } from '../../format.ts';
import { useDeviceName } from './device-name.ts';
import { LatencyTable, useLatencyCsv, useLatencyReading } from './latency-table.tsx';
import classes from './measured.module.css';
import { PaperTable } from './paper-table.tsx';
import { useIsBusy } from './use-deployment.ts';
import { useLatency } from './use-latency.ts';
import { WhyBusy } from './why-busy.tsx';

export function Latency() {
  const { t } = useTranslation('deploy');
  const { model, prefix, works, measured, share, measure, stop } = useLatency();
  const isBusy = useIsBusy();
  const nameDevice = useDeviceName();
  const reading = useLatencyReading(measured);
  const csv = useLatencyCsv(measured);
  const longest = Math.max(...works.map(({ length }) => length ?? 0));
  return (
    <div className={classes.view}>
      <div className="cell">
        <ChartFrame
          isText
          title={t('latency.title')}
          detail={
            measured ? t('latency.on', { model: measured.model, device: nameDevice(measured.device) }) : ''
          }
          empty={null}
          summary={reading.join(' ') || t('latency.about')}
          table={csv}
        >
          <div className={classes.words}>
            <p className={classes.small}>{t('latency.about')}</p>
            {model && prefix > 0 && longest + prefix === model.config.n_positions && (
              <p className={classes.small}>
                {t('latency.shortened', {
                  length: count(longest),
                  model: model.model,
                  places: count(model.config.n_positions),
                  prefix: count(prefix),
                })}
              </p>
            )}
            <div className={classes.controls}>
              {share === null ? (
                <>
                  <Button size="xs" disabled={isBusy} onClick={() => void measure()}>
                    {t('latency.measure')}
                  </Button>
                  <WhyBusy />
                </>
              ) : (
                <>
                  <Button size="xs" variant="default" onClick={stop}>
                    {t('stop')}
                  </Button>
                  <Progress w="8em" color="gray" aria-label={t('measuring')} value={100 * share} />
                  <span>{t('latency.measuring', { share: percentDone(share) })}</span>
                </>
              )}
            </div>
            <div role="status">
              {measured && (
                <p className={classes.small}>
                  {t('latency.on', { model: measured.model, device: nameDevice(measured.device) })}
                </p>
              )}
              {measured && measured.times.length < measured.works && (
                <p>{t('latency.stopped', { done: count(measured.times.length), count: measured.works })}</p>
              )}
              {reading.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </div>
            {measured && measured.times.length > 0 && <LatencyTable measured={measured} />}
            <PaperTable />
          </div>
        </ChartFrame>
      </div>
    </div>
  );
}
