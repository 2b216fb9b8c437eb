/** The shown runs cut to fewer directions: what was measured of each, and the way to measure it. */
import { useState } from 'react';
import { LabError } from '../../../core/lab-error.ts';
import { isLive, stepsDone, type RunRecord } from '../../../core/run-record.ts';
import { siteId, type Site, type SiteId } from '../../../core/site.ts';
import { usedDirections } from '../../../core/site-summary.ts';
import type { Svd } from '../../../core/svd.ts';
import type { WeightUpdate } from '../../../core/weight-update.ts';
import { cutTo, hasFactoredDeltas } from '../../../core/with-deltas.ts';
import type { Change } from '../../../state/changed-runs.ts';
import { inspect } from '../../../state/inspect-client.ts';
import { inspectedRun } from '../../../state/inspected-run.ts';
import { latestAt, measuredSites } from '../../charts/series.ts';
import type { ShownRun } from '../../charts/types.ts';
import { usePage } from '../../page-context.tsx';
import { useChartProps } from '../../use-chart-props.ts';
import { cutRanks, type Cut } from './cut-figures.ts';
import { useMeasuring, type Measuring } from './use-measuring.ts';

export interface CutRun extends ShownRun {
  /** The most directions that ΔW has in any matrix. */
  rank: number;
  /** The validation loss when the run ended; null where it was not taken. */
  loss: number | null;
  /** What is measured by now, from k = 0 on. */
  cuts: readonly Cut[];
  /** Whether each cut is measured. */
  isComplete: boolean;
}

export interface Cuts {
  runs: readonly CutRun[];
  /** Runs whose weights are not in this browser. */
  absent: readonly ShownRun[];
  measuring: Measuring;
  start: () => void;
  /** A run with its ΔW cut. @throws LabError `no-run` where its weights are not in this browser */
  cutOf: (record: RunRecord, k: number, signal: AbortSignal) => Promise<Change>;
}

const keyOf = (record: RunRecord, k: number) => `${record.id}@${stepsDone(record)}/cut ${k}`;

/** The most directions that a run's last spectrum has in any matrix. */
const rankOf = (record: RunRecord): number =>
  Math.max(
    0,
    ...(latestAt(record.spectra, null)?.sites ?? []).map(
      ({ singularValues }) =>
        // In float32 what is left of a direction that is not there.
        singularValues.filter((value) => value > 1e-6 * (singularValues[0] ?? 0)).length,
    ),
  );

export function useCuts(): Cuts {
  const page = usePage();
  const { runs: shown } = useChartProps();
  const measuring = useMeasuring();
  const [bare, setBare] = useState<readonly string[]>([]);
  const ended = shown.filter(({ record }) => !isLive(record) && measuredSites(record).length > 0);
  const runs = ended
    .filter(({ record }) => rankOf(record) > 0 && !bare.includes(record.id))
    .map((run): CutRun => {
      const rank = rankOf(run.record);
      const ranks = cutRanks(rank);
      const cuts = ranks.flatMap((k) => {
        const losses = measuring.known.get(keyOf(run.record, k));
        return losses ? { ...losses, k } : [];
      });
      const last = run.record.evals.at(-1);
      const loss = last && last.step === stepsDone(run.record) ? last.loss : null;
      return { ...run, rank, loss, cuts, isComplete: cuts.length === ranks.length };
    });

  /** The run's weights, and how to cut each of its ΔW. */
  const prepare = async (record: RunRecord, signal: AbortSignal) => {
    const run = await inspectedRun(record, page);
    const sites = measuredSites(record);
    const found = await inspect('directions', [run], sites, { hear: () => undefined, signal });
    const directions = new Map<SiteId, Svd>(
      sites.flatMap((site, i) => (found[i] ? [[siteId(site), found[i]] as const] : [])),
    );
    const cutAt = (site: Site, k: number) => {
      const own = directions.get(siteId(site));
      return own ? cutTo(site, Math.min(k, Math.max(1, usedDirections(own))), own) : null;
    };
    // All that the run has is the run itself: more directions than are given, maybe.
    const all = rankOf(record);
    if (hasFactoredDeltas(record.config.method))
      return (k: number): Change => ({
        run,
        of: (delta) => (k < all && cutAt(delta.site, k)) || delta,
      });
    return (k: number): Change => ({
      run,
      updates: (k < all ? sites : []).flatMap((site): WeightUpdate[] => {
        const cut = cutAt(site, k);
        return cut ? [{ ...cut, onto: 'base' }] : [];
      }),
    });
  };

  return {
    runs,
    absent: ended.filter(({ record }) => bare.includes(record.id)),
    measuring,
    start: () =>
      measuring.start(async (signal) => {
        const jobs = [];
        for (const { record, rank, isComplete } of runs) {
          if (isComplete) continue;
          try {
            const cut = await prepare(record, signal);
            jobs.push(...cutRanks(rank).map((k) => ({ key: keyOf(record, k), change: cut(k) })));
          } catch (error) {
            if (!(error instanceof LabError) || !['no-run', 'model-absent'].includes(error.code)) throw error;
            setBare((before) => [...before, record.id]);
          }
        }
        return jobs;
      }),
    cutOf: async (record, k, signal) => (await prepare(record, signal))(k),
  };
}
