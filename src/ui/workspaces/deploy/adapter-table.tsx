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
import { bytes, count } from '../../format.ts';
import { usePage, useRuns, useSession } from '../../page-context.tsx';
import classes from '../../runs/runs.module.css';
import { useDeleteDialog } from '../../runs/delete-dialog.tsx';
import { nameMethod, runTitles, type RunTitle } from '../../runs/index.ts';
import { useResults } from '../../shown-runs.tsx';
import { whyNoPeft } from './why-no-peft.ts';

const COLUMNS = ['run', 'model', 'matrices', 'weights', 'size', 'file', 'loss', 'stored', 'export'] as const;

export function AdapterTable() {
  const { t } = useTranslation('workspaces');
  const { records } = useResults();
  const { t: charts } = useTranslation('charts');
  const { actions } = usePage();
  const focused = useRuns((state) => state.focused);
  const { ask, dialog } = useDeleteDialog(actions.deleteRun);
  const titles = runTitles(records, charts);
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
                onDelete={ask}
              />
            ))
            .reverse()}
        </tbody>
      </table>
      {dialog}
    </div>
  );
}

interface AdapterRowProps {
  record: RunRecord;
  title: RunTitle;
  isFocused: boolean;
  /** Asks first, and calls the run by its title. */
  onDelete: (id: string, title: string) => void;
}

function AdapterRow({ record, title, isFocused, onDelete }: AdapterRowProps) {
  const { t } = useTranslation('workspaces');
  const { t: charts } = useTranslation('charts');
  const { actions, space } = usePage();
  const { styles } = useResults();
  const stored = useStore(space, ({ usage }) => usage?.runs[record.id]);
  const isUnsaved = useRuns(({ unsaved }) => unsaved.includes(record.id));
  const loaded = useSession((state) => state.model);
  const { id, config, trainableParameters } = record;
  const { method, model } = config;
  const why = whyNoPeft(method);
  const whyId = useId();
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
          </span>
        </span>
      </th>
      <td data-label={t('deploy.columns.model')}>{model}</td>
      <td data-label={t('deploy.columns.matrices')}>{nameMethod(method, charts)}</td>
      <td data-label={t('deploy.columns.weights')}>{count(trainableParameters)}</td>
      <td data-label={t('deploy.columns.size')}>{bytes(weightBytes(trainableParameters))}</td>
      {/* The file's size follows from the model's dimensions, which are known of the loaded model alone. */}
      <td data-label={t('deploy.columns.file')}>
        {loaded?.model === model && hasPeftForm(method)
          ? bytes(adapterFileBytes(loaded.config, method))
          : '–'}
      </td>
      <td data-label={t('deploy.columns.loss')}>{best ? formatLoss(best.loss) : '–'}</td>
      <td data-label={t('deploy.columns.stored')}>{stored === undefined ? '–' : bytes(stored)}</td>
      <td>
        <Button.Group className={classes.exports ?? ''}>
          <Button
            size="compact-sm"
            variant="default"
            disabled={why !== null}
            aria-describedby={why === null ? undefined : whyId}
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
        {why && (
          <p id={whyId} className={classes.why}>
            {t(why, { method: methodOf(method).name })}
          </p>
        )}
      </td>
    </tr>
  );
}
