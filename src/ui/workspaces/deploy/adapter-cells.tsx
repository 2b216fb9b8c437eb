/** What the shelf tells of an adapter, a run's or one from a file: its base model, method, sizes and worth. */
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { MethodConfig } from '../../../core/methods/methods.ts';
import { weightBytes } from '../../../core/params.ts';
import { adapterFileBytes, hasPeftForm } from '../../../core/peft-form.ts';
import type { Score } from '../../../core/run-record.ts';
import type { TransformerConfig } from '../../../core/site.ts';
import { formatLoss } from '../../charts/values.ts';
import { count } from '../../format.ts';
import { useMetricWords } from '../../metric-name.ts';
import { usePage } from '../../page-context.tsx';
import { nameMethod } from '../../runs/index.ts';
import classes from '../../runs/runs.module.css';

/** How the sizes of each column are written: alike in all rows. */
export type Sizes = Record<'adapter' | 'file' | 'stored', (bytes: number) => string>;

/** The size of an adapter's file for PEFT; null where it has none, or its model's dimensions are not known. */
export function fileBytes(shape: TransformerConfig | null, method: MethodConfig): number | null {
  return shape && hasPeftForm(method, shape) ? adapterFileBytes(shape, method) : null;
}

interface AdapterCellsProps {
  id: string;
  model: string;
  /** The base model's dimensions, where they are known. */
  shape: TransformerConfig | null;
  /** SHA-256 of the base model's weights, where it is known. */
  weights: string | undefined;
  method: MethodConfig;
  trainableParameters: number;
  /** That its tensors take in PEFT's file, where that is known. */
  tensorBytes?: number | undefined;
  sizes: Sizes;
  loss: number | undefined;
  score: Score | undefined;
  /** Whether the tensors cannot be read. */
  lacksWeights?: boolean;
}

export function AdapterCells(props: AdapterCellsProps) {
  const { id, model, shape, weights, method, trainableParameters, sizes, loss, score } = props;
  const { lacksWeights = false, tensorBytes } = props;
  const { t } = useTranslation('workspaces');
  const { t: charts } = useTranslation('charts');
  const words = useMetricWords();
  const stored = useStore(usePage().space, ({ usage }) => usage?.runs[id]);
  const file = tensorBytes ?? fileBytes(shape, method);
  return (
    <>
      <td data-label={t('deploy.columns.model')}>
        {model}{' '}
        {weights && (
          <code className={classes.dim} title={t('shelf.sha', { weights })}>
            {weights.slice(0, 8)}
          </code>
        )}
      </td>
      <td data-label={t('deploy.columns.matrices')}>{nameMethod(method, charts)}</td>
      <td data-label={t('deploy.columns.weights')}>{count(trainableParameters)}</td>
      <td data-label={t('deploy.columns.size')}>
        {lacksWeights ? '–' : sizes.adapter(weightBytes(trainableParameters))}
      </td>
      <td data-label={t('deploy.columns.file')}>{file === null || lacksWeights ? '–' : sizes.file(file)}</td>
      <td data-label={t('deploy.columns.loss')}>{loss === undefined ? '–' : formatLoss(loss)}</td>
      <td data-label={t('deploy.columns.score')}>
        {score && score.value !== null
          ? `${words.name(score.metric, { tokenizer: score.tokenizer })} ${words.score(score.metric, score.value)}`
          : '–'}
      </td>
      <td data-label={t('deploy.columns.stored')}>{stored === undefined ? '–' : sizes.stored(stored)}</td>
    </>
  );
}
