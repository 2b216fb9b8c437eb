/**
 * All adapted matrices of the focused run at one step: layers down, matrices across, one small spectrum each on a
 * shared scale, with r and the effective rank. A press on a cell chooses it for the spectrum chart (the
 * keyboard chooses there, by the select).
 */
import { useTranslation } from 'react-i18next';
import { PROJECTION_LABEL, PROJECTIONS, siteId, siteLabel } from '../../core/site.ts';
import { count } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import classes from './charts.module.css';
import { FONT_SIZE } from './marks.tsx';
import { Plot } from './plot.tsx';
import { latestAt, measuredSites, rankFigures, sigmaOf, spectrumTable } from './series.ts';
import { Term } from './term.tsx';
import { formatValue } from './ticks.ts';
import type { ChartProps, SiteChoice } from './types.ts';
import { useHeadings } from './use-headings.ts';

const GUTTER = 52;
const HEAD = 18;
/** Below this height a cell's figures stand beside its bars instead of under them. */
const FLAT = 44;

export function SitesChart({
  runs,
  cursor,
  site: choice,
  onSite,
}: Omit<ChartProps, 'onCursor'> & SiteChoice) {
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
  const chosen = cells.find(({ id }) => id === choice) ?? cells[0];
  const layers = [...new Set(sites.map(({ layer }) => layer))].sort((a, b) => a - b);
  const columns = PROJECTIONS.filter((projection) => sites.some((site) => site.projection === projection));
  const largest = Math.max(0, ...cells.map(({ sigma }) => sigma[0] ?? 0));
  const widest = cells.reduce<(typeof cells)[number] | null>(
    (most, cell) => (most && most.effective >= cell.effective ? most : cell),
    null,
  );

  return (
    <ChartFrame
      title={t('sites')}
      detail={
        snapshot && focused ? `${focused.record.name} · ${t('atStep', { step: count(snapshot.step) })}` : ''
      }
      empty={cells.length === 0 ? t('sitesEmpty') : null}
      summary={
        widest
          ? t('sitesReading', {
              count: cells.length,
              site: siteLabel(widest.site),
              effective: formatValue(widest.effective),
              r: count(widest.sigma.length),
            })
          : ''
      }
      table={() =>
        spectrumTable(
          focused && snapshot ? [{ record: focused.record, snapshots: [snapshot], sites }] : [],
          headings,
        )
      }
      toolbar={
        <span className={classes.figures}>
          <Term name={t('eachCell')} value={t('rankAndEffective')} meaning={t('effectiveRankMeaning')} />
          <span className={classes.note}>{t('sharedScale', { largest: formatValue(largest) })}</span>
        </span>
      }
    >
      <Plot>
        {({ width, height }) => {
          const gap = layers.length > 6 ? 2 : 6;
          const cellWidth = (width - GUTTER - gap * (columns.length - 1)) / columns.length;
          const cellHeight = Math.min(120, (height - HEAD - gap * (layers.length - 1) - 1) / layers.length);
          const flat = cellHeight < FLAT;
          return (
            <svg width={width} height={height} aria-hidden="true">
              {columns.map((projection, c) => (
                <text
                  key={projection}
                  x={GUTTER + c * (cellWidth + gap) + cellWidth / 2}
                  y={11}
                  textAnchor="middle"
                  fontSize={FONT_SIZE}
                  fill="var(--chart-text)"
                >
                  {PROJECTION_LABEL[projection]}
                </text>
              ))}
              {layers.map((layer, l) => (
                <text
                  key={layer}
                  x={0}
                  y={HEAD + l * (cellHeight + gap) + cellHeight / 2}
                  dy="0.35em"
                  fontSize={FONT_SIZE}
                  fill="var(--chart-text)"
                >
                  {t('layer', { layer: count(layer + 1) })}
                </text>
              ))}
              {cells.map(({ site, id, sigma, effective }) => {
                const barsWidth = (flat ? cellWidth * 0.5 : cellWidth) - 12;
                const barsHeight = cellHeight - (flat ? 6 : 24);
                const slot = Math.min(22, barsWidth / sigma.length);
                const barsLeft = 6 + (barsWidth - slot * sigma.length) / 2;
                return (
                  <g
                    key={id}
                    className={classes.site}
                    transform={`translate(${GUTTER + columns.indexOf(site.projection) * (cellWidth + gap)} ${HEAD + layers.indexOf(site.layer) * (cellHeight + gap)})`}
                    style={{ pointerEvents: 'all' }}
                    onClick={() => onSite(id)}
                  >
                    <rect
                      className={classes.siteFrame}
                      data-chosen={id === chosen?.id || undefined}
                      x={0.5}
                      y={0.5}
                      width={cellWidth - 1}
                      height={cellHeight - 1}
                      rx={3}
                    />
                    {sigma.map((value, i) => {
                      const barHeight = largest > 0 ? (value / largest) * barsHeight : 0;
                      return (
                        <rect
                          key={i}
                          x={barsLeft + i * slot}
                          y={4 + barsHeight - barHeight}
                          width={Math.max(0.5, slot - (slot > 3 ? 1 : 0))}
                          height={barHeight}
                          fill={focused?.colour}
                        />
                      );
                    })}
                    <text
                      x={flat ? cellWidth - 6 : cellWidth / 2}
                      y={flat ? cellHeight / 2 : cellHeight - 9}
                      dy="0.35em"
                      textAnchor={flat ? 'end' : 'middle'}
                      fontSize={FONT_SIZE}
                      fill="var(--chart-strong)"
                    >
                      {`${sigma.length} / ${effective.toFixed(1)}`}
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
