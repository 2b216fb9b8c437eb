/**
 * All kept runs as one table: what each is, what it measured, which of them the charts show. It is sorted, filtered and
 * saved here; a run pinned as the baseline has every other one show its difference from it. Hundreds of rows stay quick:
 * figures are taken once for each record, a row is drawn again only where it changes, and the browser lays out those in sight.
 */
import { Button } from '@mantine/core';
import { startTransition, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shallow } from 'zustand/shallow';
import type { RunRecord } from '../../../core/run-record.ts';
import { MOST_SHOWN } from '../../../state/runs-store.ts';
import { toCsv } from '../../charts/table.ts';
import { save } from '../../download.ts';
import { useMetricWords } from '../../metric-name.ts';
import { usePage, useRuns } from '../../page-context.tsx';
import { useDeleteDialog } from '../../runs/delete-dialog.tsx';
import { dataName, wordsApart, wordsFrom, withNumber } from '../../runs/difference.ts';
import { useResults } from '../../shown-runs.tsx';
import { useSteady } from '../../use-steady.ts';
import { judgings, promptCounts, tableColumns, type Column } from './table-columns.ts';
import { TableHead } from './table-head.tsx';
import { TableNotes } from './table-notes.tsx';
import { TableRow, type RowDoings } from './table-row.tsx';
import { fileOf, hasWords, NAME, nextSort, searchText, sorted, type Sort } from './table-rows.ts';
import { TableToolbar, type Scope } from './table-toolbar.tsx';
import classes from './runs-table.module.css';

/** Of a difference from the baseline, in em. */
const DELTA_WIDTH = 5;

/** What the columns say of the runs, by the settings of those on the charts and by the baseline. */
function useColumns(pinned: string | null) {
  const { t } = useTranslation('charts');
  const { name, meaning } = useMetricWords();
  const { records, described, numbers } = useResults();
  const ticked = useRuns((state) => state.ticked);
  const judged = useSteady(judgings(records), shallow);
  const prompts = useSteady(promptCounts(records), Object.is);
  const changed = useMemo(() => {
    const baseline = described.find(({ id }) => id === pinned);
    const apart = baseline
      ? described.map((record) =>
          record === baseline ? t('baseline') : wordsFrom(baseline, record, t) || t('unchanged'),
        )
      : wordsApart(described, t).map((text, i) => withNumber(numbers.get(described[i]?.id ?? ''), text));
    return new Map(described.map(({ id }, i) => [id, apart[i] ?? '']));
  }, [described, numbers, pinned, t]);
  const columns = useMemo(
    () =>
      tableColumns({
        described,
        compared: new Set(ticked),
        changed,
        judgings: judged,
        prompts,
        baseline: described.find(({ id }) => id === pinned)?.name ?? null,
        t,
        name,
        meaning,
      }),
    // The words of metrics follow from the language alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [described, ticked, changed, judged, prompts, pinned, t],
  );
  return { columns, changed };
}

/** The ids of the runs that have every word typed. */
function useMatching(typed: string, changed: ReadonlyMap<string, string>): ReadonlySet<string> {
  const { t } = useTranslation('charts');
  const { described } = useResults();
  const texts = useMemo(
    () =>
      described.map((record) => ({
        id: record.id,
        text: searchText(record, changed.get(record.id) ?? '', dataName(record.dataset, t)),
      })),
    [described, changed, t],
  );
  return useMemo(
    () => new Set(texts.filter(({ text }) => hasWords(text, typed)).map(({ id }) => id)),
    [texts, typed],
  );
}

/** Rows that are put on the page at once, so that it answers before the next ones come. */
const BATCH = 30;

/** How many of the rows are drawn by now. @param choice where it is another, rows begin anew */
function useBatches(rows: number, choice: unknown): number {
  const [batches, setBatches] = useState({ choice, drawn: BATCH });
  const drawn = batches.choice === choice ? batches.drawn : BATCH;
  useEffect(() => {
    if (drawn < rows) startTransition(() => setBatches({ choice, drawn: drawn + BATCH }));
  }, [drawn, rows, choice]);
  return drawn;
}

/** What the cells of a row follow from, beside its run. */
interface Made {
  columns: readonly Column[];
  baseline: RunRecord | null;
}

/** By the place of a row: the latest, or what the row was drawn with before, while the rows above it are drawn again. */
function useFollowed({ columns, baseline }: Made, rows: number): (place: number) => Made {
  const latest = useMemo(() => ({ columns, baseline }), [columns, baseline]);
  const [before, setBefore] = useState(latest);
  const followed = useBatches(rows, latest);
  if (followed >= rows && before !== latest) setBefore(latest);
  return (place) => (place < followed ? latest : before);
}

/** Rows inherit it, each a grid of its own; the last column has the room that is left. */
const widthsOf = (columns: readonly Column[], hasBaseline: boolean) =>
  [
    'calc(var(--pick) + var(--name) + var(--actions))',
    ...columns.map(({ width, delta }) => `${width + (hasBaseline && delta ? DELTA_WIDTH : 0)}em`),
    '1fr',
  ].join(' ');

export function RunsTable() {
  const { t } = useTranslation('charts');
  const { actions, runs: store } = usePage();
  const { records, styles, shown, focused } = useResults();
  const ticked = useRuns((state) => state.ticked);
  const elsewhere = useRuns((state) => state.elsewhere);
  const unsaved = useRuns((state) => state.unsaved);
  const [typed, setTyped] = useState('');
  const [scope, setScope] = useState<Scope>('all');
  const [sort, setSort] = useState<Sort | null>(null);
  const [pinned, setPinned] = useState<string | null>(null);
  const region = useRef<HTMLDivElement>(null);
  const { ask, dialog } = useDeleteDialog(actions.deleteRun, region);
  // What is typed and pressed shows at once; the rows follow in small tasks.
  const order = useDeferredValue(sort);
  const which = useDeferredValue(scope);
  const pin = useDeferredValue(pinned);
  const made = useColumns(pin);
  const { columns, changed } = useDeferredValue(made);
  const words = useDeferredValue(typed);
  const matching = useMatching(words, changed);

  const baseline = records.find(({ id }) => id === pin) ?? null;
  const group = focused?.groupId ?? null;
  const isInScope = ({ id, groupId }: (typeof records)[number]) =>
    which === 'all' ||
    (which === 'shown' ? ticked.includes(id) : id === focused?.id || (group !== null && groupId === group));
  const newest = records.filter((record) => matching.has(record.id) && isInScope(record)).reverse();
  const column = columns.find(({ id }) => id === order?.column);
  const valueOf = order?.column === NAME ? ({ name }: (typeof records)[number]) => name : column?.value;
  const rows = order && valueOf ? sorted(newest, valueOf, order.isDescending) : newest;

  const doings = useMemo((): RowDoings => {
    const { tick, focus, rename, annotate, recolour } = store.getState();
    return {
      onTick: tick,
      onFocus: focus,
      onRename: rename,
      onNote: annotate,
      onColour: recolour,
      onPin: setPinned,
      onDelete: ask,
    };
  }, [store, ask]);
  const saveCsv = () =>
    save({
      name: 'runs.csv',
      blob: new Blob([toCsv(fileOf(rows, columns, t('run')))], { type: 'text/csv;charset=utf-8' }),
    });
  const drawn = useBatches(rows.length, JSON.stringify([order, which, words]));
  const madeFor = useFollowed({ columns, baseline }, Math.min(drawn, rows.length));
  const isFull = ticked.length >= MOST_SHOWN;
  const rowsTicked = rows.filter(({ id }) => ticked.includes(id)).length;
  const isAll = rows.length > 0 && rowsTicked === rows.length;
  /** Ticks the rows, as many as the charts have room for; where they have none, or all are ticked, unticks them. */
  const showAll = () => {
    const ticks = !isAll && !isFull;
    for (const { id } of rows) doings.onTick(id, ticks);
  };

  return (
    <section className={classes.runs} aria-label={t('runs')}>
      <TableToolbar
        typed={typed}
        onType={setTyped}
        scope={scope}
        onScope={setScope}
        baseline={records.find(({ id }) => id === pinned) ?? null}
        onUnpin={() => setPinned(null)}
        rows={rows.length}
        all={records.length}
        isFull={isFull}
        onCsv={saveCsv}
      />
      <div
        ref={region}
        className={classes.region}
        tabIndex={0}
        role="region"
        aria-label={t('tableOf', { caption: t('runs') })}
      >
        <div
          role="table"
          aria-label={t('runs')}
          className={classes.table}
          style={{ gridTemplateColumns: widthsOf(columns, baseline !== null) }}
        >
          <TableHead
            columns={columns}
            sort={sort}
            onSort={(id) => setSort(nextSort(sort, id))}
            shown={isAll ? 'all' : rowsTicked > 0 ? 'some' : 'none'}
            onShowAll={showAll}
          />
          <div role="rowgroup">
            {rows.slice(0, drawn).map((record, place) => (
              <TableRow
                key={record.id}
                record={record}
                {...madeFor(place)}
                style={styles.get(record.id)}
                isTicked={ticked.includes(record.id)}
                isFocused={record.id === focused?.id}
                isFull={isFull}
                isElsewhere={elsewhere.includes(record.id)}
                isUnsaved={unsaved.includes(record.id)}
                doings={doings}
              />
            ))}
          </div>
        </div>
      </div>
      {rows.length === 0 && (
        <p className={classes.empty}>
          {t(records.length === 0 ? 'runsEmpty' : 'noMatch')}{' '}
          {records.length > 0 && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                setTyped('');
                setScope('all');
              }}
            >
              {t('clearFilter')}
            </Button>
          )}
        </p>
      )}
      <TableNotes records={rows} shown={shown} />
      {dialog}
    </section>
  );
}
