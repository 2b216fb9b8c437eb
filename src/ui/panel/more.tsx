/** The settings that most runs leave alone. Kept in the page while closed. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LIMITS, SCHEDULES } from '../../core/run-config.ts';
import { VALIDATION_PAIRS } from '../../core/run-record.ts';
import { useConfig } from '../page-context.tsx';
import { later } from '../later.tsx';
import { Control, useFixed } from './control.tsx';
import { Labelled, NumberField, type NumberFieldProps } from './fields.tsx';
import { MethodFields } from './method-fields.tsx';
import { TrainSize } from './train-size.tsx';

const Checkpointing = later(async () => (await import('./checkpointing.tsx')).Checkpointing);
const BaseWeights = later(async () => (await import('./base-weights.tsx')).BaseWeights);

/** A number, as the class link leaves it. */
const Held = (props: NumberFieldProps) => (
  <Control setting={props.setting}>
    <NumberField {...props} />
  </Control>
);

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
  const { seed, training } = useConfig((state) => state.config);
  const update = useConfig((state) => state.update);
  return (
    <details className="more">
      <summary>{t('panel.more')}</summary>
      <div className="fields">
        <div className="wide">
          <Control setting="max_train_samples">
            <TrainSize />
          </Control>
        </div>
        <Held
          label={t('panel.batchSize')}
          explain={t('explain.batchSize')}
          setting="batch_size"
          limit={LIMITS.batch_size}
          value={training.batch_size}
          step={1}
          onChange={(batch_size) => update({ training: { batch_size } })}
        />
        <Held
          label={t('panel.seed')}
          explain={t('explain.seed')}
          setting="seed"
          limit={LIMITS.seed}
          value={seed}
          step={1}
          onChange={(value) => update({ seed: value })}
        />
        <Held
          label={t('panel.evalEvery')}
          explain={t('explain.evalEvery', { examples: String(VALIDATION_PAIRS) })}
          setting="eval_steps"
          limit={LIMITS.eval_steps}
          value={training.eval_steps}
          step={5}
          onChange={(eval_steps) => update({ training: { eval_steps } })}
        />
        <Held
          label={t('panel.metricEvery')}
          explain={t('explain.metricEvery')}
          setting="metric_steps"
          limit={LIMITS.metric_steps}
          value={training.metric_steps}
          step={50}
          onChange={(metric_steps) => update({ training: { metric_steps } })}
        />
        <Control setting="lr_scheduler_type">
          <Schedule />
        </Control>
        <Held
          label={t('panel.warmup')}
          explain={t('explain.warmup')}
          setting="warmup_steps"
          limit={LIMITS.warmup_steps}
          value={training.warmup_steps}
          step={5}
          onChange={(warmup_steps) => update({ training: { warmup_steps } })}
        />
        <Held
          label={t('panel.clip')}
          explain={t('explain.clip')}
          setting="max_grad_norm"
          limit={LIMITS.max_grad_norm}
          value={training.max_grad_norm}
          step={0.1}
          onChange={(max_grad_norm) => update({ training: { max_grad_norm } })}
        />
        <Held
          label={t('panel.weightDecay')}
          explain={t('explain.weightDecay')}
          setting="weight_decay"
          limit={LIMITS.weight_decay}
          value={training.weight_decay}
          step={0.01}
          onChange={(weight_decay) => update({ training: { weight_decay } })}
        />
        <Held
          label={t('panel.maxLength')}
          explain={t('explain.maxLength')}
          setting="max_length"
          limit={LIMITS.max_length}
          value={training.max_length}
          step={8}
          onChange={(max_length) => update({ training: { max_length } })}
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
