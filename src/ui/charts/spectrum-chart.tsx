/**
 * The singular values of ΔW = s·BA at one matrix: the spectrum at the cursor's step, or every σ_i over time, with
 * the three ways to count how many directions ΔW uses. Values are those the run measured, never interpolated.
 */
import { VisuallyHidden } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { siteId } from '../../core/site.ts';
import { count } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import classes from './charts.module.css';
import { LogSwitch, MatrixSelect } from './controls.tsx';
import { Swatch } from './marks.tsx';
import {
  hasHiddenSpectra,
  measuredRuns,
  MOST_CURVES,
  measuredSites,
  rankFigures,
  spectraAt,
  spectrumScale,
  spectrumTable,
} from './series.ts';
import { SpectrumNow } from './spectrum-now.tsx';
import { SpectrumOverTime } from './spectrum-over-time.tsx';
import { Term } from './term.tsx';
import { formatFigure, formatValue } from './values.ts';
import type { ChartProps, SiteChoice, SpectrumView, Truth } from './types.ts';
import { useHeadings } from './use-headings.ts';
import { caveatOf } from '../method-words.ts';
import { siteWords } from '../site-words.ts';

interface SpectrumChartProps extends ChartProps, SiteChoice {
  /** The answer for the focused run's data, or null where it has none or the person has not answered yet. */
  truth?: Truth | null;
  /** The spectrum at the step that is shown, or every σ_i over the steps. */
  view: SpectrumView;
}

export function SpectrumChart(props: SpectrumChartProps) {
  const { runs, cursor, held, onCursor, site, onSite, chip, nextCaveat, view, truth = null } = props;
  const { t } = useTranslation('charts');
  const headings = useHeadings();
  const [log, setLog] = useState(false);

  const all = useMemo(() => measuredRuns(runs), [runs]);
  const measured = useMemo(() => all.slice(0, MOST_CURVES), [all]);
  const focused = runs[0];
  const sites = focused ? measuredSites(focused.record) : [];
  const chosen = sites.find((candidate) => siteId(candidate) === site) ?? sites[0];
  const shown = chosen ? spectraAt(measured, chosen, cursor) : [];
  const drawn = chosen ? spectraAt(measured, chosen, null) : [];
  const first = shown.find(({ record }) => record.id === focused?.record.id);
  const figures = first && rankFigures(first.sigma);
  const zero = first?.sigma[0] === 0;
  // Where 90 % of the energy lies is no answer to what k is, but looks like one.
  const asksRank = focused?.record.dataset.secret !== undefined && !truth;
  const hiddenSigma = (chosen && truth?.sigmaOf(chosen)) ?? null;
  const hidden = truth && hiddenSigma !== null ? { rank: truth.rank, sigma: hiddenSigma } : null;
  const scale = chosen ? spectrumScale(measured, siteId(chosen), truth) : null;
  const caveat = focused ? caveatOf(focused.record.config.method) : null;
  const why = caveat ?? (focused ? null : nextCaveat) ?? t('spectrumEmpty');
  const absent = hasHiddenSpectra(runs) ? `${why} ${t('spectrumOthers')}` : why;
  const reading =
    first && figures && chosen
      ? t(zero ? 'spectrumZeroReading' : asksRank ? 'spectrumAskedReading' : 'spectrumReading', {
          site: siteWords(chosen),
          run: first.label,
          step: count(first.snapshot.step),
          largest: formatValue(first.sigma[0] ?? 0),
          effective: formatFigure(figures.effective),
          r: count(first.sigma.length),
          energy: formatFigure(figures.energy),
        })
      : absent;

  return (
    <ChartFrame
      title={t(view === 'now' ? 'spectrum' : 'spectrumOverTime')}
      chip={chip?.(
        view === 'now'
          ? shown.map(({ record, snapshot: { step } }) => ({ record, step }))
          : drawn.map(({ record }) => ({ record })),
      )}
      detail={first ? t('atStep', { step: count(first.snapshot.step) }) : ''}
      chosen={chosen ? siteWords(chosen) : ''}
      empty={chosen ? null : absent}
      summary={reading}
      table={() =>
        spectrumTable(
          shown.map(({ record, label, snapshot }) => ({
            label,
            snapshots: view === 'now' ? [snapshot] : record.spectra,
            sites: chosen ? [chosen] : [],
          })),
          headings,
          !asksRank,
        )
      }
      controls={<LogSwitch log={log} onLog={setLog} />}
      toolbar={
        <>
          <MatrixSelect sites={sites} chosen={chosen ? siteId(chosen) : ''} onSite={onSite} />
          <span className={classes.figures}>
            {first && drawn.length > 1 && (
              <span title={first.label}>
                <Swatch {...first} />
                <VisuallyHidden>{t('figuresOf', { run: first.label })}</VisuallyHidden>
              </span>
            )}
            {first && caveat && <span className={classes.note}>{caveat}</span>}
            {all.length > measured.length && (
              <span className={classes.note}>{t('firstCurves', { shown: count(measured.length) })}</span>
            )}
            {first && figures && (
              <>
                <Term
                  name={t('effectiveRank')}
                  value={
                    zero
                      ? formatFigure(null)
                      : t('ofRank', {
                          effective: formatFigure(figures.effective),
                          r: count(first.sigma.length),
                        })
                  }
                  meaning={t('effectiveRankMeaning')}
                />
                <Term
                  name={t('stableRank')}
                  value={formatFigure(figures.stable)}
                  meaning={t('stableRankMeaning')}
                />
                {!asksRank && (
                  <Term
                    name={t('energyRank')}
                    value={
                      zero ? formatFigure(null) : t('energyValues', { energy: formatFigure(figures.energy) })
                    }
                    meaning={t('energyRankMeaning')}
                  />
                )}
              </>
            )}
          </span>
        </>
      }
    >
      {view === 'now' && (
        <SpectrumNow
          shown={shown}
          log={log}
          scale={scale}
          energyRank={asksRank ? null : (figures?.energy ?? 0)}
          hidden={hidden}
          note={zero && shown.length === 1 ? t('spectrumZero') : ''}
        />
      )}
      {view === 'time' && chosen && (
        <SpectrumOverTime
          runs={measured}
          site={chosen}
          scale={scale}
          log={log}
          cursor={cursor}
          held={held}
          onCursor={onCursor}
          reading={reading}
        />
      )}
    </ChartFrame>
  );
}
