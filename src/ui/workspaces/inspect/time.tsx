/** Weights in time: how A, B and ΔW of the run in focus grew, and when ΔW's rank and its leading direction came to be what they are. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepsDone } from '../../../core/run-record.ts';
import { siteId } from '../../../core/site.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import classes from '../../charts/charts.module.css';
import { LogSwitch } from '../../charts/controls.tsx';
import { Curve } from '../../charts/curve.tsx';
import { MatrixChoice } from '../../charts/matrix-choice.tsx';
import type { MatrixChoice as Chosen } from '../../charts/mean-spectra.ts';
import { colourAt, RUN_DASHES } from '../../charts/run-styles.ts';
import { hasHiddenSpectra, lastStep, measuredSites, thin, type Point } from '../../charts/series.ts';
import { StepChart, type StepDrawing } from '../../charts/step-chart.tsx';
import { Term } from '../../charts/term.tsx';
import type { ShownRun } from '../../charts/types.ts';
import { formatValue } from '../../charts/values.ts';
import { count } from '../../format.ts';
import { useInTurn } from '../../in-turn.ts';
import { caveatOf, noSpectrumOf } from '../../method-words.ts';
import { useView } from '../../page-context.tsx';
import { siteWords } from '../../site-words.ts';
import { useChartProps } from '../../use-chart-props.ts';
import {
  chanceAngles,
  TIME_CHARTS,
  timeLines,
  wentOnAt,
  whyNone,
  type TimeChart,
  type TimeLine,
} from './time-figures.ts';
import { useTimeReading } from './use-time-reading.ts';
import layout from './time.module.css';

const CHARTS = ['factors', 'delta', 'rank', 'angle'] as const satisfies readonly TimeChart[];

export function WeightsInTime() {
  const site = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  const [isMean, setMean] = useState(site === null);
  const [run] = useInTurn(useChartProps().runs);
  const sites = run ? measuredSites(run.record).map(siteId) : [];
  const matrix = isMean ? 'mean' : (sites.find((each) => each === site) ?? sites[0] ?? 'mean');
  const choose = (chosen: Chosen) => {
    setMean(chosen === 'mean');
    if (chosen !== 'mean') onSite(chosen);
  };
  // Where the run can have no ΔW one sentence says so, not four.
  const charts = sites.length > 0 ? CHARTS : CHARTS.slice(-1);
  return (
    <div className={layout.time}>
      {charts.map((chart) => (
        <div key={chart} className={`cell ${(charts.length > 1 ? undefined : layout.alone) ?? ''}`}>
          <OverTime chart={chart} run={run} matrix={matrix} onMatrix={choose} />
        </div>
      ))}
    </div>
  );
}

/** Lines of A in one colour and of B in another; the Frobenius norm, which is the larger, is solid. */
const LOOKS = [
  { colour: colourAt(0), dash: RUN_DASHES[0] },
  { colour: colourAt(0), dash: RUN_DASHES[1] },
  { colour: colourAt(1), dash: RUN_DASHES[0] },
  { colour: colourAt(1), dash: RUN_DASHES[1] },
] as const;
/** Two lines differ in both. */
const TWO_LOOKS = [LOOKS[0], LOOKS[3]] as const;
const CHANCE = { colour: 'var(--chart-text)', dash: '2 4', width: 1 };

interface DrawnLine extends TimeLine {
  name: string;
  colour: string;
  dash: string;
}

function useDrawing(lines: readonly DrawnLine[], chance: readonly number[], log: boolean): StepDrawing {
  const { t } = useTranslation('time');
  const identity = JSON.stringify([lines, chance, log]);
  return useMemo(
    (): StepDrawing => {
      const drawn = lines.map((line) => ({ ...line, points: thin(line.points, log) }));
      const values = drawn.flatMap(({ points }) => points.map(({ value }) => value));
      return {
        values: log ? [...values, ...chance] : [0, ...values, ...chance],
        log,
        legend: [
          ...drawn.map(({ name: text, colour, dash }) => ({ text, colour, dash })),
          ...(chance.length > 0 ? [{ text: t('chance'), ...CHANCE }] : []),
        ],
        endLabels: [],
        curves: drawn.map(({ points }) => points),
        lines: (plot) => (
          <>
            {chance.map((value) => (
              <line
                key={value}
                x1={plot.left}
                x2={plot.width - plot.right}
                y1={plot.yAt(value)}
                y2={plot.yAt(value)}
                stroke={CHANCE.colour}
                strokeDasharray={CHANCE.dash}
              />
            ))}
            {drawn.map(({ id, points, colour, dash }) => (
              <Curve key={id} points={points} layout={plot} colour={colour} dash={dash} />
            ))}
          </>
        ),
      };
    },
    // All that is drawn is in `identity`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [identity, t],
  );
}

const valueAt = (points: readonly Point[], step: number): string => {
  const value = points.findLast(({ x }) => x <= step)?.value;
  return value === undefined ? '–' : formatValue(value);
};

/** Every step that any line has, with the value of each there. */
function rowsOf(lines: readonly TimeLine[]): { step: number; values: (number | null)[] }[] {
  const byStep = lines.map(({ points }) => new Map(points.map(({ x, value }) => [x, value])));
  const steps = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  return steps.map((step) => ({ step, values: byStep.map((values) => values.get(step) ?? null) }));
}

interface OverTimeProps {
  chart: TimeChart;
  run: ShownRun | undefined;
  matrix: Chosen;
  onMatrix: (matrix: Chosen) => void;
}

function OverTime({ chart, run, matrix, onMatrix }: OverTimeProps) {
  const { t } = useTranslation('time');
  const { t: charts } = useTranslation('charts');
  const { runs, cursor, held, onCursor, chip, nextCaveat } = useChartProps();
  const [log, setLog] = useState(false);
  const record = run?.record;
  const lines = useMemo(() => (record ? timeLines(record, chart, matrix) : []), [record, chart, matrix]);
  const looks = TIME_CHARTS[chart].length === 2 ? TWO_LOOKS : LOOKS;
  const named = lines.map((line, i) => ({ ...line, name: t(`lines.${line.id}`), ...(looks[i] ?? LOOKS[0]) }));
  const chance = record && chart === 'angle' ? chanceAngles(record, matrix) : null;
  const drawing = useDrawing(named, chance ? [...new Set([chance.right, chance.left])] : [], log);
  const summary = useTimeReading(chart, matrix, lines, chance);

  const caveat = record ? caveatOf(record.config.method) : null;
  const why = record ? whyNone(record, chart, lines) : null;
  const empty = () => {
    if (record && measuredSites(record).length > 0) return why && t(`none.${why}`);
    const none = record ? noSpectrumOf(record.config.method) : nextCaveat;
    return `${none ?? t('noDelta')}${hasHiddenSpectra(runs) ? ` ${charts('spectrumOthers')}` : ''}`;
  };
  const site = record && measuredSites(record).find((each) => siteId(each) === matrix);
  const matrixName = site ? siteWords(site) : charts('meanOfMatrices');
  const end = record ? lastStep([record]) : 1;
  const at = Math.min(cursor ?? end, end);
  const wentOn = record && chart === 'angle' ? wentOnAt(record) : null;
  return (
    <ChartFrame
      title={t(`titles.${chart}`)}
      chosen={matrixName}
      detail={run?.label ?? ''}
      chip={run && chip?.([run])}
      empty={empty()}
      summary={summary}
      table={() => ({
        columns: [
          ...[charts('run'), charts('step'), charts('matrix')],
          ...named.map(({ name }) => `${name}${t(`units.${chart}`)}`),
        ],
        rows: rowsOf(lines).map(({ step, values }) => [run?.label ?? '', step, matrixName, ...values]),
      })}
      controls={(chart === 'factors' || chart === 'delta') && <LogSwitch log={log} onLog={setLog} />}
      toolbar={
        <>
          {run && <MatrixChoice runs={[run]} value={matrix} onChange={onMatrix} />}
          <span className={classes.figures}>
            <Term name={t('definition')} meaning={t(`meanings.${chart}`)} />
            <span className={classes.note}>{summary}</span>
            {wentOn !== null && <span className={classes.note}>{t('wentOn', { step: count(wentOn) })}</span>}
            {chart === 'delta' && caveat && <span className={classes.note}>{caveat}</span>}
          </span>
        </>
      }
    >
      <StepChart
        label={charts('stepOn', { chart: t(`titles.${chart}`) })}
        lastStep={end}
        doneSteps={record ? stepsDone(record) : 0}
        {...{ cursor, held, onCursor, drawing }}
        reading={t('reading', {
          step: count(at),
          values: named
            .map(({ name, points }) => t('value', { name, value: valueAt(points, at) }))
            .join(', '),
        })}
        readout={() => ({
          corner: charts('atStep', { step: count(at) }),
          headings: [matrixName],
          rows: named.map(({ name: label, points, colour, dash }) => ({
            ...{ label, colour, dash },
            values: [valueAt(points, at)],
          })),
        })}
      />
    </ChartFrame>
  );
}
