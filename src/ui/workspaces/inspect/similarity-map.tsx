/** φ(i, j) as a heat map: i down, j across, from 0 to 1; as it is, or over what chance gives. */
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { chanceDeviation, chanceSimilarity } from '../../../core/similarity.ts';
import type { Dense } from '../../../core/svd.ts';
import { shadeColour, shadeOf } from '../../charts/heat-colours.ts';
import type { Heat } from '../../charts/heat-layout.ts';
import { HeatMap } from '../../charts/heat-map.tsx';
import type { ChartTable } from '../../charts/table.ts';
import { count } from '../../format.ts';
import { overChance } from './similarity-figures.ts';

export interface PhiPicture {
  phi: Dense;
  /** Dimensions of the space in which the directions live. */
  d: number;
  /** Whether what is drawn is φ over chance. */
  isOver: boolean;
}

const upTo = (n: number): string[] => Array.from({ length: n }, (_, i) => count(i + 1));
/** `0.07`; what rounds to zero from below has no sign. */
const hundredths = new Intl.NumberFormat('en', {
  ...{ minimumFractionDigits: 2, maximumFractionDigits: 2 },
  signDisplay: 'negative',
});
const twoDecimals = (value: number): string => hundredths.format(value);
const places = ({ columns }: Dense, cell: number): [i: number, j: number] => [
  Math.floor(cell / columns) + 1,
  (cell % columns) + 1,
];

interface SimilarityMapProps extends PhiPicture {
  label: string;
  /** Whose directions i and j count; '' says nothing. */
  names: readonly [string, string];
}

export function SimilarityMap({ phi, d, isOver, label, names: [one, other] }: SimilarityMapProps) {
  const { t } = useTranslation('inspect');
  const over = useMemo(() => overChance(phi, d), [phi, d]);
  const heat = useMemo(
    (): Heat => ({
      ...{ rows: upTo(phi.rows), columns: upTo(phi.columns) },
      rowName: 'i',
      columnName: other === '' ? 'j' : t('similarity.axes', { one, other }),
      values: isOver ? over : [...phi.values],
      scale: [0, 1],
      scaleName: t(isOver ? 'similarity.phiOver' : 'similarity.phi'),
      format: twoDecimals,
    }),
    [phi, over, isOver, one, other, t],
  );
  const reading = (cell: number) => {
    const [i, j] = places(phi, cell);
    const above = over[cell] ?? null;
    const words = !isOver ? 'cell' : above === null ? 'nothingCell' : 'overCell';
    return t(`similarity.${words}`, {
      ...{ i: count(i), j: count(j), phi: twoDecimals(phi.values[cell] ?? 0) },
      ...{ chance: twoDecimals(chanceSimilarity(i, j, d)), over: twoDecimals(above ?? 0) },
      deviation: twoDecimals(chanceDeviation(i, j, d)),
    });
  };
  const hasGaps = isOver && over.includes(null);
  const hint = t(hasGaps ? 'similarity.hintGaps' : 'similarity.hint');
  return <HeatMap label={label} heat={heat} reading={reading} hint={hint} />;
}

/** The same as a small picture, without words. */
export function SmallPhi({ phi, d, isOver }: PhiPicture) {
  const paths = useMemo(() => {
    const values = isOver ? overChance(phi, d) : [...phi.values];
    return values.flatMap((value, cell) => {
      const [i, j] = places(phi, cell);
      return value === null
        ? []
        : [
            <rect
              key={cell}
              x={j - 1}
              y={i - 1}
              width={1}
              height={1}
              fill={shadeColour(shadeOf(value, [0, 1]))}
            />,
          ];
    });
  }, [phi, d, isOver]);
  return (
    <svg
      viewBox={`0 0 ${phi.columns} ${phi.rows}`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      aria-hidden
    >
      {paths}
    </svg>
  );
}

/** All of φ, with chance, whichever of them is drawn. @param picture null while there is none */
export function similarityTable(picture: PhiPicture | null, t: TFunction<'inspect'>): ChartTable {
  const columns = ['i', 'j', 'φ', t('similarity.chance'), t('similarity.deviation'), t('similarity.over')];
  if (!picture) return { columns, rows: [] };
  const { phi, d } = picture;
  const over = overChance(phi, d);
  return {
    columns,
    rows: [...phi.values].map((value, cell) => {
      const [i, j] = places(phi, cell);
      return [i, j, value, chanceSimilarity(i, j, d), chanceDeviation(i, j, d), over[cell] ?? null];
    }),
  };
}
