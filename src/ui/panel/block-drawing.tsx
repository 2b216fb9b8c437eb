/**
 * A pre-norm transformer block, drawn: the residual stream runs along the top, attention and MLP hang from it.
 * Each weight matrix is a button that adapts it; an adapted one shows LoRA's parallel path, A narrowing to rank
 * r and B widening again. Shapes only; the choice is the caller's.
 */
import { useTranslation } from 'react-i18next';
import { PROJECTION_LABEL, PROJECTIONS, type Projection } from '../../core/site.ts';

const BOX = { w: 34, h: 40 };
const ROW = { stream: 14, norm: 32, first: 66, middle: 124, second: 158, bottom: 213 };
/** Left edge and top of each matrix. */
const AT: Readonly<Record<Projection, { x: number; y: number }>> = {
  q: { x: 8, y: ROW.first },
  k: { x: 62, y: ROW.first },
  v: { x: 116, y: ROW.first },
  o: { x: 62, y: ROW.second },
  up: { x: 211, y: ROW.first },
  down: { x: 211, y: ROW.second },
};
const ATTENTION = { in: 79, out: 186 };
const MLP = { in: 228, out: 286 };
/** Half the width of A's and B's outer edges. */
const WIDE = 7;

function Matrix({
  projection,
  adapted,
  r,
  onToggle,
}: {
  projection: Projection;
  adapted: boolean;
  r: number;
  onToggle: () => void;
}) {
  const { t } = useTranslation();
  const { x, y } = AT[projection];
  const centre = x + BOX.w / 2;
  const side = x + BOX.w + 9;
  const middle = y + BOX.h / 2;
  // r = 1 … 64 on a doubling scale, from a thread to almost the full width.
  const waist = 1 + Math.log2(r) * 0.8;
  return (
    <g
      className="matrix"
      role="button"
      tabIndex={0}
      aria-pressed={adapted}
      aria-label={t(`block.matrix.${projection}`)}
      onClick={onToggle}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onToggle();
      }}
    >
      {adapted && (
        <g className="side">
          <path d={`M${centre} ${y - 7}H${side}V${y}M${side} ${y + BOX.h}v7H${centre}`} />
          <path
            className="factor"
            d={`M${side - WIDE} ${y}h${2 * WIDE}L${side + waist} ${middle - 1}h${-2 * waist}Z`}
          />
          <path
            className="factor"
            d={`M${side - waist} ${middle + 1}h${2 * waist}L${side + WIDE} ${y + BOX.h}h${-2 * WIDE}Z`}
          />
        </g>
      )}
      <rect className="weight" x={x} y={y} width={BOX.w} height={BOX.h} rx={3} />
      <text className="weight-name" x={centre} y={middle + 4}>
        {PROJECTION_LABEL[projection]}
      </text>
    </g>
  );
}

function Plain({ x, y, width, label }: { x: number; y: number; width: number; label: string }) {
  return (
    <g className="plain">
      <rect x={x} y={y} width={width} height={18} rx={9} />
      <text x={x + width / 2} y={y + 12.5}>
        {label}
      </text>
    </g>
  );
}

function Plus({ x }: { x: number }) {
  return (
    <g className="plus">
      <circle cx={x} cy={ROW.stream} r={7} />
      <path d={`M${x - 4} ${ROW.stream}h8M${x} ${ROW.stream - 4}v8`} />
    </g>
  );
}

export interface BlockDrawingProps {
  targets: readonly Projection[];
  r: number;
  onToggle: (projection: Projection) => void;
}

export function BlockDrawing({ targets, r, onToggle }: BlockDrawingProps) {
  const { t } = useTranslation();
  const below = ROW.first + BOX.h;
  const columns = [AT.q.x, AT.k.x, AT.v.x].map((x) => x + BOX.w / 2);
  const [first = 0, , last = 0] = columns;
  return (
    <svg className="block" viewBox="0 0 308 218" role="group" aria-label={t('block.title')}>
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 6 6"
          refX="5"
          refY="3"
          markerWidth="7"
          markerHeight="7"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0 6 3 0 6Z" />
        </marker>
      </defs>
      <g className="wires">
        <path d={`M2 ${ROW.stream}H304`} className="stream" markerEnd="url(#arrow)" />
        <path d={`M${ATTENTION.in} ${ROW.stream}V${ROW.norm}`} />
        <path
          d={`M${ATTENTION.in} ${ROW.norm + 18}V${ROW.first}M${first} ${ROW.first}V56H${last}V${ROW.first}`}
        />
        {columns.map((x) => (
          <path key={x} d={`M${x} ${below}V${ROW.middle}`} />
        ))}
        <path d={`M${ATTENTION.in} ${ROW.middle + 18}V${ROW.second}`} />
        <path
          d={`M${ATTENTION.in} ${ROW.second + BOX.h}V${ROW.bottom}H${ATTENTION.out}V${ROW.stream + 8}`}
          markerEnd="url(#arrow)"
        />
        <path d={`M${MLP.in} ${ROW.stream}V${ROW.norm}M${MLP.in} ${ROW.norm + 18}V${ROW.first}`} />
        <path d={`M${MLP.in} ${below}V${ROW.middle}M${MLP.in} ${ROW.middle + 18}V${ROW.second}`} />
        <path
          d={`M${MLP.in} ${ROW.second + BOX.h}V${ROW.bottom}H${MLP.out}V${ROW.stream + 8}`}
          markerEnd="url(#arrow)"
        />
      </g>
      <Plus x={ATTENTION.out} />
      <Plus x={MLP.out} />
      <Plain x={ATTENTION.in - 36} y={ROW.norm} width={72} label={t('block.norm')} />
      <Plain x={8} y={ROW.middle} width={142} label={t('block.attention')} />
      <Plain x={MLP.in - 36} y={ROW.norm} width={72} label={t('block.norm')} />
      <Plain x={MLP.in - 26} y={ROW.middle} width={52} label={t('block.gelu')} />
      {PROJECTIONS.map((projection) => (
        <Matrix
          key={projection}
          projection={projection}
          adapted={targets.includes(projection)}
          r={r}
          onToggle={() => onToggle(projection)}
        />
      ))}
    </svg>
  );
}
