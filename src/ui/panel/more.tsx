/** The settings that most runs leave alone. Kept in the page while closed. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LIMITS, SCHEDULES } from '../../core/run-config.ts';
import { VALIDATION_PAIRS } from '../../core/run-record.ts';
import { useConfig } from '../page-context.tsx';
import { later } from '../later.tsx';
import { Control, useFixed } from './control.tsx';
import { Labelled, NumberField } from './fields.tsx';
import { MethodFields } from './method-fields.tsx';
import { TrainSize } from './train-size.tsx';
import { TrainingNumber } from './training-number.tsx';

const Checkpointing = later(async () => (await import('./checkpointing.tsx')).Checkpointing);
const BaseWeights = later(async () => (await import('./base-weights.tsx')).BaseWeights);

function Seed() {
  const { t } = useTranslation();
  const seed = useConfig((state) => state.config.seed);
  const update = useConfig((state) => state.update);
  return (
    <NumberField
      label={t('panel.seed')}
      explain={t('explain.seed')}
      setting="seed"
      limit={LIMITS.seed}
      value={seed}
      step={1}
      onChange={(value) => update({ seed: value })}
    />
  );
}

function Schedule() {
  const { t } = useTranslation();
  const chosen = useConfig((state) => state.config.training.lr_scheduler_type);
  const update = useConfig((state) => state.update);
  const isFixed = useFixed();
  return (
    <Labelled label={t('panel.schedule')} htmlFor="field-schedule" explain={t('explain.schedule')}>
      <NativeSelect
        id="field-schedule"
        size="xs"
        disabled={isFixed}
        value={chosen}
        data={SCHEDULES.map((value) => ({ value, label: t(`panel.schedules.${value}`) }))}
        onChange={({ currentTarget }) => {
          const lr_scheduler_type = SCHEDULES.find((schedule) => schedule === currentTarget.value);
          if (lr_scheduler_type) update({ training: { lr_scheduler_type } });
        }}
      />
    </Labelled>
  );
}

export function More() {
  const { t } = useTranslation();
  return (
    <details className="more">
      <summary>{t('panel.more')}</summary>
      <div className="fields">
        <div className="wide">
          <Control setting="max_train_samples">
            <TrainSize />
          </Control>
        </div>
        <TrainingNumber
          setting="batch_size"
          label={t('panel.batchSize')}
          explain={t('explain.batchSize')}
          step={1}
        />
        <Control setting="seed">
          <Seed />
        </Control>
        <TrainingNumber
          setting="eval_steps"
          label={t('panel.evalEvery')}
          explain={t('explain.evalEvery', { examples: String(VALIDATION_PAIRS) })}
          step={5}
        />
        <TrainingNumber
          setting="metric_steps"
          label={t('panel.metricEvery')}
          explain={t('explain.metricEvery')}
          step={50}
        />
        <Control setting="lr_scheduler_type">
          <Schedule />
        </Control>
        <TrainingNumber
          setting="warmup_steps"
          label={t('panel.warmup')}
          explain={t('explain.warmup')}
          step={5}
        />
        <TrainingNumber
          setting="max_grad_norm"
          label={t('panel.clip')}
          explain={t('explain.clip')}
          step={0.1}
        />
        <TrainingNumber
          setting="weight_decay"
          label={t('panel.weightDecay')}
          explain={t('explain.weightDecay')}
          step={0.01}
        />
        <TrainingNumber
          setting="max_length"
          label={t('panel.maxLength')}
          explain={t('explain.maxLength')}
          step={8}
        />
        <Control setting="base_dtype">
          <BaseWeights />
        </Control>
        <Control setting="gradient_checkpointing">
          <Checkpointing />
        </Control>
        <MethodFields isRare />
      </div>
    </details>
  );
}
