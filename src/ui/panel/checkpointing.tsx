/** Whether layers are computed again for the gradient. Loaded after the page. */
import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfig } from '../page-context.tsx';
import { FixedMark, useFixed } from './control.tsx';
import { Explain } from './fields.tsx';

export function Checkpointing() {
  const { t } = useTranslation();
  const checked = useConfig((state) => state.config.training.gradient_checkpointing);
  const update = useConfig((state) => state.update);
  const label = t('panel.checkpointing');
  return (
    <div className="boxes wide">
      <Checkbox
        size="xs"
        label={label}
        disabled={useFixed()}
        checked={checked}
        onChange={({ currentTarget }) =>
          update({ training: { gradient_checkpointing: currentTarget.checked } })
        }
      />
      <Explain label={label} text={t('checkpointing.explain')} />
      <FixedMark label={label} />
    </div>
  );
}
