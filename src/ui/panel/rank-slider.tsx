/** The rank on its doubling scale. A rank between the marks (from a link or a file) shows as it is. */
import { useTranslation } from 'react-i18next';
import { RANKS } from '../../core/run-config.ts';
import { useConfig } from '../page-context.tsx';
import { MarkSlider } from './fields.tsx';

export function RankSlider() {
  const { t } = useTranslation();
  const r = useConfig((state) => state.config.method.r);
  const update = useConfig((state) => state.update);
  return (
    <MarkSlider
      label={t('panel.rank')}
      explain={t('explain.rank')}
      shown={String(r)}
      marks={RANKS.map(String)}
      value={Math.log2(r)}
      onChange={(mark) => update({ method: { r: 2 ** mark } })}
    />
  );
}
