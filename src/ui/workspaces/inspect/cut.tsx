/** What the shown runs would be, were their ΔW cut to fewer directions: the loss against k, beside runs trained at that rank. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasFactoredDeltas } from '../../../core/with-deltas.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import classes from '../../charts/charts.module.css';
import { Curve } from '../../charts/curve.tsx';
import { PointChart, type PlotPoint, type PointDrawing } from '../../charts/point-chart.tsx';
import { Term } from '../../charts/term.tsx';
import { stepAxis } from '../../charts/ticks.ts';
import { formatLoss } from '../../charts/values.ts';
import { count } from '../../format.ts';
import { useResults } from '../../shown-runs.tsx';
import { useChartProps, useTruth } from '../../use-chart-props.ts';
import { againstTrained, differInRankAlone, enough } from './cut-figures.ts';
import { CutAt } from './cut-at.tsx';
import layout from './cut.module.css';
import { MeasuringControls } from './measuring-controls.tsx';
import { useCuts, type CutRun, type Cuts } from './use-cuts.ts';
import { noSpectrumOf } from '../../method-words.ts';

export function CutRuns() {
  const cuts = useCuts();
  const [k, setK] = useState<number | null>(null);
  const isMeasured = cuts.runs.some((run) => run.cuts.length > 0);
  return (
    <div className={layout.cut}>
      <div className={`cell ${(isMeasured ? undefined : layout.alone) ?? ''}`}>
        <CutChart cuts={cuts} k={k} />
      </div>
      {isMeasured && (
        <div className="cell">
          <CutAt cuts={cuts} chosen={k} onChoose={setK} />
        </div>
      )}
    </div>
  );
}

/** What the curves say, in sentences. */
function useReading(runs: readonly CutRun[]): string {
  const { t } = useTranslation('delta');
  const truth = useTruth();
  const complete = runs.filter(({ isComplete }) => isComplete);
  const [first] = complete;
  const k = first ? enough(first.cuts) : null;
  // Where the rank is the question, what nearly all of the gain needs looks like the answer.
  const isAsked = first?.record.dataset.secret !== undefined && !truth;
  const ended = complete.flatMap((run) => (run.loss === null ? [] : [{ ...run, loss: run.loss }]));
  const found = differInRankAlone(ended.map(({ record }) => record)) ? againstTrained(ended) : null;
  const listed = (ranks: readonly number[]) => ranks.map(count).join(', ');
  return [
    first &&
      k !== null &&
      // Of one direction it is no news that one is needed.
      first.rank > 1 &&
      !isAsked &&
      t(k < first.rank ? 'cut.enough' : 'cut.all', {
        ...{ run: first.label, k: count(k), rank: count(first.rank) },
      }),
    found && found.worse.length > 0 && t('cut.worse', { run: found.cut.label, ranks: listed(found.worse) }),
    found &&
      found.asGood.length > 0 &&
      t('cut.asGood', { run: found.cut.label, ranks: listed(found.asGood) }),
  ]
    .filter(Boolean)
    .join(' ');
}

function CutChart({ cuts: { runs, absent, measuring, start }, k }: { cuts: Cuts; k: number | null }) {
  const { t } = useTranslation('delta');
  const { t: charts } = useTranslation('charts');
  const { chip, runs: shown } = useChartProps();
  const { isRecorded } = useResults();
  const drawing = useDrawing(runs, k);
  const reading = useReading(runs);
  const isComplete = runs.every((run) => run.isComplete);
  const isMeasured = drawing.points.length > 0;
  const noDelta = shown[0] ? noSpectrumOf(shown[0].record.config.method) : null;
  const notes = [
    runs.some(({ record }) => !hasFactoredDeltas(record.config.method)) && t('cut.whatStays'),
    absent.length > 0 && t('measuring.absent', { runs: absent.map(({ label }) => label).join(', ') }),
  ].filter((note) => note !== false);
  const none = notes.length > 0 ? notes.join(' ') : (noDelta ?? t('cut.none'));
  const controls = (
    <MeasuringControls
      measuring={measuring}
      name={t(isMeasured ? 'cut.more' : 'cut.measure')}
      onMeasure={start}
    />
  );
  return (
    <ChartFrame
      title={t('cut.title')}
      chip={chip?.(runs.map(({ record }) => ({ record })))}
      detail={charts('runsShown', { count: runs.length })}
      empty={isRecorded ? t('cut.recorded') : runs.length === 0 ? none : null}
      pending={
        isMeasured ? null : (
          <div className={layout.start}>
            <p>{t('cut.about')}</p>
            {controls}
            {notes.map((note) => (
              <p key={note}>{note}</p>
            ))}
          </div>
        )
      }
      summary={reading}
      table={() => ({
        columns: [charts('run'), t('cut.rank'), t('cut.k'), t('cut.loss'), t('cut.heldOut'), t('cut.ended')],
        rows: runs.flatMap(({ label, rank, cuts, loss: ended }) =>
          cuts.map((cut) => [label, rank, cut.k, cut.loss, cut.heldOut ?? null, ended]),
        ),
      })}
      toolbar={
        isMeasured && (
          <>
            {(!isComplete || measuring.progress) && controls}
            <span className={classes.figures}>
              <Term name={t('definition')} meaning={t('cut.meaning')} />
              <span className={classes.note}>{reading}</span>
              {notes.map((note) => (
                <span key={note} className={classes.note}>
                  {note}
                </span>
              ))}
            </span>
          </>
        )
      }
    >
      <PointChart label={charts('pointsOf', { chart: t('cut.title') })} drawing={drawing} />
    </ChartFrame>
  );
}

/** Radius of the ring around a run as it was trained, in CSS pixels. */
const RING = 8;
const TRAINED = { colour: 'var(--chart-text)', dash: '2 4', width: 1.5 };

function useDrawing(runs: readonly CutRun[], k: number | null): PointDrawing {
  const { t } = useTranslation('delta');
  // All that is drawn; runs are listed anew each time.
  const identity = JSON.stringify([
    runs.map(({ record, label, colour, dash, cuts }) => [record.id, label, colour, dash, cuts]),
    k,
  ]);
  return useMemo((): PointDrawing => {
    const measured = runs.filter(({ cuts }) => cuts.length > 0);
    const points = measured.flatMap(({ record, label, colour, dash, cuts }) =>
      cuts.map(({ k: x, loss }): PlotPoint => ({
        ...{
          key: `${record.id} ${x}`,
          x,
          y: loss,
          colour,
          spreadX: null,
          spreadY: null,
          seeds: [],
          name: '',
        },
        reading: t('cut.reading', { run: label, k: count(x), loss: formatLoss(loss) }),
        readout: {
          corner: t('cut.of', { k: count(x) }),
          headings: [t('cut.loss')],
          rows: [{ label, colour, dash, values: [formatLoss(loss)] }],
        },
      })),
    );
    const isComparable = differInRankAlone(measured.map(({ record }) => record));
    const ends = measured
      .flatMap(({ rank, loss, colour }) => (loss === null ? [] : [{ x: rank, value: loss, colour }]))
      .sort((a, b) => a.x - b.x);
    const most = Math.max(1, ...measured.map(({ rank }) => rank));
    return {
      points,
      values: [...points.map(({ y }) => y), ...ends.map(({ value }) => value)],
      xAxis: (width, spacing) => stepAxis(most, width, spacing),
      longestX: count(most),
      xName: t('cut.xName'),
      log: false,
      legend: [
        { text: t('cut.cutTo'), colour: 'var(--chart-text)', dot: true },
        { text: t('cut.whole'), colour: 'var(--chart-text)', ring: true },
        ...(isComparable && ends.length > 1 ? [{ text: t('cut.trained'), ...TRAINED }] : []),
      ],
      endLabels: measured.flatMap(({ label: text, colour, dash, cuts }) => {
        const value = cuts.at(-1)?.loss;
        return value === undefined ? [] : [{ text, value, colour, dash }];
      }),
      behind: (plot) => (
        <>
          {k !== null && (
            <line
              x1={plot.xAt(k)}
              x2={plot.xAt(k)}
              y1={plot.top}
              y2={plot.height - plot.bottom}
              stroke="var(--chart-axis)"
            />
          )}
          {isComparable && ends.length > 1 && <Curve points={ends} layout={plot} {...TRAINED} />}
          {ends.map(({ x, value, colour }, i) => (
            <circle key={i} cx={plot.xAt(x)} cy={plot.yAt(value)} r={RING} fill="none" stroke={colour} />
          ))}
          {measured.map(({ record, colour, dash, cuts }) => (
            <Curve
              key={record.id}
              points={cuts.map(({ k: x, loss }) => ({ x, value: loss }))}
              layout={plot}
              colour={colour}
              dash={dash}
            />
          ))}
        </>
      ),
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [identity, t]);
}
