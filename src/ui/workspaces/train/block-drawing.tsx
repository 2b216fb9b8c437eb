/** A transformer block, drawn: shapes only. What its matrices show is the caller's. */
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ADAPTER_PLACES,
  adapterPlace,
  EMBEDDINGS,
  marksOf,
  keysPlace,
  tokensPlace,
  type Mark,
} from '../../../core/methods/marks.ts';
import {
  ADAPTER,
  hasHead,
  hasInitials,
  NORM,
  PILL,
  SUM,
  trainsTable,
  type BlockGeometry,
} from './block-geometry.ts';

/** The least share of its size to which a drawing shrinks where its place is low. */
const LEAST_SHARE = 0.8;

const sizeOf = (width: number, height: number) => ({
  width,
  height,
  style: { minHeight: LEAST_SHARE * height },
});

interface BlockDrawingProps {
  geometry: BlockGeometry;
  /** In CSS pixels; the height follows. */
  width: number;
  label: string;
  layer: number;
  /** What the shown run trains. */
  marks: readonly Mark[];
  /** What the next run trains. */
  nextMarks: readonly Mark[];
  /** The places where these differ: they are dashed. */
  differing: ReadonlySet<string>;
  /** The matrices. */
  children: ReactNode;
}

export function BlockDrawing(props: BlockDrawingProps) {
  const { geometry, width, label, layer, marks, nextMarks, differing, children } = props;
  const { t } = useTranslation('workspaces');
  const arrow = useId();
  const isHere = (mark: { layer: number }) => mark.layer === layer;
  const { stream, norms, attention, activation, sums, at } = geometry;
  const isGated = at.gate !== undefined;
  const [learned] = marksOf([...marks, ...nextMarks], 'keys').filter(isHere);
  const end = `url(#${arrow})`;
  return (
    <svg
      className="block"
      {...sizeOf(width, (width / geometry.width) * geometry.height)}
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
      <text className="layer-name" x={4} y={stream - 9}>
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
      {[...marksOf(marks, 'tokens').filter(isHere), ...marksOf(nextMarks, 'tokens').filter(isHere)]
        .slice(0, 1)
        .map(({ before, after }) => (
          <Tokens
            key={layer}
            before={before}
            after={after}
            y={stream}
            isTrained={marksOf(marks, 'tokens').some(isHere)}
            isDiffering={differing.has(tokensPlace(layer))}
          />
        ))}
      {norms.map(({ x, y }, i) => (
        <Norm
          key={x}
          x={x}
          y={y}
          width={geometry.norm}
          label={t(hasInitials(geometry) ? 'block.normInitials' : isGated ? 'block.rmsNorm' : 'block.norm')}
          part={`${layer}.ln${i + 1}`}
          marks={marks}
          differing={differing}
        />
      ))}
      <Pill
        {...attention}
        label={t('block.attention') + (learned ? ` + ${learned.before}` : '')}
        isTrained={marksOf(marks, 'keys').some(isHere)}
        isDiffering={differing.has(keysPlace(layer))}
      />
      <Pill
        x={activation.x - (isGated ? 31 : 27)}
        y={activation.y}
        width={isGated ? 62 : 54}
        label={t(isGated ? 'block.swiglu' : 'block.gelu')}
      />
      {ADAPTER_PLACES.filter((after) =>
        marksOf([...marks, ...nextMarks], 'adapter').some((mark) => isHere(mark) && mark.after === after),
      ).map((after) => {
        const { x, y } = geometry.adapters[after];
        return (
          <Pill
            key={after}
            x={x - ADAPTER / 2}
            y={y}
            width={ADAPTER}
            label={t('block.adapter')}
            isTrained={marksOf(marks, 'adapter').some((mark) => isHere(mark) && mark.after === after)}
            isDiffering={differing.has(adapterPlace(layer, after))}
          />
        );
      })}
      {children}
    </svg>
  );
}

interface EndDrawingProps {
  geometry: BlockGeometry;
  width: number;
  marks: readonly Mark[];
  nextMarks: readonly Mark[];
  differing: ReadonlySet<string>;
}

/** What stands before the first block and after the last, where a method trains it. */
function EndDrawing({
  geometry,
  width,
  children,
}: Pick<EndDrawingProps, 'geometry' | 'width'> & { children: ReactNode }) {
  return (
    <svg
      className="block"
      {...sizeOf(width, (width / geometry.width) * END_HEIGHT)}
      viewBox={`0 0 ${geometry.width} ${END_HEIGHT}`}
      aria-hidden="true"
    >
      <g className="wires">
        <path d={`M2 ${END_HEIGHT / 2}H${geometry.width - 4}`} className="stream" />
      </g>
      {children}
    </svg>
  );
}

/** Height of what stands before and after the blocks. */
const END_HEIGHT = PILL + 8;
const END_TOP = 4;

export function Embeddings(props: EndDrawingProps) {
  const { t } = useTranslation('workspaces');
  const { marks, nextMarks, differing } = props;
  const all = [...marks, ...nextMarks];
  if (!trainsTable(all, 'wte') && !trainsTable(all, 'wpe')) return null;
  const look = (table: 'wte' | 'wpe') => ({
    y: END_TOP,
    width: 158,
    isTrained: trainsTable(marks, table),
    isWeight: trainsTable(marks, table),
    isDiffering: differing.has(EMBEDDINGS) || differing.has(table),
  });
  return (
    <EndDrawing {...props}>
      <Pill x={4} label={t('block.tokens')} {...look('wte')} />
      <Pill x={170} label={t('block.positions')} {...look('wpe')} />
    </EndDrawing>
  );
}

export function Head(props: EndDrawingProps) {
  const { t } = useTranslation('workspaces');
  const { marks, nextMarks, differing } = props;
  const trainsHead = trainsTable(marks, 'head');
  if (!hasHead([...marks, ...nextMarks])) return null;
  return (
    <EndDrawing {...props}>
      <Norm
        x={43}
        y={END_TOP}
        width={NORM.whole}
        label={t('block.norm')}
        part="lnF"
        marks={marks}
        differing={differing}
      />
      <Pill
        x={112}
        y={END_TOP}
        width={216}
        label={t('block.head')}
        isTrained={trainsHead}
        isWeight={trainsHead}
        isDiffering={differing.has(EMBEDDINGS) || differing.has('head')}
      />
    </EndDrawing>
  );
}

/** Size and distance of the squares that stand for tokens. */
const TOKEN = { size: 6, step: 9 };
/** So many learned tokens have a square each; of more, one square stands for each group, with their number. */
const MOST_TOKENS = 8;
const TEXT_TOKENS = 2;
/** Of each character of a group's number. */
const DIGIT = 8.5;

/** Squares and numbers from left to right. */
export function tokenRow(before: number, after: number) {
  let x = 4;
  const squares: { x: number; isLearned: boolean }[] = [];
  const numbers: { x: number; text: string }[] = [];
  const put = (length: number, isLearned: boolean) => {
    for (let i = 0; i < length; i++, x += TOKEN.step) squares.push({ x, isLearned });
  };
  const learn = (length: number) => {
    if (length === 0) return;
    if (before + after <= MOST_TOKENS) put(length, true);
    else {
      put(1, true);
      const text = `×${length}`;
      numbers.push({ x, text });
      x += text.length * DIGIT + 2;
    }
    put(TEXT_TOKENS, false);
  };
  if (before === 0) put(TEXT_TOKENS, false);
  learn(before);
  learn(after);
  return { squares, numbers };
}

/** Learned tokens before the prompt and after it, filled, among those of the text. */
function Tokens({
  before,
  after,
  y,
  isTrained,
  isDiffering,
}: {
  before: number;
  after: number;
  y: number;
  isTrained: boolean;
  isDiffering: boolean;
}) {
  const { squares, numbers } = tokenRow(before, after);
  return (
    <g className="tokens">
      {squares.map(({ x, isLearned }) => (
        <rect
          key={x}
          data-trained={(isLearned && isTrained) || undefined}
          data-next={(isLearned && isDiffering) || undefined}
          x={x}
          y={y - TOKEN.size / 2}
          width={TOKEN.size}
          height={TOKEN.size}
          rx={0.5}
        />
      ))}
      {numbers.map(({ x, text }) => (
        <text key={x} x={x} y={y} dy="0.34em">
          {text}
        </text>
      ))}
    </g>
  );
}

interface NormProps {
  /** Its centre. */
  x: number;
  y: number;
  width: number;
  label: string;
  part: string;
  marks: readonly Mark[];
  differing: ReadonlySet<string>;
}

/** A LayerNorm; `b` beside it where its bias is trained. */
function Norm({ x, y, width, label, part, marks, differing }: NormProps) {
  const has = (kind: 'weight' | 'bias') => marksOf(marks, kind).some((mark) => mark.part === part);
  return (
    <>
      <Pill
        x={x - width / 2}
        y={y}
        width={width}
        label={label}
        isTrained={has('weight') || has('bias')}
        isWeight={has('weight')}
        isDiffering={differing.has(part)}
      />
      {has('bias') && (
        <g className="vectors">
          <text x={x + width / 2 + 11} y={y + PILL / 2} dy="0.3em">
            b
          </text>
        </g>
      )}
    </>
  );
}

interface PillProps {
  x: number;
  y: number;
  width: number;
  label: string;
  isTrained?: boolean;
  /** Its weights are the base model's own, and trained. */
  isWeight?: boolean;
  isDiffering?: boolean;
}

function Pill({ x, y, width, label, isTrained = false, isWeight = false, isDiffering = false }: PillProps) {
  return (
    <g
      className="plain"
      data-trained={isTrained || undefined}
      data-weight={isWeight || undefined}
      data-next={isDiffering || undefined}
    >
      <rect x={x} y={y} width={width} height={PILL} rx={PILL / 2} />
      <text x={x + width / 2} y={y + PILL / 2} dy="0.36em">
        {label}
      </text>
    </g>
  );
}
