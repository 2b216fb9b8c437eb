/** The times that were measured, as a table, as sentences, and as rows of a file. */
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { latencies, verdictOf, type Latency } from '../../../core/latency.ts';
import type { TimedWay, Times, Work } from '../../../core/timed-work.ts';
import type { DeviceInfo } from '../../../core/run-record.ts';
import charts from '../../charts/charts.module.css';
import type { ChartTable } from '../../charts/table.ts';
import { Term } from '../../charts/term.tsx';
import { count, listed, percentPoints } from '../../format.ts';
import { nameMethod } from '../../runs/index.ts';
import { useDeviceName } from './device-name.ts';
import classes from './measured.module.css';

/** What was measured, and of what. */
export interface Measured {
  ways: readonly TimedWay[];
  times: readonly Times[];
  /** How many works there were to time. */
  works: number;
  model: string;
  device: DeviceInfo;
}

/** Three digits, as `0.0123` and `1450`. */
const formatMs = (ms: number): string => (ms >= 100 ? count(Math.round(ms)) : ms.toPrecision(3));

/** `+12.3`, `−0.4` */
const formatShare = (share: number): string => `${share >= 0 ? '+' : ''}${percentPoints(100 * share)}`;

const found = ({ ways }: Measured, times: Times): Latency[] =>
  latencies(
    ways.map(({ way }) => way),
    times,
  );

function useWorkName(): (work: Work) => string {
  const { t } = useTranslation('deploy');
  return ({ batch, length }) =>
    length === null
      ? t('latency.tokenWork', { batch: count(batch) })
      : t('latency.work', { batch: count(batch), length: count(length) });
}

/** What the intervals allow to say. */
export function useLatencyReading(measured: Measured | null): string[] {
  const { t } = useTranslation('deploy');
  const nameWork = useWorkName();
  const [first] = measured?.times ?? [];
  if (!measured || !first) return [];
  const work = nameWork(first);
  const those = found(measured, first);
  /** The ways with a verdict, in words; empty where there are none. */
  const waysOf = (verdict: 1 | -1): string =>
    listed(
      those
        .filter((latency) => verdictOf(latency) === verdict)
        .map(({ way, over }) =>
          t('latency.slowerWay', { way: t(`latency.ways.${way}`), share: formatShare(over?.share ?? NaN) }),
        ),
    );
  const [slower, faster] = [waysOf(1), waysOf(-1)];
  const merged = measured.times.flatMap((times) =>
    found(measured, times).filter(({ way }) => way === 'merged'),
  );
  const apart = merged.filter((latency) => verdictOf(latency) !== 0).length;
  return [
    ...(slower ? [t('latency.slower', { work, ways: slower })] : []),
    ...(faster ? [t('latency.faster', { work, ways: faster })] : []),
    ...(slower || faster ? [] : [t('latency.notSlower', { work })]),
    apart === 0
      ? t('latency.mergedSame', { count: merged.length })
      : t('latency.mergedApart', { apart: count(apart), count: merged.length }),
  ];
}

export function useLatencyCsv(measured: Measured | null): () => ChartTable {
  const { t } = useTranslation('deploy');
  const { t: runs } = useTranslation('charts');
  const nameDevice = useDeviceName();
  return () => ({
    columns: [
      ...[t('latency.batchColumn'), t('latency.length'), t('latency.way'), t('latency.method')],
      ...[t('latency.rounds'), t('latency.median'), t('latency.low'), t('latency.high')],
      ...[t('latency.over'), t('latency.overLow'), t('latency.overHigh'), t('latency.where')],
    ],
    rows: measured
      ? measured.times.flatMap((times) =>
          found(measured, times).map(({ way, ms, interval, over }, i) => {
            const method = measured.ways[i]?.method;
            const percents = (value: number | undefined) => (value === undefined ? null : 100 * value);
            return [
              ...[
                times.batch,
                times.length,
                t(`latency.ways.${way}`),
                method ? nameMethod(method, runs) : null,
              ],
              ...[times.rounds.length, ms, interval?.low ?? null, interval?.high ?? null],
              ...[percents(over?.share), percents(over?.interval?.low), percents(over?.interval?.high)],
              t('latency.on', { model: measured.model, device: nameDevice(measured.device) }),
            ];
          }),
        )
      : [],
  });
}

export function LatencyTable({ measured }: { measured: Measured }) {
  const { t } = useTranslation('deploy');
  const { t: runs } = useTranslation('charts');
  const batches = [...new Set(measured.times.map(({ batch }) => batch))];
  const lengths = [...new Set(measured.times.map(({ length }) => length))];
  const at = (batch: number, length: number | null) =>
    measured.times.find((times) => times.batch === batch && times.length === length);
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('latency.title')}>
      <table className={charts.table}>
        <thead>
          <tr>
            <th scope="col">
              <Term name={t('latency.way')} meaning={t('latency.meaning')} />
            </th>
            {batches.map((batch) => (
              <th key={batch} scope="col">
                {t('latency.batch', { batch: count(batch) })}
              </th>
            ))}
          </tr>
        </thead>
        {lengths.map((length) => (
          <tbody key={length}>
            <tr className={classes.group}>
              <th scope="rowgroup" colSpan={1 + batches.length}>
                {length === null ? t('latency.token') : t('latency.forward', { length: count(length) })}
              </th>
            </tr>
            {measured.ways.map(({ way, method }, i) => (
              <tr key={way}>
                <th scope="row">
                  {t(`latency.ways.${way}`)}
                  {method && <span className={classes.spread}>{nameMethod(method, runs)}</span>}
                </th>
                {batches.map((batch) => {
                  const times = at(batch, length);
                  const latency = times && found(measured, times)[i];
                  return <td key={batch}>{latency ? <TimeCell latency={latency} /> : '–'}</td>;
                })}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function TimeCell({ latency: { ms, over } }: { latency: Latency }) {
  const { t } = useTranslation('deploy');
  const share = over && formatShare(over.share);
  return (
    <Fragment>
      {t('latency.ms', { ms: formatMs(ms) })}
      {over && share !== null && (
        <span className={classes.spread}>
          {over.interval
            ? t('latency.share', {
                share,
                low: formatShare(over.interval.low),
                high: formatShare(over.interval.high),
              })
            : t('latency.shareAlone', { share })}
        </span>
      )}
    </Fragment>
  );
}
