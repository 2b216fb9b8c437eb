/** The spectra of ΔW of several runs as small multiples on one scale: of one matrix, or the mean over all; seeds of one setting as their mean. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import classes from './charts.module.css';
import { inTwoLines, type ChartFont } from './font.ts';
import { columnsFor, topOf } from './grid.ts';
import type { Room } from './layout.ts';
import { Label } from './marks.tsx';
import { MatrixChoice } from './matrix-choice.tsx';
import { groupSpectra, type MatrixChoice as Chosen } from './mean-spectra.ts';
import { Plot } from './plot.tsx';
import { groupRuns } from './run-groups.ts';
import { rankFigures } from './series.ts';
import { SpectrumCell } from './spectrum-cell.tsx';
import { Term } from './term.tsx';
import type { ChartProps } from './types.ts';
import { formatFigure, formatValue } from './values.ts';

/** As many small plots as can be read. */
const MOST_CELLS = 24;
/** Between cells, in CSS pixels. */
const GAP = 8;
/** At most so high, in lines of text. */
const TALLEST = 14;
/** A cell with room for its figures is at least so wide, in ems, and so high, in lines of text. */
const LEAST_CELL = { ems: 8, lines: 5 };
/** So many such cells stand side by side on any phone. */
const LEAST_COLUMNS = 3;

type SpectraGridProps = Pick<ChartProps, 'runs' | 'chip' | 'cursor'>;

export function SpectraGrid({ runs, chip, cursor }: SpectraGridProps) {
  const { t } = useTranslation('charts');
  const [matrix, setMatrix] = useState<Chosen>('mean');
  const groups = useMemo(() => groupRuns(runs, true, t), [runs, t]);
  const all = useMemo(() => groupSpectra(groups, matrix, cursor), [groups, matrix, cursor]);
  const cells = all.slice(0, MOST_CELLS);
  // The latest is the largest, as a rule: while the cursor moves, the scale holds still.
  const latest = useMemo(() => groupSpectra(groups, matrix, null), [groups, matrix]);
  const largest = Math.max(0, ...[...latest, ...all].map(({ sigma }) => sigma[0] ?? 0));
  const top = topOf(largest);
  const widest = cells.reduce<(typeof cells)[number] | null>(
    (most, cell) => (most && effectiveOf(most) >= effectiveOf(cell) ? most : cell),
    null,
  );

  // Said of all at once where it is one number, else of each.
  const counts = new Set(cells.map(({ n }) => n));
  const names = cells.map(({ group: { label }, n }) =>
    counts.size > 1 && n > 1 ? t('ofSeeds', { run: label, count: n }) : label,
  );
  const [seeds = 1] = counts.size === 1 ? counts : [];
  /** Where cells in so many columns stand, and their names in lines above them. */
  const arrange = (columns: number, width: number, font: ChartFont) => {
    const cellWidth = (width - GAP * (columns - 1)) / columns;
    const lines = names.map((name) => inTwoLines(name, cellWidth, font));
    const head = Math.max(1, ...lines.map(({ length }) => length)) * font.line + 2;
    return { columns, rows: Math.ceil(cells.length / columns), cellWidth, lines, head };
  };
  const leastHeight = ({ width, font }: Omit<Room, 'height'>) => {
    const most = Math.floor((width + GAP) / (LEAST_CELL.ems * font.size + GAP));
    const { rows, head } = arrange(Math.min(cells.length, Math.max(LEAST_COLUMNS, most)), width, font);
    return rows * (head + LEAST_CELL.lines * font.line + GAP) - GAP;
  };

  const draw = ({ width, height, font }: Room) => {
    const wanted = columnsFor(cells.length, width, height, 2 * font.line + GAP);
    const { columns, rows, cellWidth, lines, head } = arrange(wanted, width, font);
    const cellHeight = Math.min(TALLEST * font.line, (height - GAP * (rows - 1)) / rows - head);
    return (
      <svg width={width} height={height} aria-hidden="true" fontSize={font.size}>
        {cells.map(({ group: { id, colour }, sigma }, i) => {
          const effective = rankFigures(sigma).effective;
          return (
            <g
              key={id}
              data-point={id}
              transform={`translate(${(i % columns) * (cellWidth + GAP)} ${Math.floor(i / columns) * (cellHeight + head + GAP)})`}
            >
              {lines[i]?.map((text, line, { length }) => (
                <Label
                  key={line}
                  x={0}
                  y={head - 2 - (length - line - 0.5) * font.line}
                  text={text}
                  {...(text.endsWith('…') && { whole: names[i] })}
                  fill="var(--chart-strong)"
                />
              ))}
              <g transform={`translate(0 ${head})`}>
                <SpectrumCell
                  sigma={sigma}
                  hiddenRank={0}
                  hiddenSigma={null}
                  top={top}
                  width={cellWidth}
                  height={cellHeight}
                  line={font.line}
                  figures={`${effective?.toFixed(1) ?? '–'} / ${sigma.length}`}
                  widthOf={font.width}
                  colour={colour}
                  isChosen={false}
                />
              </g>
            </g>
          );
        })}
      </svg>
    );
  };

  return (
    <ChartFrame
      title={t('spectra')}
      chip={chip?.(cells.flatMap(({ group, step }) => group.runs.map(({ record }) => ({ record, step }))))}
      chosen={matrix === 'mean' ? t('meanOfMatrices') : matrix}
      detail={cells[0] ? t('atStep', { step: count(cells[0].step) }) : ''}
      empty={latest.length > 0 || all.length > 0 ? null : t('spectraEmpty')}
      summary={
        widest
          ? t('spectraReading', {
              count: cells.length,
              run: widest.group.label,
              effective: formatFigure(rankFigures(widest.sigma).effective),
              r: count(widest.sigma.length),
            })
          : ''
      }
      table={() => {
        const most = Math.max(0, ...all.map(({ sigma }) => sigma.length));
        return {
          columns: [
            ...[t('run'), t('seeds'), t('step'), t('drawnRank')],
            ...Array.from({ length: most }, (_, i) => `σ${i + 1}`),
          ],
          rows: all.map(({ group, sigma, n, step }) => [
            ...[group.label, n, step, rankFigures(sigma).effective],
            ...Array.from({ length: most }, (_, i) => sigma[i] ?? null),
          ]),
        };
      }}
      toolbar={
        <>
          <MatrixChoice runs={runs} value={matrix} onChange={setMatrix} />
          <span className={classes.figures}>
            <span className={classes.cellCaption}>
              <Term
                name={t('eachCell')}
                value={t('effectiveAndRank')}
                meaning={t('drawnRankMeaning', { meaning: t('effectiveRankMeaning') })}
              />
            </span>
            <span className={classes.note}>
              {top > 0 ? t('sharedScale', { top: formatValue(top) }) : t('spectrumZero')}
              {seeds > 1 && ` · ${t('meanOverSeeds', { count: seeds })}`}
              {all.length > cells.length &&
                ` · ${t('moreCells', { count: all.length - cells.length, shown: count(cells.length) })}`}
              {all.length < groups.length &&
                ` · ${t('withoutSpectra', { count: groups.length - all.length, runs: count(groups.length - all.length) })}`}
            </span>
          </span>
        </>
      }
    >
      <Plot leastHeight={leastHeight}>{draw}</Plot>
    </ChartFrame>
  );
}

const effectiveOf = ({ sigma }: { sigma: readonly number[] }): number => rankFigures(sigma).effective ?? 0;
