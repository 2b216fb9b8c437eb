/** The shelf: one row for each adapter, of a kept run or from a file: what it holds, how large its files are, and its exports. */
import { Button } from '@mantine/core';
import { useId, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { shapeOf } from '../../../core/models/shape.ts';
import { useStore } from 'zustand';
import type { MethodConfig } from '../../../core/methods/methods.ts';
import { weightBytes } from '../../../core/params.ts';
import { testScore } from '../../../core/run-figures.ts';
import { bestEval, isLive, type RunRecord } from '../../../core/run-record.ts';
import type { ImportedAdapters } from '../../../state/imported-adapters.ts';
import { Swatch } from '../../charts/marks.tsx';
import { saveIfAny } from '../../download.ts';
import { focusIfLost } from '../../focus.ts';
import { columnBytes, count, listed } from '../../format.ts';
import { usePage, useRuns, useSession } from '../../page-context.tsx';
import classes from '../../runs/runs.module.css';
import scrolls from '../../scrolls.module.css';
import { useDeleteDialog } from '../../runs/delete-dialog.tsx';
import { dataName, runTitles, type RunTitle } from '../../runs/index.ts';
import { useResults } from '../../shown-runs.tsx';
import './adapter-table.css';
import { AdapterCells, fileBytes, type Sizes } from './adapter-cells.tsx';
import { ImportedRow } from './imported-row.tsx';
import { whyNoPeft } from './why-no-peft.ts';
import { methodName } from '../../method-words.ts';

const COLUMNS = [
  ...(['run', 'model', 'matrices', 'weights', 'size', 'file'] as const),
  ...(['loss', 'score', 'stored', 'export'] as const),
];

type Reason = NonNullable<ReturnType<typeof whyNoPeft>>;

interface AdapterTableProps {
  imported: ImportedAdapters;
  /** Gets the focus of a row that goes away. */
  heir: RefObject<HTMLElement | null>;
}

export function AdapterTable({ imported, heir }: AdapterTableProps) {
  const { t } = useTranslation('workspaces');
  const { actions, space } = usePage();
  const { records } = useResults();
  const { t: charts } = useTranslation('charts');
  const focused = useRuns((state) => state.focused);
  const { ask, dialog } = useDeleteDialog(actions.deleteRun);
  const titles = runTitles(records, charts);
  const { adapters } = useStore(imported.store);
  const usage = useStore(space, ({ usage: used }) => used?.runs);
  const fileOf = ({ config, ...own }: Parameters<typeof shapeOf>[0] & { config: { method: MethodConfig } }) =>
    fileBytes(shapeOf({ config, ...own }), config.method);
  const all = [
    ...records.map((record) => ({ ...record, file: fileOf(record) })),
    ...adapters.map((adapter) => ({
      ...adapter,
      file: adapter.fileBytes ?? fileOf({ config: adapter, ...adapter }),
    })),
  ];
  const sizes: Sizes = {
    adapter: columnBytes(all.map(({ trainableParameters }) => weightBytes(trainableParameters))),
    file: columnBytes(all.flatMap(({ file }) => file ?? [])),
    stored: columnBytes(all.flatMap(({ id }) => usage?.[id] ?? [])),
  };
  // Said once, for all rows that it is true of.
  const reasonsId = useId();
  const idOf = (reason: Reason) => `${reasonsId}-${reason}`;
  const reasons = new Map<Reason, Set<string>>();
  for (const record of records) {
    const { config } = record;
    const why = whyNoPeft(config.method, shapeOf(record));
    if (why) reasons.set(why, (reasons.get(why) ?? new Set()).add(methodName(config.method)));
  }
  return (
    <div
      className={`${classes.figures ?? ''} ${scrolls.sideways ?? ''}`}
      tabIndex={0}
      role="region"
      aria-label={t('deploy.title')}
    >
      <table className={`${classes.table} adapters`}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`deploy.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {adapters
            .map((adapter) => (
              <ImportedRow
                key={adapter.id}
                adapter={adapter}
                imported={imported}
                sizes={sizes}
                onRemoved={() => focusIfLost(heir)}
              />
            ))
            .reverse()}
          {records
            .map((record, i) => (
              <AdapterRow
                key={record.id}
                record={record}
                title={titles[i] ?? { first: record.name, second: '' }}
                isFocused={record.id === focused}
                sizes={sizes}
                idOfReason={idOf}
                onDelete={ask}
              />
            ))
            .reverse()}
        </tbody>
      </table>
      {[...reasons].map(([reason, methods]) => (
        <p key={reason} id={idOf(reason)} className={classes.why}>
          {t(reason, { methods: listed(methods) })}
        </p>
      ))}
      {adapters.length > 0 && <p className={classes.why}>{t('shelf.trainOnAbout')}</p>}
      <OtherModels imported={imported} />
      <Measuring imported={imported} />
      {dialog}
    </div>
  );
}

/** Says why some adapters cannot be measured. */
function OtherModels({ imported }: { imported: ImportedAdapters }) {
  const { t } = useTranslation('workspaces');
  const model = useSession((state) => state.model);
  const isOther = useStore(imported.store, ({ adapters }) =>
    adapters.some(({ weights }) => model && weights !== model.weights),
  );
  if (!model || !isOther) return null;
  return <p className={classes.why}>{t('shelf.otherModel', { model: model.model })}</p>;
}

/** How far the adapter is that is being measured. */
function Measuring({ imported }: { imported: ImportedAdapters }) {
  const { t } = useTranslation('workspaces');
  const { t: charts } = useTranslation('charts');
  const { measuring, adapters } = useStore(imported.store);
  const dataset = useSession((state) => state.dataset);
  const name = adapters.find(({ id }) => id === measuring?.id)?.name;
  if (!measuring || !dataset || name === undefined) return null;
  const about = { name, data: dataName(dataset, charts) };
  const { progress } = measuring;
  return (
    <p className={classes.why} role="status" aria-live="off">
      {progress
        ? t('shelf.measuringTexts', {
            ...about,
            written: count(progress.written),
            texts: count(progress.texts),
          })
        : t('shelf.measuring', about)}
    </p>
  );
}

interface AdapterRowProps {
  record: RunRecord;
  title: RunTitle;
  isFocused: boolean;
  sizes: Sizes;
  /** The id of the element that gives the reason. */
  idOfReason: (reason: Reason) => string;
  /** Asks first, and calls the run by its title. */
  onDelete: (id: string, title: string) => void;
}

function AdapterRow({ record, title, isFocused, sizes, idOfReason, onDelete }: AdapterRowProps) {
  const { t } = useTranslation('workspaces');
  const { t: charts } = useTranslation('charts');
  const { actions, space } = usePage();
  const { styles } = useResults();
  const isUnreadable = useStore(space, ({ unreadable }) =>
    unreadable.some(({ store, key }) => store === 'adapters' && key === record.id),
  );
  const isHeld = useRuns(({ held }) => held.includes(record.id));
  const lacksWeights = isUnreadable && !isHeld;
  const isUnsaved = useRuns(({ unsaved }) => unsaved.includes(record.id));
  const { id, config, trainableParameters, weights } = record;
  const { method, model } = config;
  const shape = shapeOf(record);
  const why = whyNoPeft(method, shape);
  const style = styles.get(id);
  return (
    <tr aria-current={isFocused || undefined}>
      <th scope="row">
        <span className={classes.swatched}>
          {style && <Swatch {...style} />}
          <span>
            {title.first} <span className={classes.dim}>{title.second}</span>{' '}
            {isUnsaved && (
              <span className={classes.warning} title={charts('unsavedAbout')}>
                {charts('unsaved')}
              </span>
            )}
            {lacksWeights && <span className={classes.warning}>{t('deploy.unreadable')}</span>}
          </span>
        </span>
      </th>
      <AdapterCells
        {...{ id, model, shape, weights, method, trainableParameters, sizes, lacksWeights }}
        loss={bestEval(record)?.loss}
        score={testScore(record)}
      />
      <td>
        <div className={classes.exports}>
          <Button
            size="compact-sm"
            variant="default"
            disabled={why !== null}
            aria-describedby={why === null ? undefined : idOfReason(why)}
            aria-label={`${t('shelf.exportAdapter')}: ${title.first}`}
            onClick={() => void actions.exportAdapter(id).then(saveIfAny)}
          >
            {t('shelf.exportAdapter')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${t('shelf.exportRun')}: ${title.first}`}
            onClick={() => void actions.exportRun(id).then(saveIfAny)}
          >
            {t('shelf.exportRun')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={isLive(record)}
            aria-label={`${charts('delete')}: ${title.first}`}
            onClick={() => onDelete(id, title.first)}
          >
            {charts('delete')}
          </Button>
        </div>
      </td>
    </tr>
  );
}
