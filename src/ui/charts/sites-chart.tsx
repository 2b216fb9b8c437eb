/**
 * All adapted matrices of the focused run at one step: layers down, matrices across, one small spectrum each on one
 * scale, that of the whole run, with the effective rank and the most possible. A press on a cell chooses it for the
 * spectrum chart (the keyboard chooses there, by the select).
 */
import { useTranslation } from 'react-i18next';
import { PROJECTION_LABEL, PROJECTIONS, siteId } from '../../core/site.ts';
import { count } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import classes from './charts.module.css';
import type { Room } from './layout.ts';
import { Label } from './marks.tsx';
import { Plot } from './plot.tsx';
import {
  hasHiddenSpectra,
  latestAt,
  measuredSites,
  rankFigures,
  sigmaOf,
  spectrumScale,
  spectrumTable,
} from './series.ts';
import { SpectrumCell } from './spectrum-cell.tsx';
import { Term } from './term.tsx';
import { formatFigure, formatValue } from './values.ts';
import type { ChartProps, SiteChoice, Truth } from './types.ts';
import { useHeadings } from './use-headings.ts';
import { caveatOf } from '../method-words.ts';
import { siteWords } from '../site-words.ts';

/** At most so high, in lines of text. */
const TALLEST = 9;

interface SitesChartProps extends ChartProps, SiteChoice {
  /** The answer for the focused run's data, or null where it has none or the person has not answered yet. */
  truth: Truth | null;
}

export function SitesChart(props: SitesChartProps) {
  const { runs, cursor, site: choice, onSite, chip, nextCaveat, truth } = props;
  const { t } = useTranslation('charts');
  const headings = useHeadings();
  const focused = runs[0];
  const sites = focused ? measuredSites(focused.record) : [];
  const snapshot = focused ? latestAt(focused.record.spectra, cursor) : null;
  const cells = snapshot
    ? sites.map((site) => {
        const sigma = sigmaOf(snapshot, site);
        return { site, id: siteId(site), sigma, effective: rankFigures(sigma).effective };
      })
    : [];
  const caveat = focused ? caveatOf(focused.record.config.method) : null;
  const chosen = cells.find(({ id }) => id === choice) ?? cells[0];
  const why = caveat ?? (focused ? null : nextCaveat) ?? t('sitesEmpty');
  const layers = [...new Set(sites.map(({ layer }) => layer))].sort((a, b) => a - b);
  const columns = PROJECTIONS.filter((projection) => sites.some((site) => site.projection === projection));
  const top = spectrumScale(focused ? [focused] : [], 'all', truth)?.[1] ?? 0;
  const widest = cells.reduce<(typeof cells)[number] | null>(
    (most, cell) => (most && (most.effective ?? 0) >= (cell.effective ?? 0) ? most : cell),
    null,
  );

  const draw = ({ width, height, font }: Room) => {
    const layerName = (layer: number) => t('layer', { layer: count(layer + 1) });
    const gutter = Math.max(...layers.map((layer) => font.width(layerName(layer)))) + 8;
    const head = font.line + 3;
    const gap = layers.length > 6 ? 2 : 6;
    const cellWidth = (width - gutter - gap * (columns.length - 1)) / columns.length;
    const cellHeight = Math.min(
      TALLEST * font.line,
      (height - head - gap * (layers.length - 1) - 1) / layers.length,
    );
    // Of many layers in a small cell every second one is named, or every third.
    const stride = Math.ceil(font.line / (cellHeight + gap));
    return (
      <svg width={width} height={height} aria-hidden="true" fontSize={font.size}>
        {columns.map((projection, c) => (
          <Label
            key={projection}
            x={gutter + c * (cellWidth + gap) + cellWidth / 2}
            y={font.line / 2}
            textAnchor="middle"
            text={PROJECTION_LABEL[projection]}
          />
        ))}
        {layers.map(
          (layer, l) =>
            l % stride === 0 && (
              <Label
                key={layer}
                x={0}
                y={head + l * (cellHeight + gap) + cellHeight / 2}
                text={layerName(layer)}
              />
            ),
        )}
        {cells.map(({ site, id, sigma, effective }) => (
          <g
            key={id}
            className={classes.site}
            transform={`translate(${gutter + columns.indexOf(site.projection) * (cellWidth + gap)} ${head + layers.indexOf(site.layer) * (cellHeight + gap)})`}
            style={{ pointerEvents: 'all' }}
            onClick={() => onSite(id)}
          >
            <SpectrumCell
              sigma={sigma}
              hiddenRank={truth?.rank ?? 0}
              hiddenSigma={truth?.sigmaOf(site) ?? null}
              top={top}
              width={cellWidth}
              height={cellHeight}
              line={font.line}
              figures={cellFigures(sigma, effective)}
              widthOf={font.width}
              colour={focused?.colour ?? ''}
              isChosen={id === chosen?.id}
            />
          </g>
        ))}
      </svg>
    );
  };

  return (
    <ChartFrame
      title={t('sites')}
      chip={focused && snapshot && chip?.([{ record: focused.record, step: snapshot.step }])}
      detail={snapshot && focused ? `${focused.label} · ${t('atStep', { step: count(snapshot.step) })}` : ''}
      empty={cells.length > 0 ? null : hasHiddenSpectra(runs) ? `${why} ${t('spectrumOthers')}` : why}
      summary={
        widest
          ? t('sitesReading', {
              count: cells.length,
              site: siteWords(widest.site),
              effective: formatFigure(widest.effective),
              r: count(widest.sigma.length),
            })
          : ''
      }
      table={() =>
        spectrumTable(
          focused && snapshot ? [{ label: focused.label, snapshots: [snapshot], sites }] : [],
          headings,
          focused?.record.dataset.secret === undefined,
        )
      }
      toolbar={
        <span className={classes.figures}>
          <span className={classes.cellCaption}>
            <Term name={t('eachCell')} value={t('effectiveAndRank')} meaning={t('effectiveRankMeaning')} />
          </span>
          <span className={classes.note}>
            {top > 0 ? t('sharedScale', { top: formatValue(top) }) : t('spectrumZero')}
            {truth && ` · ${t('outlinedHidden')}`}
          </span>
          {caveat && <span className={classes.note}>{caveat}</span>}
        </span>
      }
    >
      <Plot>{draw}</Plot>
    </ChartFrame>
  );
}

const cellFigures = (sigma: readonly number[], effective: number | null): string =>
  `${effective?.toFixed(1) ?? '–'} / ${sigma.length}`;
