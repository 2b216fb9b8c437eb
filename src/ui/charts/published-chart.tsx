/** What others published of the setting that the shown runs differ in, on an axis of its own, since nothing of it was measured here. */
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PUBLISHED_SETTINGS, publishedOf, type PublishedTable } from '../../core/published.ts';
import { variedSettings } from '../../core/varied.ts';
import { SEPARATOR, wordValue } from '../runs/difference.ts';
import { settingName } from '../runs/difference-columns.ts';
import { ChartFrame } from './chart-frame.tsx';
import classes from './charts.module.css';
import { Choice } from './controls.tsx';
import { PointChart, type PlotPoint } from './point-chart.tsx';
import { drawPublished, formatOf } from './published-drawing.tsx';
import type { ChartTable } from './table.ts';
import type { ComparedProps } from './types.ts';

export function PublishedChart({ runs }: Pick<ComparedProps, 'runs'>) {
  const { t } = useTranslation('charts');
  const [chosen, setChosen] = useState('');
  const tables = useMemo(() => publishedOf(variedSettings(runs.map(({ record }) => record))), [runs]);
  const table = tables.find(({ id }) => id === chosen) ?? tables[0];
  // A table is one object for good, so that the drawing stays while runs train.
  const drawing = useMemo(() => table && drawPublished(table, t), [table, t]);
  if (!table || !drawing)
    return (
      <ChartFrame
        title={t('published.title')}
        summary=""
        empty={t('published.empty', {
          settings: PUBLISHED_SETTINGS.map((key) => settingName(key, t)).join(', '),
        })}
        table={() => ({ columns: [], rows: [] })}
      >
        {null}
      </ChartFrame>
    );
  const finding = t(`published.finding.${table.finding}`);
  return (
    <ChartFrame
      title={t('published.title')}
      chip={<SourceChip table={table} />}
      chosen={sourceOf(table, t).join(SEPARATOR)}
      detail={t('published.notHere')}
      empty={null}
      summary={`${finding} ${bestReading(drawing.points, table, t)}`}
      table={() => tableOf(table, t)}
      toolbar={
        <>
          {tables.length > 1 && (
            <Choice
              name={t('published.choice')}
              value={table.id}
              options={tables.map((each) => ({
                value: each.id,
                label: optionOf(each, t),
              }))}
              onChange={setChosen}
            />
          )}
          <span className={classes.note}>{finding}</span>
        </>
      }
    >
      <PointChart label={t('pointsOf', { chart: t('published.title') })} drawing={drawing} />
    </ChartFrame>
  );
}

/** Whose figures these are: `Table 6 of the LoRA paper`, the model, the data. */
const sourceOf = ({ source, number, model, data }: PublishedTable, t: TFunction<'charts'>): string[] => [
  t(`published.source.${source}`, { number: String(number) }),
  model,
  data,
];

/** What tells tables apart comes first, where a narrow choice does not cut it. */
const optionOf = ({ source, number, model, data, metric }: PublishedTable, t: TFunction<'charts'>): string =>
  [
    t(`published.option.${source}`, { number: String(number) }),
    data,
    model,
    t(`published.metric.${metric}`),
  ].join(SEPARATOR);

function SourceChip({ table }: { table: PublishedTable }) {
  const { t } = useTranslation('charts');
  const parts = sourceOf(table, t);
  return (
    <span className="run-chip" title={parts.join(SEPARATOR)}>
      <strong>{t('published.notHere')}</strong>{' '}
      <span className="run-chip-settings">
        {parts.map((part) => [<span key={part}>· {part}</span>, ' '])}
      </span>
    </span>
  );
}

function bestReading(
  points: readonly PlotPoint[],
  { better }: PublishedTable,
  t: TFunction<'charts'>,
): string {
  const ordered = points.toSorted((a, b) => (better === 'low' ? a.y - b.y : b.y - a.y));
  return t(`bestOf.${better}`, { point: ordered[0]?.reading ?? '' });
}

/** Each row names its source, since a saved file is read elsewhere. */
function tableOf(table: PublishedTable, t: TFunction<'charts'>): ChartTable {
  const { varies, lines, noise } = table;
  const format = formatOf(table);
  const source = sourceOf(table, t).join(SEPARATOR);
  return {
    columns: [
      settingName(varies, t),
      t('published.line'),
      t('published.here'),
      t(`published.metric.${table.metric}`),
      t('published.noise'),
      t('published.from'),
    ],
    rows: lines.flatMap(({ name, points }) =>
      points.map(({ at, here, figure }) => [
        at,
        name,
        here === undefined ? t('published.absent') : wordValue({ key: varies, value: here }, t),
        // As printed, without more decimals.
        format(figure),
        noise,
        source,
      ]),
    ),
  };
}
