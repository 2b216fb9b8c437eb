/** How the base model's frozen weights are kept. Loaded after the page. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { unfitDtype } from '../../core/methods/methods.ts';
import { BASE_DTYPES } from '../../core/run-config.ts';
import { useConfig } from '../page-context.tsx';
import { said } from '../strings/index.ts';
import { useFixed } from './control.tsx';
import { Labelled, Note } from './fields.tsx';

export function BaseWeights() {
  const { t } = useTranslation();
  const chosen = useConfig((state) => state.config.training.base_dtype);
  const unfit = useConfig((state) => unfitDtype(state.config));
  const update = useConfig((state) => state.update);
  const isFixed = useFixed();
  return (
    <div className="wide">
      <Labelled label={t('panel.baseDtype')} htmlFor="field-base-dtype" explain={t('baseDtype.explain')}>
        <NativeSelect
          id="field-base-dtype"
          size="xs"
          disabled={isFixed}
          value={chosen}
          data={BASE_DTYPES.map((value) => ({ value, label: t(`baseDtype.names.${value}`) }))}
          {...(unfit !== null && { 'aria-describedby': 'field-base-dtype-note' })}
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
      </Labelled>
    </div>
  );
}
