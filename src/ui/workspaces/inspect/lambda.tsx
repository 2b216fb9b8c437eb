/** Losses of the shown run with its intruders scaled down by λ: on its own validation pairs, and on ordinary text. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { intruderLoss, withScaledIntruders } from '../../../core/intruders.ts';
import { hasLora, LORA_LIMITS } from '../../../core/methods/lora-config.ts';
import { isLive, stepsDone, type RunRecord } from '../../../core/run-record.ts';
import type { AgainstBase } from '../../../core/site-figures.ts';
import { siteId } from '../../../core/site.ts';
import type { WeightUpdate } from '../../../core/weight-update.ts';
import { hasFactoredDeltas } from '../../../core/with-deltas.ts';
import type { Change } from '../../../state/changed-runs.ts';
import { inspectedRun } from '../../../state/inspected-run.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import classes from '../../charts/charts.module.css';
import { Curve } from '../../charts/curve.tsx';
import { PointChart, type PlotPoint, type PointDrawing } from '../../charts/point-chart.tsx';
import { colourAt, RUN_DASHES } from '../../charts/run-styles.ts';
import { Term } from '../../charts/term.tsx';
import { valuesAxis } from '../../charts/ticks.ts';
import { formatLoss } from '../../charts/values.ts';
import { count } from '../../format.ts';
import { usePage } from '../../page-context.tsx';
import { useChartProps } from '../../use-chart-props.ts';
import cut from './cut.module.css';
import { MeasuringControls } from './measuring-controls.tsx';
import type { BaseFigures } from './use-base-figures.ts';
import { useMeasuring } from './use-measuring.ts';

const LAMBDAS = [0, 0.25, 0.5, 0.75, 1] as const;
/** The two losses, of which an encoder's run has the first alone: which, and how it is drawn. */
const LINES = [
  { id: 'loss', colour: colourAt(0), dash: RUN_DASHES[0] },
  { id: 'heldOut', colour: colourAt(1), dash: RUN_DASHES[1] },
] as const;

const keyOf = (record: RunRecord, lambda: number) => `${record.id}@${stepsDone(record)}/λ ${lambda}`;

/** How many directions ΔW may have once its intruders are scaled. */
const directionsWithout = ({ amplifications, intruders, baseSigma }: AgainstBase): number =>
  Math.min(baseSigma.length, (amplifications.at(-1)?.r ?? 0) + intruders.intruders.length);

export function LambdaChart({ base: { run, sites, figures, taking } }: { base: BaseFigures }) {
  const { t } = useTranslation('delta');
  const { t: charts } = useTranslation('charts');
  const { chip } = useChartProps();
  const page = usePage();
  const measuring = useMeasuring();
  const record = run?.record;
  const found = LAMBDAS.flatMap((lambda) => {
    const losses = record && measuring.known.get(keyOf(record, lambda));
    return losses ? [{ ...losses, lambda }] : [];
  });
  const identity = JSON.stringify(found);
  const drawing = useMemo((): PointDrawing => {
    const lines = LINES.map((line) => ({
      ...line,
      name: t(`intruders.${line.id}`),
      points: found.flatMap(({ lambda, ...losses }) => {
        const value = losses[line.id];
        return value === undefined ? [] : [{ x: lambda, value }];
      }),
    })).filter(({ points }) => points.length > 0);
    return {
      points: lines.flatMap(({ id, name, colour, dash, points }) =>
        points.map(({ x, value }): PlotPoint => ({
          ...{ key: `${id} ${x}`, x, y: value, colour, spreadX: null, spreadY: null, seeds: [], name: '' },
          reading: t('intruders.lambdaReading', { lambda: String(x), name, loss: formatLoss(value) }),
          readout: {
            corner: t('intruders.lambdaOf', { lambda: String(x) }),
            headings: [name],
            rows: [{ label: name, colour, dash, values: [formatLoss(value)] }],
          },
        })),
      ),
      values: lines.flatMap(({ points }) => points.map(({ value }) => value)),
      log: false,
      xAxis: (width, spacing) => valuesAxis(LAMBDAS, false, width, spacing),
      longestX: '0.75',
      xName: t('intruders.lambdaName'),
      legend: lines.map(({ name: text, colour, dash }) => ({ text, colour, dash })),
      endLabels: [],
      behind: (plot) =>
        lines.map(({ id, points, colour, dash }) => (
          <Curve key={id} points={points} layout={plot} colour={colour} dash={dash} />
        )),
    };
    // What was found is listed anew each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [identity, t]);

  const start = () => {
    if (!record) return;
    const known = new Map(
      sites.flatMap((site, i) => (figures[i] ? [[siteId(site), figures[i].intruders] as const] : [])),
    );
    measuring.start(async () => {
      const inspected = await inspectedRun(record, page);
      const changeOf = (lambda: number): Change => {
        if (!hasFactoredDeltas(record.config.method))
          return {
            run: inspected,
            updates: sites.flatMap((site): WeightUpdate[] => {
              const intruders = known.get(siteId(site));
              return intruders ? [{ ...intruderLoss(site, intruders, lambda), onto: 'trained' }] : [];
            }),
          };
        return {
          run: inspected,
          of: (delta) => {
            const intruders = known.get(siteId(delta.site));
            return intruders ? withScaledIntruders(delta, intruders, lambda) : delta;
          },
        };
      };
      return LAMBDAS.map((lambda) => ({ key: keyOf(record, lambda), change: changeOf(lambda) }));
    });
  };

  const whyNot = () => {
    const method = record?.config.method;
    if (!method || (hasLora(method) && method.use_dora)) return t('intruders.fixed');
    if (isLive(record)) return t('intruders.live');
    const isDone = taking.outcome.state === 'done';
    const { max } = LORA_LIMITS.r;
    if (hasFactoredDeltas(method) && figures.some((each) => directionsWithout(each) > max))
      return t('intruders.tooMany', { max: count(max) });
    return isDone && figures.every(({ intruders }) => intruders.intruders.length === 0)
      ? t('intruders.noneToScale')
      : null;
  };
  const isMeasured = found.length === LAMBDAS.length;
  const controls = taking.outcome.state === 'done' && (
    <MeasuringControls measuring={measuring} name={t('intruders.measure')} onMeasure={start} />
  );
  const [from, to] = [found.at(-1), found[0]];
  const hasHeldOut = found.some(({ heldOut }) => heldOut !== undefined);
  const least = found.reduce(
    (best, each) => (each.loss < best.loss ? each : best),
    found[0] ?? { lambda: 0, loss: NaN },
  );
  const baseLoss = record?.evals.find(({ step }) => step === 0)?.loss;
  const reading =
    isMeasured && from && to
      ? [
          t('intruders.effect', {
            lambda: String(to.lambda),
            ...{ loss: formatLoss(from.loss), lossThen: formatLoss(to.loss) },
          }),
          from.heldOut === undefined || to.heldOut === undefined
            ? ''
            : t('intruders.effectHeldOut', {
                ...{ heldOut: formatLoss(from.heldOut), heldOutThen: formatLoss(to.heldOut) },
              }),
          least !== from && least !== to
            ? t('intruders.least', { lambda: String(least.lambda), loss: formatLoss(least.loss) })
            : '',
          baseLoss === undefined ? '' : t('intruders.baseLoss', { loss: formatLoss(baseLoss) }),
        ]
          .filter((sentence) => sentence !== '')
          .join(' ')
      : '';
  return (
    <ChartFrame
      title={t('intruders.lambda')}
      chip={record && chip?.([{ record, step: stepsDone(record) }])}
      detail={run?.label ?? ''}
      empty={whyNot()}
      pending={
        isMeasured ? null : (
          <div className={cut.start}>
            <p>{t('intruders.lambdaAbout')}</p>
            {controls}
          </div>
        )
      }
      summary={reading}
      table={() => ({
        columns: [
          ...[t('intruders.lambdaName'), t('intruders.loss')],
          ...(hasHeldOut ? [t('intruders.heldOut')] : []),
        ],
        rows: found.map(({ lambda, loss, heldOut }) => [
          lambda,
          loss,
          ...(hasHeldOut ? [heldOut ?? null] : []),
        ]),
      })}
      toolbar={
        isMeasured && (
          <span className={classes.figures}>
            <Term name={t('definition')} meaning={t('intruders.lambdaAbout')} />
            <span className={classes.note}>{reading}</span>
          </span>
        )
      }
    >
      <PointChart label={charts('pointsOf', { chart: t('intruders.lambda') })} drawing={drawing} />
    </ChartFrame>
  );
}
