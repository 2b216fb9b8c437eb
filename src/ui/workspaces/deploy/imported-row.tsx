/** An adapter from a file as a row of the shelf: what it is and was found to be worth, and what can be done with it. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ImportedAdapter } from '../../../core/imported-adapter.ts';
import { shapeOf } from '../../../core/models/shape.ts';
import { NAME_LENGTH } from '../../../core/run-record.ts';
import type { ImportedAdapters } from '../../../state/imported-adapters.ts';
import { saveIfAny } from '../../download.ts';
import { focusIfLost } from '../../focus.ts';
import { usePage, useSession } from '../../page-context.tsx';
import { dataName } from '../../runs/index.ts';
import { LineField } from '../../runs/line-field.tsx';
import classes from '../../runs/runs.module.css';
import { AdapterCells, type Sizes } from './adapter-cells.tsx';

interface ImportedRowProps {
  adapter: ImportedAdapter;
  imported: ImportedAdapters;
  sizes: Sizes;
  /** Called once it is gone. */
  onRemoved: () => void;
}

export function ImportedRow({ adapter, imported, sizes, onRemoved }: ImportedRowProps) {
  const { t } = useTranslation('workspaces');
  const { t: charts } = useTranslation('charts');
  const { actions, view } = usePage();
  const isUnsaved = useStore(imported.store, ({ unsaved }) => unsaved.includes(adapter.id));
  const measuring = useStore(imported.store, (state) => state.measuring?.id ?? null);
  const isReady = useSession(({ phase, model }) => phase === 'ready' && model?.weights === adapter.weights);
  const [isRenaming, setIsRenaming] = useState(false);
  const rename = useRef<HTMLButtonElement>(null);
  const {
    id,
    name,
    model,
    weights,
    method,
    trainableParameters,
    measured,
    isCombined = false,
    fileBytes,
  } = adapter;
  return (
    <tr>
      <th scope="row">
        {isRenaming ? (
          <LineField
            label={t('shelf.newName', { name })}
            text={name}
            maxLength={NAME_LENGTH}
            onDone={(renamed) => {
              setIsRenaming(false);
              focusIfLost(rename);
              if (renamed !== null) imported.rename(id, renamed);
            }}
          />
        ) : (
          <>
            {name}{' '}
            <span className={classes.dim}>
              {measured
                ? t(isCombined ? 'shelf.combinedMeasured' : 'shelf.measured', {
                    data: dataName(measured.data, charts),
                  })
                : t(isCombined ? 'shelf.combined' : 'shelf.fromFile')}
            </span>{' '}
            {isUnsaved && <span className={classes.warning}>{t('shelf.notSaved')}</span>}
          </>
        )}
      </th>
      <AdapterCells
        {...{ id, model, weights, method, trainableParameters, sizes }}
        tensorBytes={fileBytes}
        shape={shapeOf({ config: adapter, ...adapter })}
        loss={measured?.loss}
        score={measured?.scores[0]}
      />
      <td>
        <div className={classes.exports}>
          <Button
            size="compact-sm"
            variant="default"
            disabled={!isReady || (measuring !== null && measuring !== id)}
            loading={measuring === id}
            aria-label={`${t('shelf.measure')}: ${name}`}
            onClick={() => void imported.measure(id)}
          >
            {t('shelf.measure')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={!isReady || measuring !== null}
            aria-label={`${t('shelf.trainOn')}: ${name}`}
            onClick={() => {
              view.getState().go('train');
              void actions.trainOn(adapter);
            }}
          >
            {t('shelf.trainOn')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${t('shelf.exportAdapter')}: ${name}`}
            onClick={() => void imported.exportAdapter(id).then(saveIfAny)}
          >
            {t('shelf.exportAdapter')}
          </Button>
          <Button
            ref={rename}
            size="compact-sm"
            variant="default"
            aria-label={`${t('shelf.rename')}: ${name}`}
            onClick={() => setIsRenaming(true)}
          >
            {t('shelf.rename')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${charts('delete')}: ${name}`}
            onClick={() => {
              imported.remove(id);
              onRemoved();
            }}
          >
            {charts('delete')}
          </Button>
        </div>
      </td>
    </tr>
  );
}
