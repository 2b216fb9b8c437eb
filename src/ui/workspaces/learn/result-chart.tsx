/** What was guessed beside what was measured. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuessRange } from '../../../core/lessons.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import { Curve } from '../../charts/curve.tsx';
import { PointChart, type PlotPoint, type PointDrawing } from '../../charts/point-chart.tsx';
import { namesAxis } from '../../charts/ticks.ts';

interface ResultChartProps {
  range: GuessRange;
  /** The names follow a number: lines join the figures. Else a line leads from each guess to its result. */
  isOrdered: boolean;
  names: readonly string[];
  xName: string;
  /** The figure's name. */
  title: string;
  /** In the order of the names; none where the guess was passed over. */
  guesses: readonly number[];
  /** Null of a run that is not finished. */
  measured: readonly (number | null)[];
  format: (value: number) => string;
  formatGuess: (value: number) => string;
}

const GUESS = 'var(--chart-strong)';
const MEASURED = 'var(--lora)';

export function ResultChart(props: ResultChartProps) {
  const { range, isOrdered, names, xName, title, guesses, measured, format, formatGuess } = props;
  const { t } = useTranslation('learn');
  const { log, least, most } = range;
  const drawing = useMemo((): PointDrawing => {
    const pointOf = (value: number | null | undefined, x: number, isGuess: boolean): PlotPoint[] => {
      const name = names[x] ?? '';
      if (value === null || value === undefined) return [];
      const written = isGuess ? formatGuess(value) : format(value);
      const words = { name, value: written };
      return [
        {
          key: `${isGuess} ${x}`,
          x,
          y: value,
          colour: isGuess ? GUESS : MEASURED,
          spreadX: null,
          spreadY: null,
          seeds: [],
          isPublished: isGuess,
          name: written,
          reading: isGuess ? t('guess.readGuess', words) : t('guess.readResult', words),
          readout: {
            corner: name,
            headings: [title],
            rows: [
              {
                label: t(isGuess ? 'guess.mine' : 'guess.measured'),
                colour: isGuess ? GUESS : MEASURED,
                dash: '',
                values: [written],
              },
            ],
          },
        },
      ];
    };
    const line = (values: readonly (number | null)[]) =>
      values.flatMap((value, x) => (value === null ? [] : [{ x, value }]));
    /** From each guess to its result. */
    const pairs = guesses.flatMap((guess, x) => {
      const value = measured[x] ?? null;
      return value === null
        ? []
        : [
            [
              { x, value: guess },
              { x, value },
            ],
          ];
    });
    return {
      points: [
        ...guesses.flatMap((value, x) => pointOf(value, x, true)),
        ...measured.flatMap((value, x) => pointOf(value, x, false)),
      ],
      values: [least, most, ...measured.flatMap((value) => value ?? [])],
      log,
      writeY: formatGuess,
      xName,
      xAxis: () => namesAxis(names.length),
      longestX: '',
      xNames: names,
      legend: [
        ...(guesses.length > 0 ? [{ text: t('guess.mine'), colour: GUESS, ring: true }] : []),
        { text: t('guess.measured'), colour: MEASURED, dot: true, width: isOrdered ? 2 : 0 },
      ],
      endLabels: [],
      lines: isOrdered ? [line(guesses), line(measured)] : pairs,
      behind: (layout) =>
        isOrdered ? (
          <>
            <Curve points={line(guesses)} layout={layout} colour={GUESS} dash="4 4" width={1} />
            <Curve points={line(measured)} layout={layout} colour={MEASURED} />
          </>
        ) : (
          pairs.map((pair, i) => (
            <Curve key={i} points={pair} layout={layout} colour="var(--chart-axis)" width={1} />
          ))
        ),
    };
  }, [names, title, guesses, measured, format, formatGuess, least, most, log, isOrdered, xName, t]);
  return (
    <ChartFrame
      title={title}
      empty={null}
      // What it says stands below it.
      summary=""
      table={() => ({
        columns: [xName, t('run.guessed'), t('run.value')],
        rows: names.map((name, i) => [name, guesses[i] ?? null, measured[i] ?? null]),
      })}
    >
      <PointChart label={t('guess.chart')} drawing={drawing} />
    </ChartFrame>
  );
}
