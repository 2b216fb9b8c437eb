/**
 * A figure against the setting that was varied: the mean of the seeds with their standard deviation, each seed as a small ring,
 * and a line for each value of a second setting that was varied.
 */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConfigValue } from '../../core/run-name.ts';
import { figuresOf } from '../../core/run-figures.ts';
import { variedSettings, type VariedSetting } from '../../core/varied.ts';
import { count } from '../format.ts';
import { withWordedData, wordDifference, wordValue } from '../runs/difference.ts';
import { settingName } from '../runs/difference-columns.ts';
import { ChartFrame } from './chart-frame.tsx';
import classes from './charts.module.css';
import { ChartSwitch, Choice, LogSwitch } from './controls.tsx';
import { Curve } from './curve.tsx';
import { figureOf, formatSpread, useFigureAxes, type DrawnFigure } from './figure-axes.ts';
import { PointChart, type PlotPoint, type PointDrawing } from './point-chart.tsx';
import { groupRuns, isCutShort, type RunGroup } from './run-groups.ts';
import { runStyles } from './run-styles.ts';
import { settingLines, wantsLog } from './setting-lines.ts';
import { namesAxis, valuesAxis } from './ticks.ts';
import type { ComparedProps } from './types.ts';

/** What is said of no run, and of one; with more there is something to compare. */
const EMPTY = ['pictures.empty', 'bySettingOne'] as const;

/** Of no value at all: the method has no such setting. */
const NONE = '–';

export function SettingChart({ runs, chip, hidesRank = false }: ComparedProps) {
  const { t } = useTranslation('charts');
  const [figure, setFigure] = useState<DrawnFigure>('bestLoss');
  const [along, setAlong] = useState('');
  const [log, setLog] = useState(false);
  const [logX, setLogX] = useState<boolean | null>(null);

  // The lowest loss of a run that was stopped early says nothing of its setting.
  const whole = useMemo(() => runs.filter((run) => !isCutShort(run)), [runs]);
  const groups = useMemo(() => groupRuns(whole, true, t), [whole, t]);
  const settings = useMemo(
    () =>
      variedSettings(
        withWordedData(
          groups.map(({ runs: [first] }) => first.record),
          t,
        ),
      ),
    [groups, t],
  );
  const axes = useFigureAxes(runs, hidesRank, t);
  const axis = axes.find(({ id }) => id === figure) ?? axes[0];
  const setting = settings.find(({ key }) => key === along) ?? settings[0];
  const numbers = setting?.values.every((value) => typeof value === 'number') ? setting.values : null;
  const isLogX = numbers !== null && Math.min(...numbers) > 0 && (logX ?? wantsLog(numbers));

  const word = (key: string, value: ConfigValue | undefined): string =>
    value === undefined ? NONE : wordValue({ key, value }, t);
  const wordOthers = (others: readonly { key: string; value: ConfigValue | undefined }[]): string =>
    wordDifference(
      others.flatMap(({ key, value }) => (value === undefined ? [] : { key, value })),
      t,
    ) || NONE;

  const found = useMemo(
    () => (setting && axis ? pointsOf(groups, settings, setting, axis.id) : null),
    // An axis is made anew each time; its id tells whether it is another.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [groups, settings, setting, axis?.id],
  );
  const drawing = useMemo((): PointDrawing | null => {
    if (!found || !setting || !axis) return null;
    const { lines, names } = found;
    const several = lines.length > 1;
    const all = lines.flatMap(({ points }) => points);
    const xName = settingName(setting.key, t);
    const hasSeeds = all.some(({ spread }) => spread.n > 1);
    const xs = all.map(({ x }) => x);
    const points = lines.flatMap(({ key, others, colour, dash, points: own }) =>
      own.map(({ x, value, spread, seeds }): PlotPoint => {
        const place = `${xName} ${word(setting.key, value)}`;
        const label = several ? `${place}, ${wordOthers(others)}` : place;
        const figures = formatSpread(spread, axis);
        return {
          key: `${key} ${x}`,
          x,
          y: spread.mean,
          colour,
          spreadX: null,
          spreadY: spread.deviation,
          seeds: spread.n > 1 ? seeds.map((y) => ({ x, y })) : [],
          name: '',
          reading: t('pointReading', {
            run: spread.n > 1 ? t('ofSeeds', { run: label, count: spread.n }) : label,
            figures: `${axis.name} ${figures}`,
          }),
          readout: {
            corner: label,
            headings: [axis.name],
            rows: [{ label, colour, dash, values: [figures] }],
          },
        };
      }),
    );
    return {
      points,
      values: all.flatMap(({ spread: { mean, deviation }, seeds }) => [
        ...seeds,
        ...(deviation === null ? [] : [mean - deviation, mean + deviation]),
      ]),
      log,
      logX: isLogX,
      xName,
      xAxis: (width, spacing) => (names ? namesAxis(names.length) : valuesAxis(xs, isLogX, width, spacing)),
      longestX: (numbers ?? []).map(String).reduce((a, b) => (a.length >= b.length ? a : b), ''),
      ...(names && { xNames: names.map((value) => word(setting.key, value)) }),
      legend: [
        {
          text: hasSeeds ? t('meanOfSeeds', { figure: axis.name }) : axis.name,
          colour: 'var(--chart-text)',
          dot: true,
        },
        ...(hasSeeds ? [{ text: t('eachSeed'), colour: 'var(--chart-text)', ring: true }] : []),
      ],
      endLabels: several
        ? lines.flatMap(({ others, colour, dash, points: own }) => {
            const value = own.at(-1)?.spread.mean;
            return value === undefined ? [] : [{ text: wordOthers(others), value, colour, dash }];
          })
        : [],
      // Between names there is nothing: a line joins them only to tell one setting from another.
      behind: (layout) =>
        (names && !several ? [] : lines).map(({ key, points: own, colour, dash }) => (
          <Curve
            key={key}
            points={own.map(({ x, spread }) => ({ x, value: spread.mean }))}
            layout={layout}
            colour={colour}
            dash={dash}
          />
        )),
    };
    // The words change with the language alone, which `t` tells.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [found, setting, axis?.id, axis?.name, log, isLogX, t]);

  const best = axis?.better
    ? drawing?.points.reduce<PlotPoint | null>(
        (best, point) =>
          best && (axis.better === 'low' ? best.y <= point.y : best.y >= point.y) ? best : point,
        null,
      )
    : null;
  const isEmpty = !drawing || drawing.points.length === 0;
  return (
    <ChartFrame
      title={t('bySetting')}
      chip={chip?.(whole)}
      chosen={axis && setting ? t('against', { y: axis.name, x: settingName(setting.key, t) }) : ''}
      detail={t('runsShown', { count: whole.length })}
      empty={isEmpty ? t(setting ? 'bySettingLater' : (EMPTY[whole.length] ?? 'bySettingEmpty')) : null}
      summary={
        best && axis ? t(`bestOf.${axis.better === 'high' ? 'high' : 'low'}`, { point: best.reading }) : ''
      }
      table={() => ({
        columns: [
          setting ? settingName(setting.key, t) : '',
          ...settings.filter(({ key }) => key !== setting?.key).map(({ key }) => settingName(key, t)),
          ...[t('seeds'), axis?.name ?? '', t('deviation')],
        ],
        rows: (found?.lines ?? []).flatMap(({ others, points }) =>
          points.map(({ value, spread }) => [
            typeof value === 'number' ? value : word(setting?.key ?? '', value),
            ...others.map((other) =>
              typeof other.value === 'number' ? other.value : word(other.key, other.value),
            ),
            ...[spread.n, spread.mean, spread.deviation],
          ]),
        ),
      })}
      controls={<LogSwitch log={log} onLog={setLog} />}
      toolbar={
        <>
          {axis && (
            <Choice
              name={t('figureName')}
              value={axis.id}
              options={axes.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setFigure}
            />
          )}
          {setting && settings.length > 1 && (
            <Choice
              name={t('along.name')}
              value={setting.key}
              options={settings.map(({ key }) => ({ value: key, label: settingName(key, t) }))}
              onChange={setAlong}
            />
          )}
          {numbers && Math.min(...numbers) > 0 && (
            <ChartSwitch label={t('logX')} checked={isLogX} onChange={setLogX} />
          )}
          {found && found.left > 0 && (
            <span className={classes.note}>
              {t('withoutFigure', { count: found.left, runs: count(found.left) })}
            </span>
          )}
          {whole.length < runs.length && (
            <span className={classes.note}>{t('cutShort', { count: runs.length - whole.length })}</span>
          )}
        </>
      }
    >
      {drawing && <PointChart label={t('pointsOf', { chart: t('bySetting') })} drawing={drawing} />}
    </ChartFrame>
  );
}

/** The lines with the figures of their groups; and how many groups have no such figure yet. */
function pointsOf(
  groups: readonly RunGroup[],
  settings: readonly VariedSetting[],
  setting: VariedSetting,
  id: DrawnFigure,
) {
  const { lines, names } = settingLines(groups, settings, setting);
  const drawn = lines.flatMap(({ key, others, places }) => {
    const points = places.flatMap(({ group, value, x }) => {
      const spread = figureOf(group, { id });
      const seeds = group.runs.flatMap(({ record }) => figuresOf(record)[id] ?? []);
      return spread ? [{ value, x, spread, seeds }] : [];
    });
    return points.length > 0 ? [{ key, others, points }] : [];
  });
  // A line is of a setting, not of a run: it has a look of its own.
  const looks = runStyles(drawn.map(({ key }) => ({ id: key })));
  const shown = drawn.reduce((sum, { points }) => sum + points.length, 0);
  return {
    lines: drawn.flatMap((line) => {
      const look = looks.get(line.key);
      return look ? [{ ...line, colour: look.colour, dash: look.dash }] : [];
    }),
    names,
    left: groups.length - shown,
  };
}
