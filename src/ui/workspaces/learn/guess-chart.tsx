/** A chart on which a person says what they expect: a ring for each run, which is dragged or moved with the arrow keys. */
import { useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { roundGuess, stepGuess, type GuessRange } from '../../../core/lessons.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import { layoutPlot, type Room } from '../../charts/layout.ts';
import { Plot } from '../../charts/plot.tsx';
import { Surface } from '../../charts/surface.tsx';
import { namesAxis } from '../../charts/ticks.ts';
import classes from './learn.module.css';

interface GuessChartProps {
  /** What is guessed. */
  title: string;
  range: GuessRange;
  /** The names follow a number: a line joins the rings. */
  isOrdered: boolean;
  /** Of the runs, along the x axis. */
  names: readonly string[];
  xName: string;
  values: readonly number[];
  format: (value: number) => string;
  onChange: (values: readonly number[]) => void;
}

export function GuessChart(props: GuessChartProps) {
  const { title, names, xName, values } = props;
  const { t } = useTranslation('learn');
  return (
    <ChartFrame
      title={title}
      empty={null}
      summary=""
      table={() => ({
        columns: [xName, t('run.guessed')],
        rows: names.map((name, i) => [name, values[i] ?? null]),
      })}
    >
      <Plot>{(room) => <Rings {...props} room={room} />}</Plot>
    </ChartFrame>
  );
}

function Rings({
  range,
  isOrdered,
  names,
  xName,
  values,
  format,
  onChange,
  room,
}: GuessChartProps & { room: Room }) {
  const { t } = useTranslation('learn');
  const [dragged, setDragged] = useState<number | null>(null);
  const { least, most, log } = range;
  const layout = useMemo(
    () =>
      layoutPlot(room, {
        xAxis: () => namesAxis(names.length),
        longestX: '',
        xNames: names,
        xName,
        values: [least, most],
        log,
        writeY: format,
        legend: [],
        endLabels: [],
      }),
    // Plot makes a new `room` each time; its parts tell whether it is another.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [room.width, room.height, room.font, names, xName, least, most, log, format],
  );
  const set = (at: number, value: number) => onChange(values.map((other, i) => (i === at ? value : other)));
  const drag = (at: number, { clientY, currentTarget }: PointerEvent<HTMLElement>) => {
    const { top } = currentTarget.parentElement?.getBoundingClientRect() ?? { top: 0 };
    set(at, roundGuess(range, layout.yOf(clientY - top)));
  };
  const press = (at: number, event: KeyboardEvent) => {
    const value = values[at] ?? least;
    const moves: Partial<Record<string, number>> = {
      ArrowUp: stepGuess(range, value, 1),
      ArrowRight: stepGuess(range, value, 1),
      ArrowDown: stepGuess(range, value, -1),
      ArrowLeft: stepGuess(range, value, -1),
      PageUp: stepGuess(range, value, 5),
      PageDown: stepGuess(range, value, -5),
      Home: least,
      End: most,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(at, to);
  };
  return (
    <div className={classes.rings}>
      <Surface layout={layout} xName={xName}>
        {isOrdered && (
          <polyline
            points={values.map((value, i) => `${layout.xAt(i)},${layout.yAt(value)}`).join(' ')}
            fill="none"
            stroke="var(--lora)"
            strokeDasharray="4 4"
          />
        )}
      </Surface>
      {values.map((value, i) => (
        <button
          key={names[i]}
          type="button"
          className={classes.guessed}
          style={{ left: layout.xAt(i), top: layout.yAt(value) }}
          role="slider"
          aria-orientation="vertical"
          aria-label={t('guess.of', { name: names[i] ?? '' })}
          aria-valuemin={least}
          aria-valuemax={most}
          aria-valuenow={value}
          aria-valuetext={format(value)}
          onKeyDown={(event) => press(i, event)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDragged(i);
          }}
          onPointerMove={(event) => {
            if (dragged === i) drag(i, event);
          }}
          onPointerUp={() => setDragged(null)}
          onPointerCancel={() => setDragged(null)}
        >
          <span className={classes.value}>{format(value)}</span>
        </button>
      ))}
    </div>
  );
}
