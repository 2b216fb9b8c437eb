/** Which way of adapting the next run takes. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isMethodId, METHOD_IDS, methodOf } from '../../core/methods/methods.ts';
import { useConfig } from '../page-context.tsx';
import { Labelled } from './fields.tsx';

export function MethodSelect() {
  const { t } = useTranslation();
  const method = useConfig((state) => state.config.method);
  const choose = useConfig((state) => state.chooseMethod);
  return (
    <Labelled label={t('panel.method')} htmlFor="field-method" explain={methodOf(method).about}>
      <NativeSelect
        id="field-method"
        size="xs"
        value={method.type}
        data={METHOD_IDS.map((value) => ({ value, label: methodOf({ type: value }).name }))}
        onChange={({ currentTarget: { value } }) => {
          if (isMethodId(value)) choose(value);
        }}
      />
    </Labelled>
  );
}
