/**
 * Every run that the page knows, live and ended, and which of them are shown: what the worker reports is added to
 * its record. Keeping records in the browser is keeper.ts's business, commands to the worker are actions.ts's.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isUnfinished } from '../core/checkpoint.ts';
import { plainName } from '../core/plain-name.ts';
import type { ErrorCode } from '../core/lab-error.ts';
import { isLive, joinFindings, NAME_LENGTH, NOTE_LENGTH, type RunRecord } from '../core/run-record.ts';
import type { Cost, LabEvent, Work } from '../worker/protocol.ts';

/** How long the latest pieces of a run's work took, in order. Steps that were told together are one entry. */
export type Spent = Readonly<Partial<Record<Work, readonly Cost[]>>>;

export interface RunsState {
  /** In the order in which they were started. */
  records: readonly RunRecord[];
  /** Runs overlaid on the charts, `MOST_SHOWN` at most, in the order ticked. */
  ticked: readonly string[];
  /** The run that single-run views show: always one of the ticked, null only where none is. */
  focused: string | null;
  /** Runs whose A and B the worker has, so that they can write. */
  held: readonly string[];
  /** By run id, of finished runs whose last scores are not there yet: how many of the texts for them are written. */
  scoring: Readonly<Record<string, ScoringProgress>>;
  /** Live runs that another tab of this browser trains. */
  elsewhere: readonly string[];
  /** Runs whose latest record or adapter the browser refused to store. */
  unsaved: readonly string[];
  /** By run id, the step of the checkpoint that the browser keeps. */
  checkpoints: Readonly<Record<string, number>>;
  /** By run id, of runs that this page has trained. */
  spent: Readonly<Record<string, Spent>>;
  /** The step that every view shows: the one under the pointer, else the one held; null for each run's latest. */
  cursor: number | null;
  /** The step that stays shown when the pointer leaves, or null. */
  heldStep: number | null;
  /**
   * Puts runs in the list, in the place of those that have their ids, ticks those that saw the data of the first, and focuses that, or the last where it is not among the
   * `MOST_SHOWN` ticked last. Runs of a group are overlaid with
   * others of the group alone.
   * @param focus the id of one of them to focus in place of the first
   */
  add: (records: readonly RunRecord[], focus?: string) => void;
  remove: (ids: readonly string[]) => void;
  /** Takes in a run as another tab stored it, without showing it unless the list is empty. @param isElsewhere whether that tab still trains it */
  take: (told: RunRecord, isElsewhere: boolean) => void;
  rename: (id: string, name: string) => void;
  /** Notes a line of text on a run; an empty one takes the note away. */
  annotate: (id: string, note: string) => void;
  /** Gives a run a colour of the palette, or with undefined that of its place. */
  recolour: (id: string, colour: number | undefined) => void;
  /** Unticking the focused run hands the focus to the run ticked last. Of `MOST_SHOWN` ticked runs no other is ticked. */
  tick: (id: string, ticked: boolean) => void;
  /** Focuses a run and ticks it; the one ticked first gives way where `MOST_SHOWN` are ticked. */
  focus: (id: string) => void;
  /** With `hold`, holds a step, or with null lets go of it. Without, shows a step until it is called with null. */
  setCursor: (step: number | null, hold: boolean) => void;
  /** Ends every run that this page trains, because the worker no longer runs it. @param failure why they failed, if they did */
  endLive: (failure?: ErrorCode) => void;
  /** Takes in an event that tells of runs. Events of unknown runs are passed over. */
  apply: (event: Extract<LabEvent, { type: 'status' | 'progress' | 'scoring' }>) => void;
}

export type ScoringProgress = NonNullable<Extract<LabEvent, { type: 'scoring' }>['progress']>;

/** Such as 24 settings, as many as one axis has values, on three seeds. Charts of single runs draw fewer (`MOST_CURVES`). */
export const MOST_SHOWN = 72;

/** Of runs in the order ticked, those that the charts can show. */
const lastTicked = (ids: readonly string[]) => [...new Set(ids)].slice(-MOST_SHOWN);

/** Pieces of one kind of work that tell what the next will cost. */
const LATEST = 50;

const withCost = (spent: Spent, cost: Cost): Spent => ({
  ...spent,
  [cost.work]: [...(spent[cost.work] ?? []).slice(1 - LATEST), cost],
});

const without = (ids: readonly string[], gone: readonly string[]) => ids.filter((id) => !gone.includes(id));
const withoutKeys = <T>(byId: Readonly<Record<string, T>>, gone: readonly string[]) =>
  Object.fromEntries(Object.entries(byId).filter(([id]) => !gone.includes(id)));

/** The live runs that this page's worker trains. */
export const liveHere = ({ records, elsewhere }: Pick<RunsState, 'records' | 'elsewhere'>): RunRecord[] =>
  records.filter((record) => isLive(record) && !elsewhere.includes(record.id));

/** Whether runs train on the loaded model, or scores are being written with it: loading another one ends that. */
export const isModelInUse = (state: Pick<RunsState, 'records' | 'elsewhere' | 'scoring'>): boolean =>
  liveHere(state).length > 0 || Object.keys(state.scoring).length > 0;

/** The step from which an ended run can be continued; null where it cannot. */
export function continuesFrom(
  { records, checkpoints }: Pick<RunsState, 'records' | 'checkpoints'>,
  id: string | null,
): number | null {
  const record = records.find((run) => run.id === id);
  return record && !isLive(record) && isUnfinished(record) ? (checkpoints[record.id] ?? null) : null;
}

/** A line that a person typed. */
const typed = (text: string, length: number) => plainName(text).trim().slice(0, length);

/** The records, with other fields in one of them. */
const changed = (records: readonly RunRecord[], id: string, fields: Partial<RunRecord>) => ({
  records: records.map((record) => (record.id === id ? { ...record, ...fields } : record)),
});

type Shown = Pick<RunsState, 'ticked' | 'focused'>;

/** `ticked`, with the focus where it was if it is still ticked, else on the run ticked last. */
const refocus = (ticked: readonly string[], focused: string | null): Shown => ({
  ticked,
  focused: focused !== null && ticked.includes(focused) ? focused : (ticked.at(-1) ?? null),
});

/** @param records runs from earlier visits; a live one is another tab's until its owner proves to be gone. */
export function createRunsStore(records: readonly RunRecord[]): StoreApi<RunsState> {
  const newest = records.at(-1);
  return createStore<RunsState>((set) => ({
    records,
    ticked: newest
      ? lastTicked(
          records
            .filter(({ id, groupId }) => id === newest.id || (groupId && groupId === newest.groupId))
            .map(({ id }) => id),
        )
      : [],
    focused: newest?.id ?? null,
    held: [],
    scoring: {},
    elsewhere: records.filter(isLive).map(({ id }) => id),
    unsaved: [],
    checkpoints: {},
    spent: {},
    cursor: null,
    heldStep: null,
    add: (added, focus = added[0]?.id) =>
      set(({ records, ticked, focused }) => {
        const [first] = added;
        const alike = new Set(
          [...records, ...added]
            .filter(({ dataset }) => dataset.fingerprint === first?.dataset.fingerprint)
            .map(({ id }) => id),
        );
        const ids = added.map(({ id }) => id);
        // A comparison stands alone, and curves on other data tell nothing beside the new ones.
        const group = added.length > 1 ? (first?.groupId ?? null) : null;
        const belongs = new Set(
          group === null
            ? alike
            : [...records, ...added].filter(({ groupId }) => groupId === group).map(({ id }) => id),
        );
        const beside = ticked.filter((id) => belongs.has(id) && alike.has(id));
        const again = new Map(added.map((record) => [record.id, record]));
        const known = new Set(records.map(({ id }) => id));
        return {
          records: [
            ...records.map((record) => again.get(record.id) ?? record),
            ...added.filter(({ id }) => !known.has(id)),
          ],
          ...refocus(lastTicked([...beside, ...ids.filter((id) => alike.has(id))]), focus ?? focused),
          cursor: null,
          heldStep: null,
        };
      }),
    remove: (ids) =>
      set(({ records, ticked, focused, held, scoring, elsewhere, unsaved, spent }) => ({
        records: records.filter(({ id }) => !ids.includes(id)),
        ...refocus(without(ticked, ids), focused),
        held: without(held, ids),
        scoring: withoutKeys(scoring, ids),
        elsewhere: without(elsewhere, ids),
        unsaved: without(unsaved, ids),
        spent: withoutKeys(spent, ids),
        cursor: null,
        heldStep: null,
      })),
    take: (told, isElsewhere) =>
      set(({ records, elsewhere }) => ({
        records: records.some(({ id }) => id === told.id)
          ? records.map((record) => (record.id === told.id ? told : record))
          : [...records, told],
        ...(records.length === 0 && refocus([told.id], told.id)),
        elsewhere: isElsewhere ? [...new Set([...elsewhere, told.id])] : without(elsewhere, [told.id]),
      })),
    rename: (id, name) =>
      set(({ records }) => {
        const line = typed(name, NAME_LENGTH);
        return line ? changed(records, id, { name: line, named: true }) : {};
      }),
    annotate: (id, note) =>
      set(({ records }) => changed(records, id, { note: typed(note, NOTE_LENGTH) || undefined })),
    recolour: (id, colour) => set(({ records }) => changed(records, id, { colour })),
    tick: (id, on) =>
      set(({ ticked, focused }) => {
        if (!on) return refocus(without(ticked, [id]), focused);
        return ticked.length < MOST_SHOWN ? refocus(lastTicked([...ticked, id]), focused) : {};
      }),
    focus: (id) =>
      set(({ ticked }) => refocus(ticked.includes(id) ? ticked : lastTicked([...ticked, id]), id)),
    setCursor: (step, hold) =>
      set(({ heldStep }) => (hold ? { cursor: step, heldStep: step } : { cursor: step ?? heldStep })),
    endLive: (failure) =>
      set((state) => {
        const ending = liveHere(state);
        if (ending.length === 0) return {};
        const end = failure ? { state: 'failed' as const, failure } : { state: 'stopped' as const };
        return {
          records: state.records.map((record) => (ending.includes(record) ? { ...record, ...end } : record)),
        };
      }),
    apply: (event) =>
      set(({ records, held, scoring, spent }) => {
        if (event.type === 'scoring') {
          const { runId, progress } = event;
          if (!progress) return runId in scoring ? { scoring: withoutKeys(scoring, [runId]) } : {};
          return records.some(({ id }) => id === runId) ? { scoring: { ...scoring, [runId]: progress } } : {};
        }
        if (event.type === 'status') {
          const { runId, state, failure, trainableParameters, memory } = event;
          const told = { state, trainableParameters, ...(failure && { failure }), ...(memory && { memory }) };
          const known = records.some(({ id }) => id === runId);
          return {
            ...changed(records, runId, told),
            held: held.includes(runId) || !known ? held : [...held, runId],
          };
        }
        const news = new Map(event.runs.map((run) => [run.runId, run]));
        const known = new Set(records.map(({ id }) => id));
        return {
          spent: {
            ...spent,
            ...Object.fromEntries(
              event.runs
                .filter(({ runId }) => known.has(runId))
                .map(({ runId, costs }) => [runId, costs.reduce(withCost, spent[runId] ?? {})]),
            ),
          },
          records: records.map((record) => {
            const run = news.get(record.id);
            return run ? { ...record, ...joinFindings(record, run) } : record;
          }),
        };
      }),
  }));
}
