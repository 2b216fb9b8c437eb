/** One singular direction of the run in focus: which one is looked at, and what was measured of it. What was measured stays known. */
import { useEffect, useEffectEvent, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DirectionEffect } from '../../../core/direction-effect.ts';
import { isOfEncoder } from '../../../core/models/shape.ts';
import { isLive, stepsDone, type Score } from '../../../core/run-record.ts';
import { siteId, type Site } from '../../../core/site.ts';
import { usedDirections } from '../../../core/site-summary.ts';
import { withoutDirection } from '../../../core/weight-update.ts';
import { hasFactoredDeltas, leaveOut } from '../../../core/with-deltas.ts';
import type { Change, ChangedRuns } from '../../../state/changed-runs.ts';
import { inspectedRun } from '../../../state/inspected-run.ts';
import { errorNotice } from '../../../state/notices-store.ts';
import { measuredSites } from '../../charts/series.ts';
import type { ShownRun } from '../../charts/types.ts';
import { usePage, useView } from '../../page-context.tsx';
import { useChartProps } from '../../use-chart-props.ts';
import { useResults } from '../../shown-runs.tsx';
import type { Losses } from './cut-figures.ts';
import { useFigures, type Taking } from './use-figures.ts';
import { useIsBusy } from './use-measuring.ts';

/** What was measured of a direction. */
export interface Found {
  effect: DirectionEffect;
  /** Without it. */
  losses: Losses;
  /** The last scores without it, once asked for. */
  scores?: readonly Score[];
}

/** For as long as the page is open. */
const probes = createStore<{
  /** By run, its steps, matrix and direction. */
  known: ReadonlyMap<string, Found>;
  /** Whether each direction that is chosen is measured. */
  isOn: boolean;
  /** True while the lab is asked: one question at a time. */
  isMeasuring: boolean;
}>(() => ({ known: new Map(), isOn: false, isMeasuring: false }));

export interface DirectionState {
  run: ShownRun | undefined;
  sites: readonly Site[];
  site: Site | undefined;
  taking: Taking<'directions'>;
  /** σ of each direction of the matrix. */
  sigmas: readonly number[];
  /** Which one is looked at, from 0. */
  k: number;
  choose: (k: number) => void;
  key: string;
  found: Found | null;
  isMeasuring: boolean;
  /** Whether each direction that is chosen is measured. */
  isOn: boolean;
  isBusy: boolean;
  /** Measures this direction, and from then on each that is chosen. */
  start: () => void;
  score: () => Promise<void>;
  /** The run without the direction. @throws LabError as `inspectedRun` */
  without: () => Promise<Change>;
  /** Why there is nothing to look at; null where there is. */
  whyNot: 'none' | 'recorded' | 'live' | 'encoder' | 'zero' | null;
}

export function useDirection(): DirectionState {
  const page = usePage();
  const { actions, notices } = page;
  const { runs } = useChartProps();
  const { isRecorded } = useResults();
  const [run] = runs;
  const record = run?.record;
  const chosenSite = useView((state) => state.site);
  const [chosen, choose] = useState(0);
  const isBusy = useIsBusy();
  const { known, isOn, isMeasuring } = useStore(probes);

  const sites = record ? measuredSites(record) : [];
  const site = sites.find((each) => siteId(each) === chosenSite) ?? sites[0];
  const refused = () => {
    if (isRecorded) return 'recorded';
    if (!record || sites.length === 0) return 'none';
    if (isOfEncoder(record)) return 'encoder';
    return isLive(record) ? 'live' : null;
  };
  const refusal = refused();
  const taking = useFigures('directions', record && !refusal ? [record] : [], site ? [site] : []);
  const own = taking.outcome.state === 'done' ? taking.outcome.figures[0] : undefined;
  const sigmas = own ? [...own.sigma.subarray(0, Math.min(usedDirections(own), own.right.rows))] : [];
  const k = Math.min(chosen, Math.max(0, sigmas.length - 1));
  const key =
    record && site && sigmas.length > 0 ? `${record.id}@${stepsDone(record)}/${siteId(site)}/${k}` : '';
  const found = known.get(key) ?? null;

  const keep = (of: string, fields: Partial<Found>) =>
    probes.setState(({ known: before }) => {
      const whole = { ...before.get(of), ...fields };
      const { effect, losses } = whole;
      return effect && losses ? { known: new Map(before).set(of, { ...whole, effect, losses }) } : {};
    });
  const direction = () => {
    if (!own) return new Float32Array();
    const { columns, values } = own.right;
    return Float32Array.from(values.subarray(k * columns, (k + 1) * columns));
  };
  const without = async (): Promise<Change> => {
    const id = site && siteId(site);
    const v = direction();
    if (!record) throw new Error('No run is in focus.');
    const inspected = await inspectedRun(record, page);
    if (!hasFactoredDeltas(record.config.method))
      return { run: inspected, updates: site && own ? [withoutDirection(site, own, k)] : [] };
    return { run: inspected, of: (delta) => (siteId(delta.site) === id ? leaveOut(delta, v) : delta) };
  };
  /** Asks the lab, one question at a time; what fails is told. @returns null where there is no answer */
  const ask = async <T>(question: (changed: ChangedRuns) => Promise<T | null>): Promise<T | null> => {
    probes.setState({ isMeasuring: true });
    try {
      return await question(await actions.changedRuns());
    } catch (error) {
      notices.getState().say(errorNotice(error));
      return null;
    } finally {
      probes.setState({ isMeasuring: false });
    }
  };
  const measure = useEffectEvent(async () => {
    if (!site) return;
    const probe = { site, direction: direction() };
    const answer = await ask(async (changed) => changed.probe({ ...probe, without: await without() }));
    if (answer) keep(key, answer);
    else probes.setState({ isOn: false });
  });
  const isDue = isOn && key !== '' && !found && !isBusy && !isMeasuring;
  useEffect(() => {
    if (isDue) void measure();
  }, [isDue, key]);

  return {
    ...{ run, sites, site, taking, sigmas, k, choose, key, found, isMeasuring, isOn, isBusy, without },
    start: () => probes.setState({ isOn: true }),
    score: async () => {
      const scores = await ask(async (changed) => changed.score(await without()));
      if (scores) keep(key, { scores });
    },
    whyNot: refusal ?? (own && sigmas.length === 0 ? 'zero' : null),
  };
}
