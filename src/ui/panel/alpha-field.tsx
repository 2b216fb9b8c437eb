/** α, by one of two rules: it is fixed, or it follows the rank as c·r. Says what that makes of the scale s. */
import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  LORA_LIMITS,
  loraScale,
  scalesOf,
  ratioOf,
  startsFactored,
  type LoraSettings,
} from '../../core/methods/lora-config.ts';
import { short } from '../format.ts';
import { useConfig } from '../page-context.tsx';
import { useFixed } from './control.tsx';
import { NumberField, Note } from './fields.tsx';
import type { FieldProps } from './method-fields.tsx';
import { alphaRule } from '../alpha-rule.ts';

const RULES = ['fixed', 'follows'] as const;

/** `32/4` and `8`, as s is computed; `α/r` and `4–8` where matrices have ranks or an α of their own. */
function scaleWords(method: LoraSettings): { formula: string; scale: string } {
  const { lora_alpha, use_rslora, r } = method;
  const scales = scalesOf(method);
  const [least, most] = [Math.min(...scales), Math.max(...scales)].map(short);
  const over = use_rslora ? '/√' : '/';
  return scales.length > method.target_modules.length
    ? { formula: `α${over}r`, scale: least === most ? `${least}` : `${least}–${most}` }
    : { formula: `${short(lora_alpha)}${over}${r}`, scale: short(loraScale(method)) };
}

export function AlphaField({ method, field }: FieldProps<LoraSettings>) {
  const { t } = useTranslation();
  const update = useConfig((state) => state.update);
  const { alpha_ratio, lora_alpha } = method;
  const isFixed = useFixed();
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
        disabled={isFixed}
        aria-label={t('panel.alphaRule')}
        value={alpha_ratio === null ? 'fixed' : 'follows'}
        data={RULES.map((value) => ({ value, label: t(`panel.alphaRules.${value}`) }))}
        // Either way the α of now stays, or what is nearest to it.
        onChange={(rule) => update({ method: { alpha_ratio: rule === 'follows' ? ratioOf(method) : null } })}
      />
      <Note>
        {t(startsFactored(method) ? 'panel.scaleFactored' : 'panel.scale', scaleWords(method))}{' '}
        {alphaRule(method, t)}
      </Note>
    </div>
  );
}
