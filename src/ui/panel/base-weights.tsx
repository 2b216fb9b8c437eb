/** How the base model's frozen weights are kept. Loaded after the page. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { unfitDtype } from '../../core/methods/methods.ts';
import { isBaseOf } from '../../core/model-info.ts';
import { BASE_DTYPES } from '../../core/run-config.ts';
import { isModelInUse } from '../../state/runs-store.ts';
import { useConfig, useRuns, useSession } from '../page-context.tsx';
import { said } from '../strings/index.ts';
import { useFixed } from './control.tsx';
import { Labelled, Note } from './fields.tsx';

export function BaseWeights() {
  const { t } = useTranslation();
  const chosen = useConfig((state) => state.config.training.base_dtype);
  const unfit = useConfig((state) => unfitDtype(state.config));
  const update = useConfig((state) => state.update);
  const isFixed = useFixed();
  const model = useSession((state) => state.model);
  const isOther = useConfig(({ config }) => config.model === model?.model && !isBaseOf(model, config));
  const waits = useRuns(isModelInUse) && isOther;
  const loaded = model?.base_dtype ?? 'stored';
  return (
    <div className="wide">
      <Labelled label={t('panel.baseDtype')} htmlFor="field-base-dtype" explain={t('baseDtype.explain')}>
        <NativeSelect
          id="field-base-dtype"
          size="xs"
          disabled={isFixed}
          value={chosen}
          data={BASE_DTYPES.map((value) => ({ value, label: t(`baseDtype.names.${value}`) }))}
          {...((unfit !== null || waits) && { 'aria-describedby': 'field-base-dtype-note' })}
          onChange={({ currentTarget }) => {
            const base_dtype = BASE_DTYPES.find((dtype) => dtype === currentTarget.value);
            if (base_dtype) update({ training: { base_dtype } });
          }}
        />
        {unfit !== null && (
          <Note id="field-base-dtype-note" warns>
            {said(unfit)}
          </Note>
        )}
        {unfit === null && waits && (
          <Note id="field-base-dtype-note">
            {t('baseDtype.waits', { loaded: t(`baseDtype.names.${loaded}`) })}
          </Note>
        )}
      </Labelled>
    </div>
  );
}
