/** ΔW of the shown run against the W0 that it changes: Table 7 of the LoRA paper, here and as printed, and where ΔW lies on W0's spectrum. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isLive } from '../../../core/run-record.ts';
import { siteId, type Site } from '../../../core/site.ts';
import type { AgainstBase } from '../../../core/site-figures.ts';
import { TABLE_7 } from '../../../core/table-7.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import classes from '../../charts/charts.module.css';
import { MatrixSelect } from '../../charts/controls.tsx';
import { Term } from '../../charts/term.tsx';
import { formatFigure, formatValue } from '../../charts/values.ts';
import { count, percent } from '../../format.ts';
import { caveatOf } from '../../method-words.ts';
import { useView } from '../../page-context.tsx';
import scrolls from '../../scrolls.module.css';
import { useChartProps } from '../../use-chart-props.ts';
import { alignmentOf, chanceFactor, judged } from './base-figures.ts';
import layout from './base.module.css';
import { BaseSimilarity } from './base-similarity.tsx';
import { SitesAmplification } from './base-sites.tsx';
import { BaseSpectrum } from './base-spectrum.tsx';
import { TakenAt, TakingNote } from './taking-note.tsx';
import { useBaseFigures, type BaseFigures } from './use-base-figures.ts';
import { siteWords } from '../../site-words.ts';

export function AgainstW0() {
  const base = useBaseFigures();
  return (
    <div className={layout.base}>
      <div className="cell">
        <Table7 base={base} />
      </div>
      {base.empty === null && (
        <>
          <div className="cell">
            <BaseSpectrum base={base} />
          </div>
          <div className="cell">
            <SitesAmplification base={base} />
          </div>
          <div className="cell">
            <BaseSimilarity base={base} />
          </div>
        </>
      )}
    </div>
  );
}

/** A row of Table 7. */
type Row = Pick<
  AgainstBase['amplifications'][number],
  'r' | 'overlap' | 'own' | 'random' | 'deltaNorm' | 'baseNorm' | 'factor'
> & { sampled: number | null; whose: string; isPaper: boolean };

const COLUMNS = [
  'overlap',
  'own',
  'random',
  'sampled',
  'deltaNorm',
  'baseNorm',
  'factor',
  'byChance',
] as const;

const figureOf = (row: Row, column: (typeof COLUMNS)[number]): number | null =>
  column === 'byChance' ? chanceFactor(row) : row[column];

/** Three digits, so that a column lines up; the paper's as printed. */
function formatCell(row: Row, column: (typeof COLUMNS)[number]): string {
  const value = figureOf(row, column);
  if (value !== null && row.isPaper && column !== 'byChance')
    return column === 'factor' ? String(value) : value.toFixed(2);
  return value !== null && value >= 0.001 && value < 1000 ? value.toPrecision(3) : formatFigure(value);
}

function Table7({ base: { run, sites, figures, step, chosen, at, taking, empty } }: { base: BaseFigures }) {
  const { t } = useTranslation('delta');
  const { t: charts } = useTranslation('charts');
  const { chip } = useChartProps();
  const onSite = useView((state) => state.setSite);
  const caveat = run ? caveatOf(run.record.config.method) : null;
  const place = chosen ? siteWords(chosen) : '';
  const reading = useReading(at);
  const rowsAt = (site: Site, { amplifications }: AgainstBase): Row[] =>
    amplifications.map((row) => ({
      ...row,
      whose: t('table7.here', { run: run?.label ?? '', site: siteWords(site) }),
      isPaper: false,
    }));
  const paper = TABLE_7.map((row): Row => ({
    ...row,
    sampled: null,
    whose: t('table7.paper'),
    isPaper: true,
  }));
  const here = chosen && at ? rowsAt(chosen, at) : [];
  return (
    <ChartFrame
      isText
      title={t('table7.title')}
      chosen={place}
      detail={[run?.label, step !== undefined && charts('atStep', { step: count(step) })]
        .filter(Boolean)
        .join(' · ')}
      chip={run && step !== undefined && chip?.([{ record: run.record, step }])}
      empty={empty}
      pending={taking.outcome.state === 'done' ? null : <TakingNote taking={taking} />}
      summary={reading.join(' ')}
      table={() => ({
        columns: [
          t('table7.whose'),
          t('table7.directions'),
          ...COLUMNS.map((column) => t(`table7.${column}`)),
        ],
        rows: [...sites.flatMap((site, i) => (figures[i] ? rowsAt(site, figures[i]) : [])), ...paper].map(
          (row) => [...[row.whose, row.r], ...COLUMNS.map((column) => figureOf(row, column))],
        ),
      })}
      toolbar={
        <>
          <MatrixSelect sites={sites} chosen={chosen ? siteId(chosen) : ''} onSite={onSite} />
          <span className={classes.figures}>
            {run && isLive(run.record) && <TakenAt taking={taking} />}
            {caveat !== null && <span className={classes.note}>{caveat}</span>}
          </span>
        </>
      }
    >
      <div
        className={`${layout.words ?? ''} ${scrolls.sideways ?? ''}`}
        role="region"
        aria-label={charts('tableOf', { caption: t('table7.title') })}
        tabIndex={0}
      >
        {reading.map((sentence, i) => (
          <p key={i} className={i === 0 ? undefined : layout.small}>
            {sentence}
          </p>
        ))}
        {here.length > 0 && (
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('table7.directions')}</th>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col">
                    <Heading column={column} />
                  </th>
                ))}
              </tr>
            </thead>
            {[here, paper].map((rows) => (
              <tbody key={rows[0]?.whose} className={rows[0]?.isPaper ? layout.paper : undefined}>
                <tr>
                  <th scope="rowgroup" colSpan={COLUMNS.length + 1}>
                    {rows[0]?.whose}
                  </th>
                </tr>
                {rows.map((row) => (
                  <tr key={row.r}>
                    <th scope="row">{count(row.r)}</th>
                    {COLUMNS.map((column) => (
                      <td key={column}>{formatCell(row, column)}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        )}
      </div>
    </ChartFrame>
  );
}

/** A column's name with what it means; of norms the name is the meaning. */
function Heading({ column }: { column: (typeof COLUMNS)[number] }) {
  const { t } = useTranslation('delta');
  const name = t(`table7.${column}`);
  if (column === 'deltaNorm' || column === 'baseNorm') return name;
  return <Term name={name} meaning={t(`table7.${column}Meaning`)} />;
}

/** What Table 7 shows in this run, in sentences; the last one is what to keep in mind. */
function useReading(at: AgainstBase | undefined): string[] {
  const { t } = useTranslation('delta');
  return useMemo(() => {
    if (!at) return [];
    const all = judged(at);
    if (!all) return [t('none')];
    const { r, overlap, own, random, factor } = all;
    const said = t(`table7.reading.${alignmentOf(all)}`, {
      ...{ r: count(r), overlap: formatValue(overlap), random: formatValue(random), own: formatValue(own) },
      ...{ times: formatValue(overlap / random), share: percent(own > 0 ? overlap / own : 0) },
    });
    return [
      `${said} ${factor === null ? '' : t('table7.amplified', { factor: formatValue(factor) })}`,
      t('table7.caution', { d: count(at.spaces.left), k: count(at.spaces.right) }),
    ];
  }, [at, t]);
}
