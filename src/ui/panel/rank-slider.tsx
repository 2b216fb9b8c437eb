/**
 * The rank on its doubling scale, with a warning where A and B are no longer the smaller matrices. A rank between the marks
 * (from a link or a file) shows as it is.
 */
import { useTranslation } from 'react-i18next';
import { outweighed } from '../../core/params.ts';
import { RANKS, type LoraSettings } from '../../core/methods/lora-config.ts';
import { projectionLabels } from '../../core/site.ts';
import { short } from '../format.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { MarkSlider, Note } from './fields.tsx';
import type { FieldProps } from './method-fields.tsx';
import { ParametersLine } from './parameters-line.tsx';

/** Says which matrices A and B outweigh. */
function Outweighed({ method }: { method: LoraSettings }) {
  const { t } = useTranslation();
  const model = useSession((state) => state.model);
  const heavy = model ? outweighed(model.config, method) : [];
  if (heavy.length === 0) return null;
  const matrices = heavy.map(({ projections, rank }) =>
    t('panel.outweighedOf', {
      matrices: projectionLabels(projections).join(', '),
      rank: short(rank),
    }),
  );
  return <Note warns>{t('panel.outweighed', { matrices: matrices.join('; ') })}</Note>;
}

export function RankSlider({ method, field }: FieldProps<LoraSettings>) {
  const { r } = method;
  const update = useConfig((state) => state.update);
  return (
    <div className="rank">
      <MarkSlider
        label={field.label}
        explain={field.help}
        shown={String(r)}
        marks={RANKS.map(String)}
        value={Math.log2(r)}
        onChange={(mark) => update({ method: { r: 2 ** mark } })}
      />
      <Outweighed method={method} />
      <ParametersLine />
    </div>
  );
}
