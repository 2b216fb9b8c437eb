/** One row for each kept run: what its adapter holds, how large its files are, and the two exports. */
import { Button } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { methodOf } from '../../../core/methods/methods.ts';
import { adapterFileBytes, hasPeftForm, weightBytes } from '../../../core/params.ts';
import { bestEval, isLive, type RunRecord } from '../../../core/run-record.ts';
import { Swatch } from '../../charts/marks.tsx';
import { formatLoss } from '../../charts/values.ts';
import { saveIfAny } from '../../download.ts';
import { columnBytes, count } from '../../format.ts';
import { usePage, useRuns, useSession } from '../../page-context.tsx';
import classes from '../../runs/runs.module.css';
import { useDeleteDialog } from '../../runs/delete-dialog.tsx';
import { nameMethod, runTitles, type RunTitle } from '../../runs/index.ts';
import { useResults } from '../../shown-runs.tsx';
import { whyNoPeft } from './why-no-peft.ts';

const COLUMNS = ['run', 'model', 'matrices', 'weights', 'size', 'file', 'loss', 'stored', 'export'] as const;

type Reason = NonNullable<ReturnType<typeof whyNoPeft>>;

/** How the sizes of each column are written: alike in all rows. */
type Sizes = Record<'adapter' | 'file' | 'stored', (bytes: number) => string>;

export function AdapterTable() {
  const { t } = useTranslation('workspaces');
  const { actions, space } = usePage();
  const { records } = useResults();
  const { t: charts } = useTranslation('charts');
  const focused = useRuns((state) => state.focused);
  const { ask, dialog } = useDeleteDialog(actions.deleteRun);
  const titles = runTitles(records, charts);
  const fileBytes = useFileBytes();
  const usage = useStore(space, ({ usage: used }) => used?.runs);
  const sizes: Sizes = {
    adapter: columnBytes(records.map(({ trainableParameters }) => weightBytes(trainableParameters))),
    file: columnBytes(records.flatMap(({ config }) => fileBytes(config) ?? [])),
    stored: columnBytes(records.flatMap(({ id }) => usage?.[id] ?? [])),
  };
  // Said once, for all rows that it is true of.
  const reasonsId = useId();
  const idOf = (reason: Reason) => `${reasonsId}-${reason}`;
  const reasons = new Map<Reason, Set<string>>();
  for (const { config } of records) {
    const why = whyNoPeft(config.method);
    if (why) reasons.set(why, (reasons.get(why) ?? new Set()).add(methodOf(config.method).name));
  }
  return (
    <div className={classes.figures} tabIndex={0} role="region" aria-label={t('deploy.title')}>
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
          {t(reason, { methods: new Intl.ListFormat('en').format(methods) })}
        </p>
      ))}
      {dialog}
    </div>
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

/** The size of a run's file for PEFT. It follows from the model's dimensions, which are known of the loaded model alone. */
function useFileBytes(): (config: RunRecord['config']) => number | null {
  const loaded = useSession((state) => state.model);
  return ({ model, method }) =>
    loaded?.model === model && hasPeftForm(method) ? adapterFileBytes(loaded.config, method) : null;
}

function AdapterRow({ record, title, isFocused, sizes, idOfReason, onDelete }: AdapterRowProps) {
  const { t } = useTranslation('workspaces');
  const { t: charts } = useTranslation('charts');
  const { actions, space } = usePage();
  const { styles } = useResults();
  const stored = useStore(space, ({ usage }) => usage?.runs[record.id]);
  const isUnreadable = useStore(space, ({ unreadable }) =>
    unreadable.some(({ store, key }) => store === 'adapters' && key === record.id),
  );
  const isHeld = useRuns(({ held }) => held.includes(record.id));
  const lacksWeights = isUnreadable && !isHeld;
  const isUnsaved = useRuns(({ unsaved }) => unsaved.includes(record.id));
  const file = useFileBytes()(record.config);
  const { id, config, trainableParameters } = record;
  const { method, model } = config;
  const why = whyNoPeft(method);
  const style = styles.get(id);
  const best = bestEval(record);
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
      <td data-label={t('deploy.columns.model')}>{model}</td>
      <td data-label={t('deploy.columns.matrices')}>{nameMethod(method, charts)}</td>
      <td data-label={t('deploy.columns.weights')}>{count(trainableParameters)}</td>
      <td data-label={t('deploy.columns.size')}>
        {lacksWeights ? '–' : sizes.adapter(weightBytes(trainableParameters))}
      </td>
      <td data-label={t('deploy.columns.file')}>{file === null || lacksWeights ? '–' : sizes.file(file)}</td>
      <td data-label={t('deploy.columns.loss')}>{best ? formatLoss(best.loss) : '–'}</td>
      <td data-label={t('deploy.columns.stored')}>{stored === undefined ? '–' : sizes.stored(stored)}</td>
      <td>
        <Button.Group className={classes.exports ?? ''}>
          <Button
            size="compact-sm"
            variant="default"
            disabled={why !== null}
            aria-describedby={why === null ? undefined : idOfReason(why)}
            aria-label={`${charts('exportAdapter')}: ${title.first}`}
            onClick={() => void actions.exportAdapter(id).then(saveIfAny)}
          >
            {charts('exportAdapter')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${charts('exportRun')}: ${title.first}`}
            onClick={() => void actions.exportRun(id).then(saveIfAny)}
          >
            {charts('exportRun')}
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
        </Button.Group>
      </td>
    </tr>
  );
}
