/** α, by one of two rules: it is fixed, or it follows the rank as c·r. Says what that makes of the scale s. */
import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  LORA_LIMITS,
  loraScale,
  ratioOf,
  startsFactored,
  type LoraSettings,
} from '../../core/methods/lora-config.ts';
import { short } from '../format.ts';
import { useConfig } from '../page-context.tsx';
import { NumberField, Note } from './fields.tsx';
import type { FieldProps } from './method-fields.tsx';
import { alphaRule } from '../alpha-rule.ts';

const RULES = ['fixed', 'follows'] as const;

/** `32/4`, as s is computed. */
const formulaOf = ({ lora_alpha, use_rslora, r }: LoraSettings) =>
  `${short(lora_alpha)}/${use_rslora ? '√' : ''}${r}`;

export function AlphaField({ method, field }: FieldProps<LoraSettings>) {
  const { t } = useTranslation();
  const update = useConfig((state) => state.update);
  const { alpha_ratio, lora_alpha } = method;
  return (
    <div className="alpha">
      {alpha_ratio === null ? (
        <NumberField
          label={field.label}
          explain={field.help}
          setting="lora_alpha"
          limit={LORA_LIMITS.lora_alpha}
          value={lora_alpha}
          step={1}
          onChange={(value) => update({ method: { lora_alpha: value } })}
        />
      ) : (
        <NumberField
          label={t('panel.alphaRatio')}
          explain={t('explain.alphaRatio')}
          setting="alpha_ratio"
          limit={LORA_LIMITS.alpha_ratio}
          value={alpha_ratio}
          step={1}
          onChange={(value) => update({ method: { alpha_ratio: value } })}
        />
      )}
      <SegmentedControl
        size="xs"
        aria-label={t('panel.alphaRule')}
        value={alpha_ratio === null ? 'fixed' : 'follows'}
        data={RULES.map((value) => ({ value, label: t(`panel.alphaRules.${value}`) }))}
        // Either way the α of now stays, or what is nearest to it.
        onChange={(rule) => update({ method: { alpha_ratio: rule === 'follows' ? ratioOf(method) : null } })}
      />
      <Note>
        {t(startsFactored(method) ? 'panel.scaleFactored' : 'panel.scale', {
          formula: formulaOf(method),
          scale: short(loraScale(method)),
        })}{' '}
        {alphaRule(method, t)}
      </Note>
    </div>
  );
}
