/** Takes figures of trained tensors in workers of their own, and keeps what they found. */
import { siteId, type Site } from '../core/site.ts';
import type { Figure, SiteFigures } from '../core/site-figures.ts';
import type { WorkerPort } from './client.ts';
import {
  inspectionEventSchemas,
  type FigureEvent,
  type Inspection,
  type Subject,
} from './inspection-protocol.ts';
import { runJob } from './job-worker.ts';

/** A run at one step. */
export interface InspectedRun extends Subject {
  runId: string;
  step: number;
}

/**
 * Takes one figure at some sites, in their order. What was found before is not taken again.
 * @param runs one, or the two that `similarity` compares
 * @param hear hears how many sites are found, at the beginning and after each
 * @param signal ends the workers; what they have found by then is kept
 * @throws LabError `abandoned` where the signal is aborted, `file-fetch` where the worker's script or the base model does not
 * come, `no-model` where that has other weights by now, `bad-adapter` where a run has no ΔW at a site
 */
export type Inspect = <F extends Figure>(
  figure: F,
  runs: readonly [InspectedRun, InspectedRun?],
  sites: readonly Site[],
  listener: { hear: (done: number) => void; signal: AbortSignal },
) => Promise<SiteFigures[F][]>;

/** Workers at once: more would slow training down. */
const MOST_WORKERS = 2;
/** Figures that are kept: those of all sites of a run at some steps. */
const MOST_KEPT = 400;

const spawnInspection = (): WorkerPort =>
  new Worker(new URL('./inspection.ts', import.meta.url), { type: 'module', name: 'rankscope-inspection' });

/** What was found, the longest unused first. */
type Kept<F extends Figure> = Map<string, SiteFigures[F]>;

/** @param baseUrl the page's folder */
export function createInspect(baseUrl: string, spawn = spawnInspection): Inspect {
  const kept: { readonly [F in Figure]: Kept<F> } = {
    summary: new Map(),
    base: new Map(),
    directions: new Map(),
    similarity: new Map(),
  };

  /** Takes a figure at some sites in one worker. */
  const takeApart = <F extends Figure>(
    job: Inspection,
    figure: F,
    signal: AbortSignal,
    found: (site: Site, figures: SiteFigures[F]) => void,
  ) => {
    let left = job.sites.length;
    return runJob<FigureEvent<SiteFigures[F]>, object>(job, {
      spawn,
      events: inspectionEventSchemas[figure],
      signal,
      take({ site, figures }) {
        found(site, figures);
        left--;
        return left > 0 ? null : {};
      },
      words: {
        name: 'The worker',
        absent: 'The part of the page that inspects runs could not be loaded.',
        abandoned: 'The inspection was given up.',
      },
    });
  };

  return async (figure, runs, sites, { hear, signal }) => {
    const [subject, other = null] = runs;
    const before = kept[figure];
    const about = runs.flatMap((run) => (run ? [`${run.runId}@${run.step}`] : [])).join('/');
    const keyOf = (site: Site) => `${about}/${siteId(site)}`;
    const results = new Map(
      sites.flatMap((site) => {
        const figures = before.get(keyOf(site));
        return figures ? [[siteId(site), figures] as const] : [];
      }),
    );
    const missing = sites.filter((site) => !results.has(siteId(site)));
    hear(results.size);
    const ending = new AbortController();
    const shares = Array.from({ length: MOST_WORKERS }, (_, worker) =>
      missing.filter((_, i) => i % MOST_WORKERS === worker),
    );
    try {
      await Promise.all(
        shares
          .filter((share) => share.length > 0)
          .map((share) =>
            takeApart(
              { baseUrl, figure, subject, other, sites: share },
              figure,
              AbortSignal.any([signal, ending.signal]),
              (site, figures) => {
                results.set(siteId(site), figures);
                before.set(keyOf(site), figures);
                hear(results.size);
              },
            ),
          ),
      );
    } finally {
      // Where one worker fails, so does the whole.
      ending.abort();
      // Put last, since they were used.
      for (const site of sites) {
        const figures = results.get(siteId(site));
        before.delete(keyOf(site));
        if (figures) before.set(keyOf(site), figures);
      }
      for (const key of [...before.keys()].slice(0, Math.max(0, before.size - MOST_KEPT))) before.delete(key);
    }
    return sites.flatMap((site) => {
      const figures = results.get(siteId(site));
      return figures ? [figures] : [];
    });
  };
}
