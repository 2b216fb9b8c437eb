/** A setting of training that is a number, as the class link leaves it. */
import { LIMITS, type TrainingConfig } from '../../core/run-config.ts';
import { useConfig } from '../page-context.tsx';
import { Control } from './control.tsx';
import { NumberField, type NumberFieldProps } from './fields.tsx';

export function TrainingNumber({
  setting,
  ...words
}: Pick<NumberFieldProps, 'label' | 'explain' | 'step'> & {
  setting: keyof typeof LIMITS & keyof TrainingConfig;
}) {
  const value = useConfig((state) => state.config.training[setting]);
  const update = useConfig((state) => state.update);
  return (
    <Control setting={setting}>
      <NumberField
        {...words}
        setting={setting}
        limit={LIMITS[setting]}
        value={value}
        onChange={(changed) => update({ training: { [setting]: changed } })}
      />
    </Control>
  );
}
