/** One figure of ΔW at every adapted matrix of the shown run, as a map; the chosen matrix's spectrum stands beside it. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLive } from '../../../core/run-record.ts';
import { PROJECTION_LABEL, siteId } from '../../../core/site.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import classes from '../../charts/charts.module.css';
import { Choice } from '../../charts/controls.tsx';
import { topOf } from '../../charts/grid.ts';
import type { Heat } from '../../charts/heat-layout.ts';
import { HeatMap } from '../../charts/heat-map.tsx';
import { hasHiddenSpectra, latestAt, measuredSites, sigmaOf } from '../../charts/series.ts';
import { Term } from '../../charts/term.tsx';
import { formatFigure, formatValue } from '../../charts/values.ts';
import { count } from '../../format.ts';
import { useInTurn } from '../../in-turn.ts';
import { useView } from '../../page-context.tsx';
import { useResults } from '../../shown-runs.tsx';
import { useChartProps, useTruth } from '../../use-chart-props.ts';
import {
  isTaken,
  MAP_FIGURES,
  mapCells,
  mostRecorded,
  recordedFigure,
  takenFigure,
  type MapCell,
  type MapFigure,
} from './map-figures.ts';
import { SiteView } from './site-view.tsx';
import { TakenAt, TakingNote } from './taking-note.tsx';
import { useFigures } from './use-figures.ts';
import { caveatOf, noSpectrumOf } from '../../method-words.ts';
import { siteWords } from '../../site-words.ts';

export function SiteMap() {
  return (
    <SiteView>
      <MapChart />
    </SiteView>
  );
}

/** What the map shows of one figure, or why it shows nothing. */
function useMap(figure: MapFigure) {
  const { t } = useTranslation('inspect');
  const { t: charts } = useTranslation('charts');
  const { runs, cursor, nextCaveat } = useChartProps();
  const truth = useTruth();
  const { isRecorded } = useResults();
  const [focused] = useInTurn(runs);
  const record = focused?.record;
  const sites = record ? measuredSites(record) : [];
  const taking = useFigures('summary', record && isTaken(figure) && !isRecorded ? [record] : [], sites);
  const taken = taking.outcome.state === 'done' ? taking.outcome : null;
  const snapshot = record ? latestAt(record.spectra, cursor) : null;
  const step = isTaken(figure) ? taken?.steps[0] : snapshot?.step;
  const map = mapCells(sites, (site, place) =>
    isTaken(figure)
      ? takenFigure(figure, taken?.figures[place])
      : { value: snapshot && recordedFigure(figure, sigmaOf(snapshot, site)), chance: null },
  );
  const most =
    focused && !isTaken(figure)
      ? mostRecorded(focused.whole ?? focused.record, figure)
      : Math.max(0, ...map.cells.map(({ value }) => value ?? 0));

  const whyNone = () => {
    const why = record ? noSpectrumOf(record.config.method) : nextCaveat;
    return `${why ?? t('noSites')}${hasHiddenSpectra(runs) ? ` ${charts('spectrumOthers')}` : ''}`;
  };
  const whyNotThis = () => {
    if (figure === 'k90' && record?.dataset.secret !== undefined && !truth) return t('map.asked');
    if (isTaken(figure) && isRecorded) return t('recordedOnly');
    const isElsewhere = isTaken(figure) && taken && cursor !== null && cursor !== step;
    return isElsewhere ? t('map.otherStep', { step: count(step ?? 0) }) : null;
  };
  return {
    ...map,
    focused,
    step,
    top: topOf(most),
    taking: isTaken(figure) ? taking : null,
    empty: map.cells.length > 0 ? null : whyNone(),
    whyNot: whyNotThis(),
  };
}

function MapChart() {
  const { t } = useTranslation('inspect');
  const { t: charts } = useTranslation('charts');
  const { chip } = useChartProps();
  const choice = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  const [figure, setFigure] = useState<MapFigure>('effectiveRank');
  const { focused, layers, projections, cells, top, step, taking, empty, whyNot } = useMap(figure);
  const nameOf = (each: MapFigure) => t(`map.names.${each}`);
  const name = nameOf(figure);
  const hasChance = figure === 'amplification';

  const rows = layers.map((layer) => charts('layer', { layer: count(layer + 1) }));
  const columns = projections.map((projection) => PROJECTION_LABEL[projection]);
  const values = cells.map(({ value }) => value);
  const identity = JSON.stringify([rows, columns, values, top, name]);
  const heat = useMemo(
    (): Heat => ({
      ...{ rows, columns, values, rowName: '', columnName: '' },
      ...{ scale: [0, top], scaleName: name, format: formatValue },
    }),
    // All that it is made of is in `identity`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [identity],
  );
  const adapted = cells.filter(({ isAdapted }) => isAdapted);
  const chosen = adapted.find(({ site }) => siteId(site) === choice) ?? adapted[0];
  const [first, last] = [extreme(cells, 0), extreme(cells, -1)];

  const readingOf = (at: number) => {
    const cell = cells[at];
    if (!cell) return '';
    const { site, isAdapted, value, chance } = cell;
    const said = { site: siteWords(site), figure: name };
    if (!isAdapted) return t('map.noCell', said);
    if (value === null) return t('map.zeroCell', said);
    if (chance === null) return t('map.cell', { ...said, value: formatValue(value) });
    return t('map.chanceCell', { ...said, value: formatValue(value), chance: formatValue(chance) });
  };

  const caveat = focused ? caveatOf(focused.record.config.method) : null;
  const reason = whyNot !== null && <p className={classes.empty}>{whyNot}</p>;
  const isPending = taking !== null && taking.outcome.state !== 'done';
  return (
    <ChartFrame
      title={t('map.title')}
      chosen={name}
      detail={[focused?.label, step !== undefined && charts('atStep', { step: count(step) })]
        .filter((part) => part)
        .join(' · ')}
      chip={focused && step !== undefined && chip?.([{ record: focused.record, step }])}
      empty={empty}
      pending={reason || (isPending && <TakingNote taking={taking} />) || null}
      summary={
        whyNot ??
        (first && last
          ? t('map.summary', {
              count: cells.filter(({ value }) => value !== null).length,
              figure: name,
              ...{ most: siteWords(first.site), value: formatFigure(first.value) },
              ...{ least: siteWords(last.site), low: formatFigure(last.value) },
            })
          : '')
      }
      table={() => ({
        columns: [
          ...[charts('run'), charts('step'), charts('matrix'), name],
          ...(hasChance ? [t('map.chance')] : []),
        ],
        rows: adapted.map(({ site, value, chance }) => [
          ...[focused?.label ?? '', step ?? null, siteWords(site), value],
          ...(hasChance ? [chance] : []),
        ]),
      })}
      toolbar={
        <>
          <Choice<MapFigure>
            name={t('map.figure')}
            value={figure}
            options={MAP_FIGURES.map((value) => ({ value, label: nameOf(value) }))}
            onChange={setFigure}
          />
          <span className={classes.figures}>
            <Term name={t('definition')} meaning={t(`map.meanings.${figure}`)} />
            {caveat !== null && <span className={classes.note}>{caveat}</span>}
            {focused && taking && isLive(focused.record) && <TakenAt taking={taking} />}
          </span>
        </>
      }
    >
      <HeatMap
        label={t('map.cells')}
        heat={heat}
        reading={readingOf}
        hint={t('map.hint')}
        choice={{
          cell: chosen ? cells.indexOf(chosen) : null,
          onChoose: (at) => {
            const cell = cells[at];
            if (cell?.isAdapted) onSite(siteId(cell.site));
          },
        }}
      />
    </ChartFrame>
  );
}

/** The cell with the largest value (place 0), or with the least (−1). */
const extreme = (cells: readonly MapCell[], place: 0 | -1): MapCell | undefined =>
  cells
    .filter(({ value }) => value !== null)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
    .at(place);
