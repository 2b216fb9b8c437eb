/** The pictures of the shown runs: the chosen one, and beside it, where there is room, another that goes with it. */
import { SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { Activity, memo, useContext, useMemo, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { chartPart } from '../../charts/chart-part.tsx';
import { truthOf, type ChartProps } from '../../charts/index.ts';
import type { ShownRun } from '../../charts/types.ts';
import { useGuesses } from '../../page-context.tsx';
import { useResults } from '../../shown-runs.tsx';
import { useChartProps } from '../../use-chart-props.ts';
import { IsOpen } from '../../use-return.ts';
import classes from './pictures.module.css';

interface PictureProps extends ChartProps {
  compares: boolean;
  hidesRank: boolean;
}

const charts = () => import('../../charts/compare-charts.ts');
const Curves = chartPart<PictureProps>(async () => (await charts()).LossChart);
const BySetting = chartPart<PictureProps>(async () => (await charts()).SettingChart);
const Published = chartPart<PictureProps>(async () => (await charts()).PublishedChart);
const TradeOff = chartPart<PictureProps>(async () => (await charts()).TradeOffChart);
const Spectra = chartPart<PictureProps>(async () => (await charts()).SpectraGrid);
const Energy = chartPart<PictureProps>(async () => (await charts()).EnergyChart);

const PICTURES = ['curves', 'setting', 'published', 'tradeOff', 'spectra', 'energy'] as const;
type Picture = (typeof PICTURES)[number];

const COMPONENTS: Readonly<Record<Picture, ComponentType<PictureProps>>> = {
  curves: Curves,
  setting: BySetting,
  published: Published,
  tradeOff: TradeOff,
  spectra: Spectra,
  energy: Energy,
};

/** Pictures that draw the run in focus before the others. */
const FOCUSED_FIRST: readonly Picture[] = ['curves', 'spectra', 'energy'];

/** What stands beside each picture. */
const BESIDE: Readonly<Record<Picture, Picture>> = {
  curves: 'setting',
  setting: 'curves',
  published: 'setting',
  tradeOff: 'setting',
  spectra: 'energy',
  energy: 'spectra',
};

/** From so many times the page's font size on, two pictures stand side by side. */
const TWO_FROM = 60;

export function Pictures() {
  const { t } = useTranslation('charts');
  const chart = useChartProps();
  const guesses = useGuesses((state) => state.guesses);
  const { described } = useResults();
  // A setting keeps its place and its look, whichever run is in focus.
  const inOrder = useMemo(() => {
    const place = new Map(described.map(({ id }, i) => [id, i]));
    const placeOf = ({ record }: ShownRun) => place.get(record.id) ?? 0;
    return chart.runs.toSorted((a, b) => placeOf(a) - placeOf(b));
  }, [described, chart.runs]);
  const [chosen, setChosen] = useState<Picture>('curves');
  const [visited, setVisited] = useState<readonly Picture[]>([]);
  const { ref, width } = useElementSize();
  const hasRoom = width >= TWO_FROM * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const shown = width === 0 ? [] : hasRoom ? [chosen, BESIDE[chosen]] : [chosen];
  if (shown.some((picture) => !visited.includes(picture))) setVisited([...new Set([...visited, ...shown])]);
  const hidesRank = chart.runs.some(
    ({ record }) => record.dataset.secret !== undefined && truthOf(record, guesses) === null,
  );
  return (
    <div ref={ref} className={classes.pictures}>
      <SegmentedControl
        size="xs"
        className={classes.choice}
        aria-label={t('pictures.choice')}
        value={chosen}
        onChange={setChosen}
        data={PICTURES.map((value) => ({ value, label: t(`pictures.${value}`) }))}
      />
      <div className={classes.drawn}>
        {[...new Set([...shown, ...visited])].map((picture) => (
          <Place
            key={picture}
            picture={picture}
            isChosen={picture === chosen}
            isShown={shown.includes(picture)}
            {...chart}
            runs={FOCUSED_FIRST.includes(picture) ? chart.runs : inOrder}
            compares
            hidesRank={hidesRank}
          />
        ))}
      </div>
    </div>
  );
}

interface PlaceProps extends PictureProps {
  picture: Picture;
  isChosen: boolean;
  isShown: boolean;
}

/** A picture that was left keeps its axes, and rests until it is looked at again. */
const Place = memo(
  function Place({ picture, isChosen, isShown, ...props }: PlaceProps) {
    const Chart = COMPONENTS[picture];
    const isOpen = useContext(IsOpen);
    return (
      <IsOpen value={isOpen && isShown}>
        <Activity mode={isShown ? 'visible' : 'hidden'}>
          <div className={classes.picture} data-chosen={isChosen || undefined}>
            <Chart {...props} />
          </div>
        </Activity>
      </IsOpen>
    );
  },
  (before, after) => !before.isShown && !after.isShown,
);
