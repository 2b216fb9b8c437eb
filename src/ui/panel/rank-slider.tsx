/** The rank on its doubling scale. A rank between the marks (from a link or a file) shows as it is. */
import { Slider } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LIMITS, RANKS } from '../../core/run-config.ts';
import { useConfig } from '../page-context.tsx';
import { Explain } from './fields.tsx';

const MARKS = RANKS.map((rank) => ({ value: Math.log2(rank), label: String(rank) }));

export function RankSlider() {
  const { t } = useTranslation();
  const r = useConfig((state) => state.config.method.r);
  const update = useConfig((state) => state.update);
  return (
    <div className="field">
      <div className="field-label">
        <span>{t('panel.rank')}</span>
        <Explain text={t('explain.rank')} />
        <output className="value">{r}</output>
      </div>
      <Slider
        className="rank"
        size="sm"
        min={0}
        max={Math.log2(LIMITS.r.max)}
        step={1}
        marks={MARKS}
        value={Math.log2(r)}
        onChange={(power) => update({ method: { r: 2 ** power } })}
        label={null}
        thumbLabel={t('panel.rank')}
        thumbValueText={String(r)}
      />
    </div>
  );
}
