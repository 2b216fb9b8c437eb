/** Which way of adapting the next run takes. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isMethodId, METHOD_IDS, unfitFor } from '../../core/methods/methods.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { useFixed } from './control.tsx';
import { Labelled } from './fields.tsx';
import { methodAbout, methodName } from '../method-words.ts';
import { said } from '../strings/index.ts';

/** Of a model that is not loaded yet. */
const UNKNOWN = {};

export function MethodSelect() {
  const { t } = useTranslation();
  const method = useConfig((state) => state.config.method);
  const model = useSession((state) => state.model?.config ?? UNKNOWN);
  const unfit = METHOD_IDS.map((type) => unfitFor(model, { type })).find((reason) => reason !== null);
  const isFixed = useFixed();
  const choose = useConfig((state) => state.chooseMethod);
  return (
    <Labelled
      label={t('panel.method')}
      htmlFor="field-method"
      explain={unfit ? `${methodAbout(method)} ${said(unfit)}` : methodAbout(method)}
    >
      <NativeSelect
        id="field-method"
        size="xs"
        disabled={isFixed}
        value={method.type}
        data={METHOD_IDS.map((value) => ({
          value,
          label: methodName({ type: value }),
          disabled: unfitFor(model, { type: value }) !== null,
        }))}
        onChange={({ currentTarget: { value } }) => {
          if (isMethodId(value)) choose(value);
        }}
      />
    </Labelled>
  );
}
