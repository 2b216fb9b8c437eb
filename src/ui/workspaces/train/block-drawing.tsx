/** A pre-norm transformer block, drawn: shapes only. What its matrices show is the caller's. */
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdapterPlace } from '../../../core/methods/adapter.ts';
import { count } from '../../format.ts';
import { ADAPTER, PILL, SUM, type BlockGeometry } from './block-geometry.ts';

/** As many virtual tokens stand side by side before the first LayerNorm. */
const SHOWN_TOKENS = 8;

interface BlockDrawingProps {
  geometry: BlockGeometry;
  /** In CSS pixels; the height follows. */
  width: number;
  label: string;
  /** For the attention's LayerNorm and the MLP's, whether it is trained. */
  trainsNorm: readonly [boolean, boolean];
  /** How many virtual tokens have learned activations where the block begins. */
  virtualTokens: number;
  /** Where trained adapter layers stand. */
  adapters: readonly AdapterPlace[];
  /** The matrices. */
  children: ReactNode;
}

export function BlockDrawing({
  geometry,
  width,
  label,
  trainsNorm,
  virtualTokens,
  adapters,
  children,
}: BlockDrawingProps) {
  const { t } = useTranslation('workspaces');
  const arrow = useId();
  const { stream, norms, attention, gelu, sums } = geometry;
  const end = `url(#${arrow})`;
  return (
    <svg
      className="block"
      width={width}
      height={(width / geometry.width) * geometry.height}
      viewBox={`0 0 ${geometry.width} ${geometry.height}`}
      aria-hidden="true"
    >
      <defs>
        <marker
          id={arrow}
          viewBox="0 0 6 6"
          refX="5"
          refY="3"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0 6 3 0 6Z" />
        </marker>
      </defs>
      <text className="layer-name" x={4} y={stream - 8}>
        {label}
      </text>
      <g className="wires">
        <path d={`M2 ${stream}H${geometry.width - 4}`} className="stream" markerEnd={end} />
        {geometry.wires.map((path) => (
          <path key={path} d={path} />
        ))}
        {geometry.arrows.map((path) => (
          <path key={path} d={path} markerEnd={end} />
        ))}
      </g>
      {sums.map((x) => (
        <g key={x} className="plus">
          <circle cx={x} cy={stream} r={SUM} />
          <path d={`M${x - 4} ${stream}h8M${x} ${stream - 4}v8`} />
        </g>
      ))}
      {virtualTokens > 0 && (
        <g className="virtual">
          {Array.from({ length: Math.min(virtualTokens, SHOWN_TOKENS) }, (_, token) => (
            <rect key={token} x={4 + token * 10} y={stream - 4} width={8} height={8} rx={1.5} />
          ))}
          <text x={56} y={stream - 8}>
            {t('block.virtual', { count: virtualTokens, tokens: count(virtualTokens) })}
          </text>
        </g>
      )}
      {norms.map(({ x, y }, i) => (
        <Pill
          key={x}
          x={x - 39}
          y={y}
          width={78}
          label={t('block.norm')}
          isTrained={trainsNorm[i] ?? false}
        />
      ))}
      <Pill {...attention} label={t('block.attention')} />
      <Pill x={gelu.x - 27} y={gelu.y} width={54} label={t('block.gelu')} />
      {adapters.map((after) => {
        const { x, y } = geometry.adapters[after];
        return (
          <Pill key={after} x={x - ADAPTER / 2} y={y} width={ADAPTER} label={t('block.adapter')} isTrained />
        );
      })}
      {children}
    </svg>
  );
}

interface PillProps {
  x: number;
  y: number;
  width: number;
  label: string;
  isTrained?: boolean;
}

function Pill({ x, y, width, label, isTrained = false }: PillProps) {
  return (
    <g className="plain" data-trained={isTrained || undefined}>
      <rect x={x} y={y} width={width} height={PILL} rx={PILL / 2} />
      <text x={x + width / 2} y={y + PILL / 2} dy="0.36em">
        {label}
      </text>
    </g>
  );
}
