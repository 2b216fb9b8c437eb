/** The spectra of ΔW of several runs as small multiples on one scale: of one matrix, or the mean over all; seeds of one setting as their mean. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import classes from './charts.module.css';
import { shorten } from './font.ts';
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

  const draw = ({ width, height, font }: Room) => {
    const columns = columnsFor(cells.length, width, height);
    const rows = Math.ceil(cells.length / columns);
    const cellWidth = (width - GAP * (columns - 1)) / columns;
    const head = font.line + 2;
    const cellHeight = Math.min(TALLEST * font.line, (height - GAP * (rows - 1)) / rows - head);
    return (
      <svg width={width} height={height} aria-hidden="true" fontSize={font.size}>
        {cells.map(({ group: { id, label, colour }, sigma, n }, i) => {
          const name = n > 1 ? t('ofSeeds', { run: label, count: n }) : label;
          const effective = rankFigures(sigma).effective;
          return (
            <g
              key={id}
              data-point={id}
              transform={`translate(${(i % columns) * (cellWidth + GAP)} ${Math.floor(i / columns) * (cellHeight + head + GAP)})`}
            >
              <Label
                x={0}
                y={font.line / 2}
                text={shorten(name, cellWidth, font)}
                whole={name}
                fill="var(--chart-strong)"
              />
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
            <Term
              name={t('eachCell')}
              value={t('effectiveAndRank')}
              meaning={t('drawnRankMeaning', { meaning: t('effectiveRankMeaning') })}
            />
            <span className={classes.note}>
              {top > 0 ? t('sharedScale', { top: formatValue(top) }) : t('spectrumZero')}
              {all.length > cells.length &&
                ` · ${t('moreCells', { count: all.length - cells.length, shown: count(cells.length) })}`}
              {all.length < groups.length &&
                ` · ${t('withoutSpectra', { count: groups.length - all.length, runs: count(groups.length - all.length) })}`}
            </span>
          </span>
        </>
      }
    >
      <Plot>{draw}</Plot>
    </ChartFrame>
  );
}

const effectiveOf = ({ sigma }: { sigma: readonly number[] }): number => rankFigures(sigma).effective ?? 0;
