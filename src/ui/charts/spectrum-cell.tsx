/** One small spectrum: its bars in a frame, with its figures below or beside them. */
import { memo } from 'react';
import classes from './charts.module.css';
import { Label, scaled } from './marks.tsx';

/** Below this many lines of text a cell's figures stand beside its bars instead of under them. */
const FLAT = 3.4;
const PAD = 6;

/** The figures in one line, or in two where a cell is narrow and high; none where even these have no room. */
export function cellLines(
  figures: string,
  width: number,
  height: number,
  line: number,
  widthOf: (text: string) => number,
) {
  const halves = figures.split(' / ').map((part, i) => (i > 0 ? `/ ${part}` : part));
  const fits = (lines: readonly string[]) => lines.every((text) => widthOf(text) + PAD <= width);
  if (fits([figures])) return [figures];
  return height >= (FLAT + 1) * line && fits(halves) ? halves : [];
}

interface SpectrumCellProps {
  /** The snapshot's own array: a cell is drawn anew only when there is another. */
  sigma: readonly number[];
  /** So many values of one size are hidden in the data here; none where the size is null. */
  hiddenRank: number;
  hiddenSigma: number | null;
  /** The σ that fills the height. */
  top: number;
  width: number;
  height: number;
  line: number;
  figures: string;
  /** Of a text, in CSS pixels. */
  widthOf: (text: string) => number;
  colour: string;
  isChosen: boolean;
}

export const SpectrumCell = memo(function SpectrumCell(props: SpectrumCellProps) {
  const { sigma, hiddenRank, hiddenSigma, top, width, height, line, figures, widthOf, colour } = props;
  const figuresWidth = widthOf(figures);
  const flat = height < FLAT * line;
  // A cell without room for its figures shows its bars alone.
  const flatName = height >= line && width >= figuresWidth + 6 * PAD ? [figures] : [];
  const lines = flat ? flatName : cellLines(figures, width, height, line, widthOf);
  const named = lines.length > 0;
  const barsWidth = width - 2 * PAD - (flat && named ? figuresWidth + PAD : 0);
  const barsHeight = height - (flat ? PAD : Math.max(1, lines.length) * line + 8);
  // Hidden values may be more than r could learn.
  const slots = Math.max(1, sigma.length, hiddenSigma === null ? 0 : hiddenRank);
  const slot = Math.min(2 * line, barsWidth / slots);
  const left = PAD + (barsWidth - slot * slots) / 2;
  const barWidth = Math.max(0.5, slot - (slot > 3 ? 1 : 0));
  const foot = (flat ? PAD / 2 : 4) + barsHeight;
  const heightOf = (value: number) => (top > 0 ? (value / top) * barsHeight : 0);
  const bars = sigma.map((value, i) => {
    const barHeight = heightOf(value);
    return `M${left + i * slot} ${foot}v${-barHeight}h${barWidth}v${barHeight}z`;
  });
  return (
    <>
      <rect
        className={classes.siteFrame}
        data-chosen={props.isChosen || undefined}
        x={0.5}
        y={0.5}
        width={Math.max(0, width - 1)}
        height={Math.max(0, height - 1)}
        rx={3}
      />
      <path d={bars.join('')} fill={colour} />
      {hiddenSigma !== null && (
        <rect
          x={left}
          y={foot - heightOf(hiddenSigma)}
          width={hiddenRank * slot}
          height={heightOf(hiddenSigma)}
          fill="none"
          stroke="var(--chart-strong)"
          strokeWidth={scaled(1.5)}
        />
      )}
      {lines.map((text, i) => (
        <Label
          key={text}
          className={classes.cellFigure}
          x={flat ? width - PAD : width / 2}
          y={flat ? height / 2 : height - (lines.length - i - 0.5) * line - 2}
          textAnchor={flat ? 'end' : 'middle'}
          text={text}
          fill="var(--chart-strong)"
        />
      ))}
    </>
  );
});
