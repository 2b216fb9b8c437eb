/**
 * The singular values of ΔW = s·BA at one matrix: the spectrum at the cursor's step, or every σ_i over time, with
 * the three ways to count how many directions ΔW uses. Values are those the run measured, never interpolated.
 */
import { NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { siteId, siteLabel } from '../../core/site.ts';
import { count } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import classes from './charts.module.css';
import { latestAt, measuredSites, rankFigures, sigmaOf, spectrumTable } from './series.ts';
import { SpectrumNow } from './spectrum-now.tsx';
import { SpectrumOverTime } from './spectrum-over-time.tsx';
import { Term } from './term.tsx';
import { formatValue } from './ticks.ts';
import type { ChartProps, SiteChoice } from './types.ts';
import { useHeadings } from './use-headings.ts';

type View = 'now' | 'time';

export function SpectrumChart({ runs, cursor, onCursor, site, onSite }: ChartProps & SiteChoice) {
  const { t } = useTranslation('charts');
  const headings = useHeadings();
  const [view, setView] = useState<View>('now');
  const [log, setLog] = useState(false);

  const focused = runs[0];
  const sites = focused ? measuredSites(focused.record) : [];
  const chosen = sites.find((candidate) => siteId(candidate) === site) ?? sites[0];
  const shown = chosen
    ? runs.flatMap((run) => {
        const snapshot = latestAt(run.record.spectra, cursor);
        const sigma = snapshot ? sigmaOf(snapshot, chosen) : [];
        return snapshot && sigma.length > 0 ? [{ ...run, snapshot, sigma }] : [];
      })
    : [];
  const first = shown.find(({ record }) => record.id === focused?.record.id);
  const figures = first && rankFigures(first.sigma);
  const zero = first?.sigma[0] === 0;
  const reading =
    first && figures && chosen
      ? t(zero ? 'spectrumZeroReading' : 'spectrumReading', {
          site: siteLabel(chosen),
          run: first.record.name,
          step: count(first.snapshot.step),
          largest: formatValue(first.sigma[0] ?? 0),
          effective: formatValue(figures.effective),
          r: count(first.sigma.length),
          energy: count(figures.energy),
        })
      : t('spectrumEmpty');

  return (
    <ChartFrame
      title={t('spectrum')}
      detail={first ? t('atStep', { step: count(first.snapshot.step) }) : ''}
      chosen={chosen ? siteLabel(chosen) : ''}
      empty={chosen ? null : t('spectrumEmpty')}
      summary={reading}
      table={() =>
        spectrumTable(
          shown.map(({ record, snapshot }) => ({
            record,
            snapshots: view === 'now' ? [snapshot] : record.spectra,
            sites: chosen ? [chosen] : [],
          })),
          headings,
        )
      }
      controls={
        <>
          <Switch
            size="xs"
            color="gray"
            label={t('logY')}
            checked={log}
            onChange={(event) => setLog(event.currentTarget.checked)}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('view')}
            value={view}
            onChange={setView}
            data={[
              { value: 'now', label: t('now') },
              { value: 'time', label: t('overTime') },
            ]}
          />
        </>
      }
      toolbar={
        <>
          <NativeSelect
            size="xs"
            w={116}
            aria-label={t('matrix')}
            value={chosen ? siteId(chosen) : ''}
            onChange={(event) => {
              const picked = sites.find((candidate) => siteId(candidate) === event.currentTarget.value);
              if (picked) onSite(siteId(picked));
            }}
            data={sites.map((option) => ({ value: siteId(option), label: siteLabel(option) }))}
          />
          <span className={classes.figures}>
            {first && figures && (
              <>
                <Term
                  name={t('effectiveRank')}
                  value={t('ofRank', {
                    effective: formatValue(figures.effective),
                    r: count(first.sigma.length),
                  })}
                  meaning={t('effectiveRankMeaning')}
                />
                <Term
                  name={t('stableRank')}
                  value={formatValue(figures.stable)}
                  meaning={t('stableRankMeaning')}
                />
                <Term name={t('energyRank')} value={count(figures.energy)} meaning={t('energyRankMeaning')} />
              </>
            )}
          </span>
        </>
      }
    >
      {view === 'now' && zero && shown.length === 1 && (
        <div className={classes.empty}>{t('spectrumZero')}</div>
      )}
      {view === 'now' && !(zero && shown.length === 1) && (
        <SpectrumNow shown={shown} log={log} energyRank={figures?.energy ?? 0} />
      )}
      {view === 'time' && chosen && (
        <SpectrumOverTime
          runs={runs}
          site={chosen}
          log={log}
          cursor={cursor}
          onCursor={onCursor}
          reading={reading}
        />
      )}
    </ChartFrame>
  );
}
