/**
 * How many weights each run trains, against all weights of its model (what full fine-tuning would train), with the
 * best validation loss beside: points on a logarithmic axis, each on a stem in its run's dash. Such an axis has no
 * zero, so the point tells and the stem's length does not.
 */
import { scaleLog } from 'd3-scale';
import { useTranslation } from 'react-i18next';
import { bestEval } from '../../core/run-record.ts';
import { compact, count, percent } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import { shorten } from './font.ts';
import type { Room } from './layout.ts';
import { Label } from './marks.tsx';
import { Plot } from './plot.tsx';
import { formatLoss } from './values.ts';
import type { ChartProps } from './types.ts';

/** Radius of a point. CSS pixels. */
const DOT = 4.5;
/** Between columns, in CSS pixels. */
const GAP = 12;
/** The most of the width that names may take. */
const MOST_NAME = 0.28;
/** Below this there is no length to compare: names and counts stand above their lines, or alone. CSS pixels. */
const LEAST_AXIS = 150;
/** An axis shorter than so many times the font's size gives way to one below the names and counts, where rows have the height. */
const GOOD_AXIS = 20;
/** The least height of a row whose name and count stand above its line, in lines of text. */
const STACKED = 1.5;

export function ParametersChart({ runs, chip }: Pick<ChartProps, 'runs' | 'chip'>) {
  const { t } = useTranslation('charts');
  const byWeights = runs.toSorted((a, b) => a.record.trainableParameters - b.record.trainableParameters);
  const trained = byWeights.map(({ record, label, colour, dash }) => ({
    key: record.id,
    name: label,
    weights: record.trainableParameters,
    share: record.trainableParameters / record.totalParameters,
    best: bestEval(record)?.loss ?? null,
    colour,
    dash,
  }));
  // Runs may stand on different models; each model's full size is one row.
  const models = new Map(runs.map(({ record }) => [record.config.model, record.totalParameters]));
  const full = [...models].map(([model, weights]) => ({
    key: model,
    name: models.size > 1 ? t('fullFineTuningOf', { model }) : t('fullFineTuning'),
    weights,
    share: 1,
    best: null,
    colour: 'var(--chart-text)',
    dash: '',
  }));
  const rows = [...trained, ...full];
  // A run that trains all weights still leaves the axis a length.
  const weights = rows.map((row) => Math.max(1, row.weights));
  const extent = [Math.min(...weights), 1.01 * Math.max(...weights)];
  const first = trained.find(({ key }) => key === runs[0]?.record.id);

  const draw = ({ width, height, font }: Room) => {
    const counts = rows.map(({ weights, share }) =>
      share === 1 ? count(weights) : `${count(weights)} (${percent(share)})`,
    );
    const losses = rows.map(({ best }) => (best === null ? '–' : formatLoss(best)));
    const widestOf = (texts: readonly string[]) => Math.max(...texts.map(font.width));
    const lossWidth = widestOf([t('bestLoss'), ...losses]);
    const countWidth = widestOf(counts);
    const lossLeft = width - lossWidth - GAP;
    const head = font.line + 4;
    const rowRoom = (height - head - font.line - 4) / rows.length;
    // Between the left edge and the counts. Names are cut only where the axis has no more than it needs.
    const free = lossLeft - countWidth - 2 * GAP;
    const nameWidth = Math.min(
      widestOf(rows.map(({ name }) => name)),
      Math.max(width * MOST_NAME, free - LEAST_AXIS),
    );
    const mayStack = rowRoom >= STACKED * font.line;
    const beside = free - nameWidth >= (mayStack ? GOOD_AXIS * font.size : LEAST_AXIS);
    const stacked = !beside && mayStack;
    const left = stacked ? DOT : nameWidth + GAP;
    const right = stacked ? lossLeft - DOT : lossLeft - countWidth - GAP;
    const row = Math.min((stacked ? 2.6 : 1.9) * font.line, rowRoom);
    const nameRoom = beside ? nameWidth : lossLeft - countWidth - GAP;
    const scale = scaleLog(extent, [left, Math.max(left + 1, right)]).nice();
    const foot = head + rows.length * row;
    // A name stands above its line, as near as the line's point allows.
    const lineAt = (i: number) => head + (i + 0.5) * row + (stacked ? 0.45 * font.line : 0);
    const hasAxis = beside || stacked;
    const decades = hasAxis ? scale.ticks().filter((tick) => Number.isInteger(Math.log10(tick))) : [];
    // The first label stands to the right of the names, the last one to the left of the losses.
    const tickWidth = widestOf(decades.map(compact)) + font.size;
    const [first = 1, second = 10] = decades;
    const stride = Math.ceil(tickWidth / Math.max(1, scale(second) - scale(first)));
    return (
      <svg width={width} height={height} aria-hidden="true" fontSize={font.size}>
        <Label
          x={hasAxis ? (stacked ? 0 : left) : lossLeft}
          textAnchor={hasAxis ? 'start' : 'end'}
          y={font.line / 2}
          text={shorten(t(hasAxis ? 'trainedWeights' : 'trained'), lossLeft - left, font)}
          whole={t(hasAxis ? 'trainedWeights' : 'trained')}
        />
        <Label x={width} y={font.line / 2} textAnchor="end" text={t('bestLoss')} />
        {decades.map((tick, i) => (
          <g key={tick}>
            {/* Among stacked names and counts the grid stands at the lines alone. */}
            {(stacked ? rows : [null]).map((_, i) => (
              <line
                key={i}
                x1={scale(tick)}
                x2={scale(tick)}
                y1={stacked ? lineAt(i) - font.line / 3 : head}
                y2={stacked ? lineAt(i) + font.line / 3 : foot}
                stroke="var(--chart-grid)"
              />
            ))}
            {i % stride === 0 && (
              <Label
                x={Math.max(scale(tick), font.width(compact(tick)) / 2)}
                y={foot + font.line / 2 + 2}
                textAnchor="middle"
                text={compact(tick)}
              />
            )}
          </g>
        ))}
        {rows.map(({ key, name, weights, colour, dash }, i) => {
          const x = scale(Math.max(1, weights));
          const lineY = lineAt(i);
          const y = stacked ? lineY - 0.85 * font.line : lineY;
          return (
            <g key={key}>
              <Label
                x={0}
                y={y}
                text={shorten(name, nameRoom, font)}
                whole={name}
                fill="var(--chart-strong)"
              />
              {hasAxis && (
                <>
                  <line
                    x1={left}
                    x2={x}
                    y1={lineY}
                    y2={lineY}
                    stroke={colour}
                    strokeWidth={2}
                    strokeDasharray={dash}
                  />
                  <circle cx={x} cy={lineY} r={DOT} fill={colour} />
                </>
              )}
              <Label x={lossLeft} y={y} textAnchor="end" text={counts[i] ?? ''} fill="var(--chart-strong)" />
              <Label x={width} y={y} textAnchor="end" text={losses[i] ?? ''} fill="var(--chart-strong)" />
            </g>
          );
        })}
      </svg>
    );
  };

  return (
    <ChartFrame
      title={t('parameters')}
      chip={chip?.(runs)}
      empty={first ? null : t('parametersEmpty')}
      summary={
        first
          ? t('parametersReading', {
              run: first.name,
              weights: count(first.weights),
              share: percent(first.share),
            })
          : ''
      }
      table={() => ({
        columns: [t('run'), t('trainableParameters'), t('shareOfModel'), t('bestValidationLoss')],
        rows: rows.map(({ name, weights, share, best }) => [name, weights, share, best]),
      })}
    >
      <Plot>{draw}</Plot>
    </ChartFrame>
  );
}
