/** The methods of an experiment at equal parameters: the size of each, the weights that it trains, and how many these are above or below the form's. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DimensionsOf } from '../../../core/experiment.ts';
import { type MethodConfig } from '../../../core/methods/methods.ts';
import { countTrainable } from '../../../core/params.ts';
import type { RunConfig } from '../../../core/run-config.ts';
import type { ConfigValue } from '../../../core/run-name.ts';
import type { TransformerConfig } from '../../../core/site.ts';
import { SIZE_SETTINGS } from '../../../core/sized.ts';
import { count } from '../../format.ts';
import { wordDifference } from '../../runs/difference.ts';
import { methodName } from '../../method-words.ts';

interface MethodSizesProps {
  /** Its method's weights are the budget. */
  base: RunConfig;
  runs: readonly RunConfig[];
  dimensionsOf: DimensionsOf;
}

export function MethodSizes({ base, runs, dimensionsOf }: MethodSizesProps) {
  const models = [...new Set(runs.map(({ model }) => model))];
  return (
    <div className="method-sizes hint">
      {models.map((model) => (
        <SizesOn
          key={model}
          model={model}
          shape={dimensionsOf(model)}
          base={base.method}
          methods={runs.filter((run) => run.model === model).map(({ method }) => method)}
        />
      ))}
    </div>
  );
}

interface SizesOnProps {
  model: string;
  shape: TransformerConfig | null;
  base: MethodConfig;
  methods: readonly MethodConfig[];
}

function SizesOn({ model, shape, base, methods }: SizesOnProps) {
  const { t } = useTranslation('workspaces');
  const id = useId();
  if (!shape) return null;
  const budget = countTrainable(shape, base);
  // Another setting that varies repeats the methods.
  const distinct = new Map(methods.map((method) => [method.type, method]));
  return (
    <>
      <span id={id}>{t('experiment.sizes', { model, budget: count(budget) })}</span>
      <ul aria-labelledby={id}>
        {[...distinct.values()].map((method) => (
          <Size key={method.type} method={method} weights={countTrainable(shape, method)} budget={budget} />
        ))}
      </ul>
    </>
  );
}

/** `AdapterH bottleneck 15 · 7,996 (−196)` */
function Size({ method, weights, budget }: { method: MethodConfig; weights: number; budget: number }) {
  const { t } = useTranslation('workspaces');
  const { t: words } = useTranslation('charts');
  const size = Object.entries<ConfigValue>(method)
    .filter(([key]) => key === SIZE_SETTINGS[method.type])
    .map(([key, value]) => ({ key: `method.${key}`, value }));
  const more = weights - budget;
  return (
    <li>
      <b>{methodName(method)}</b> {wordDifference(size, words) || t('experiment.sizeless')}
      {` · ${count(weights)} (${more < 0 ? '−' : '+'}${count(Math.abs(more))})`}
    </li>
  );
}
