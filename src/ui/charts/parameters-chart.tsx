/**
 * How many weights each run trains, against all weights of its model (what full fine-tuning would train), with the
 * best validation loss beside: points on a logarithmic axis, each on a stem in its run's dash. Such an axis has no
 * zero, so the point tells and the stem's length does not.
 */
import { scaleLog } from 'd3-scale';
import { useTranslation } from 'react-i18next';
import { bestEval } from '../../core/run-record.ts';
import { count, percent } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import { FONT_SIZE, shorten } from './marks.tsx';
import { Plot } from './plot.tsx';
import { formatLoss } from './ticks.ts';
import type { ShownRun } from './types.ts';

const ROW = 24;
const HEAD = 20;
const FOOT = 20;
const LOSS_WIDTH = 74;
const COUNT_WIDTH = 92;
const TICK_WIDTH = 52;

export function ParametersChart({ runs }: { runs: readonly ShownRun[] }) {
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
  const counts = rows.map(({ weights }) => Math.max(1, weights));
  const extent = [Math.min(...counts), 1.01 * Math.max(...counts)];
  const first = trained.find(({ key }) => key === runs[0]?.record.id);

  return (
    <ChartFrame
      title={t('parameters')}
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
      <Plot>
        {({ width, height }) => {
          const nameWidth = Math.min(130, width * 0.28);
          const left = nameWidth + 10;
          const right = width - LOSS_WIDTH - COUNT_WIDTH - 12;
          const row = Math.min(ROW, (height - HEAD - FOOT) / rows.length);
          const scale = scaleLog(extent, [left, right]).nice();
          const foot = HEAD + rows.length * row;
          const decades = scale.ticks().filter((tick) => Number.isInteger(Math.log10(tick)));
          // The labels of large decades are long: a narrow plot names few.
          const stride = Math.min(
            Math.ceil((decades.length * TICK_WIDTH) / (right - left)),
            Math.max(1, decades.length - 1),
          );
          return (
            <svg width={width} height={height} aria-hidden="true" fontSize={FONT_SIZE}>
              <text x={left} y={10} fill="var(--chart-text)">
                {shorten(t('trainedWeights'), width - LOSS_WIDTH - left)}
              </text>
              <text x={width} y={10} textAnchor="end" fill="var(--chart-text)">
                {t('bestLoss')}
              </text>
              {decades.map((tick, i) => (
                <g key={tick}>
                  <line x1={scale(tick)} x2={scale(tick)} y1={HEAD} y2={foot} stroke="var(--chart-grid)" />
                  {i % stride === 0 && (
                    <text x={scale(tick)} y={foot + 13} textAnchor="middle" fill="var(--chart-text)">
                      {count(tick)}
                    </text>
                  )}
                </g>
              ))}
              {rows.map(({ key, name, weights, share, best, colour, dash }, i) => {
                const x = scale(Math.max(1, weights));
                const y = HEAD + (i + 0.5) * row;
                return (
                  <g key={key}>
                    <text x={0} y={y} dy="0.35em" fill="var(--chart-strong)">
                      {shorten(name, nameWidth)}
                    </text>
                    <line
                      x1={left}
                      x2={x}
                      y1={y}
                      y2={y}
                      stroke={colour}
                      strokeWidth={2}
                      strokeDasharray={dash}
                    />
                    <circle cx={x} cy={y} r={4.5} fill={colour} />
                    <text
                      x={width - LOSS_WIDTH}
                      y={y}
                      dy="0.35em"
                      textAnchor="end"
                      fill="var(--chart-strong)"
                    >
                      {share === 1 ? count(weights) : `${count(weights)} (${percent(share)})`}
                    </text>
                    <text x={width} y={y} dy="0.35em" textAnchor="end" fill="var(--chart-strong)">
                      {best === null ? '–' : formatLoss(best)}
                    </text>
                  </g>
                );
              })}
            </svg>
          );
        }}
      </Plot>
    </ChartFrame>
  );
}
