/**
 * One weight matrix in the drawing. Its head says whether the next run adapts it, and a press there changes that. Where the
 * shown run adapts it, its body has the singular values of ΔW. A path of low rank stands beside it: A narrows to rank r, B
 * widens again. Trained vectors are short bars at the matrix's input or output.
 */
import { marksOf, type Mark, type VectorRole } from '../../../core/methods/marks.ts';
import { mapOf, PROJECTION_LABEL, type Projection, type Site } from '../../../core/site.ts';
import type { BlockGeometry } from './block-geometry.ts';

/** Height of the head. */
const HEAD = 24;
/** Height of the line of figures under the bars. */
const FOOT = 16;

export interface MatrixSpectrum {
  /** Largest first. */
  sigma: readonly number[];
  /** Null where all are zero. */
  effectiveRank: number | null;
  /** Hidden singular values, all of one size, of which ΔW should have learned as many; absent while they are a riddle. */
  truth?: { rank: number; sigma: number };
}

/** The marks at one matrix. */
export interface MatrixMarks {
  /** Its own weights are trained. */
  isTrained: boolean;
  lowRank: Extract<Mark, { kind: 'low-rank' }> | undefined;
  vectors: readonly { role: VectorRole; symbol: string }[];
}

/** A method's marks at a matrix of a model. Its bias is added to its output. */
export function marksAt(model: object, marks: readonly Mark[], { layer, projection }: Site): MatrixMarks {
  const isHere = ({ site }: { site: Site }) => site.layer === layer && site.projection === projection;
  const isMap = ({ part }: { part: string }) => part === `${layer}.${mapOf(model, projection)}`;
  return {
    isTrained: marksOf(marks, 'weight').some(isMap),
    lowRank: marksOf(marks, 'low-rank').find(isHere),
    vectors: [
      ...marksOf(marks, 'vector').filter(isHere),
      ...marksOf(marks, 'bias')
        .filter(isMap)
        .map(() => ({ role: 'output', symbol: 'b' }) as const),
    ],
  };
}

export interface MatrixCardProps {
  geometry: BlockGeometry;
  projection: Projection;
  /** The next run adapts it. */
  isTarget: boolean;
  /** The shown run adapts it; where no run is shown, the next one. */
  isAdapted: boolean;
  /** One of the two trains something here and the other does not. */
  isDiffering: boolean;
  /** What the shown run trains here. */
  marks: MatrixMarks;
  /** Absent before anything was measured. */
  spectrum: MatrixSpectrum | undefined;
  /** The singular value that fills the body's height. */
  scale: number;
  colour: string;
  /** The spectrum chart shows it. */
  isChosen: boolean;
  /** What the pointer is told of head and body. */
  titles: { head: string; body: string };
  /** null where the form's method has no target matrices. */
  onToggle: (() => void) | null;
  onChoose: () => void;
}

export function MatrixCard(props: MatrixCardProps) {
  const {
    geometry,
    projection,
    isTarget,
    isAdapted,
    marks: { isTrained, lowRank, vectors },
    spectrum,
    scale,
    colour,
    isChosen,
    titles,
  } = props;
  const { box, side } = geometry;
  const place = geometry.at[projection];
  const isUpward = geometry.upward.includes(projection);
  const symbolsOf = (...roles: VectorRole[]) =>
    vectors.filter(({ role }) => roles.includes(role)).map(({ symbol }) => symbol);
  if (!place) return null;
  return (
    <g
      className="matrix"
      transform={`translate(${place.x} ${place.y})`}
      data-adapted={isAdapted || undefined}
      data-trained={isTrained || undefined}
      data-next={props.isDiffering || undefined}
      data-chosen={isChosen || undefined}
      data-fixed={props.onToggle === null || undefined}
    >
      {lowRank && (
        <LowRankPath
          box={box}
          side={side}
          r={lowRank.r}
          isFrozen={lowRank.isFrozen}
          isUpward={isUpward}
          scalesRank={symbolsOf('rank').length > 0}
          scalesUpdate={symbolsOf('update').length > 0}
        />
      )}
      <Vectors box={box} isAbove={!isUpward} symbols={symbolsOf('input')} />
      <Vectors box={box} isAbove={isUpward} symbols={symbolsOf('output', 'length')} />
      <rect className="weight" width={box.width} height={box.height} rx={4} />
      <g className="body" onClick={(spectrum ? props.onChoose : props.onToggle) ?? undefined}>
        <title>{titles.body}</title>
        {/* Within the frame, which is drawn around the edge. */}
        <rect className="hit" x={1} y={HEAD} width={box.width - 2} height={box.height - HEAD - 1} />
        {spectrum && <Bars box={box} spectrum={spectrum} scale={scale} colour={colour} />}
      </g>
      <g className="head" onClick={props.onToggle ?? undefined}>
        <title>{titles.head}</title>
        <rect className="hit" width={box.width} height={HEAD} />
        {props.onToggle && (
          <rect
            className="tick-box"
            data-on={isTarget || undefined}
            x={7}
            y={6.5}
            width={12}
            height={12}
            rx={2}
          />
        )}
        {props.onToggle && isTarget && <path className="tick" d="M9.6 12.6l2.6 2.6 4.6-5.2" />}
        <text className="weight-name" x={props.onToggle ? 25 : 8} y={17}>
          {PROJECTION_LABEL[projection]}
        </text>
      </g>
    </g>
  );
}

function Bars({
  box,
  spectrum: { sigma, effectiveRank, truth },
  scale,
  colour,
}: Pick<BlockGeometry, 'box'> & { spectrum: MatrixSpectrum; scale: number; colour: string }) {
  const height = box.height - HEAD - FOOT - 2;
  const floor = HEAD + height;
  // Hidden values may be more than r could learn.
  const slots = Math.max(sigma.length, truth?.rank ?? 0);
  const slot = Math.min(16, (box.width - 12) / slots);
  const left = (box.width - slot * slots) / 2;
  return (
    <>
      {sigma.map((value, i) => {
        const bar = scale > 0 ? Math.max(0, value / scale) * height : 0;
        return (
          <rect
            key={i}
            x={left + i * slot}
            y={floor - bar}
            width={Math.max(0.5, slot - (slot > 3 ? 1.5 : 0))}
            height={bar}
            fill={colour}
          />
        );
      })}
      {truth && scale > 0 && (
        <rect
          className="truth"
          x={left}
          y={floor - (truth.sigma / scale) * height}
          width={truth.rank * slot}
          height={(truth.sigma / scale) * height}
        />
      )}
      <path className="floor" d={`M6 ${floor}H${box.width - 6}`} />
      <text className="figure" x={box.width / 2} y={box.height - 5}>
        {`${effectiveRank?.toFixed(effectiveRank < 10 ? 1 : 0) ?? '–'} / ${sigma.length}`}
      </text>
    </>
  );
}

/** Trained vectors at a matrix's upper or lower edge: one bar, and their symbols. */
function Vectors({
  box,
  isAbove,
  symbols,
}: Pick<BlockGeometry, 'box'> & { isAbove: boolean; symbols: readonly string[] }) {
  if (symbols.length === 0) return null;
  const text = symbols.join(' ');
  const end = box.width / 2 - 5;
  const y = isAbove ? -8 : box.height + 8;
  return (
    <g className="vectors">
      <rect x={1} y={y - 2.5} width={Math.max(6, end - 12 * symbols.length - 4)} height={5} rx={1} />
      <text x={end} y={y} dy="0.3em">
        {text}
      </text>
    </g>
  );
}

interface LowRankPathProps extends Pick<BlockGeometry, 'box' | 'side'> {
  r: number;
  /** A and B are not trained. */
  isFrozen: boolean;
  /** B stands above A. */
  isUpward: boolean;
  /** A trained vector multiplies what A gives, and one what B gives. */
  scalesRank: boolean;
  scalesUpdate: boolean;
}

function LowRankPath({ box, side, r, isFrozen, isUpward, scalesRank, scalesUpdate }: LowRankPathProps) {
  const centre = box.width / 2;
  const x = box.width + side / 2 + 3;
  const wide = side / 2 - 3;
  const middle = box.height / 2;
  // r = 1 … 64 on a doubling scale, from a thread to almost the full width.
  const waist = Math.min(wide, 1 + Math.log2(r) * (wide / 8));
  const vector = (half: number, y: number) => (
    <rect className="vector" x={x - half} y={y - 2.5} width={2 * half} height={5} rx={1} />
  );
  return (
    <g className="low-rank" data-frozen={isFrozen || undefined}>
      <path d={`M${centre} -5H${x}V4M${x} ${box.height - 4}V${box.height + 5}H${centre}`} />
      <path className="factor" d={`M${x - wide} 4h${2 * wide}L${x + waist} ${middle - 1}h${-2 * waist}Z`} />
      <path
        className="factor"
        d={`M${x - waist} ${middle + 1}h${2 * waist}L${x + wide} ${box.height - 4}h${-2 * wide}Z`}
      />
      {scalesRank && vector(waist, middle)}
      {scalesUpdate && vector(wide, isUpward ? 4 : box.height - 4)}
    </g>
  );
}
