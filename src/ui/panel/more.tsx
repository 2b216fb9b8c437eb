/** The settings that most runs leave alone. Kept in the page while closed. */
import { Checkbox, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLast, SCHEDULES } from '../../core/run-config.ts';
import { VALIDATION_PAIRS } from '../../core/run-record.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { Explain, Labelled, Note, NumberField } from './fields.tsx';
import { TrainSize } from './train-size.tsx';

function Layers() {
  const { t } = useTranslation();
  const count = useSession((state) => state.model?.config.n_layer ?? 0);
  const chosen = useConfig((state) => state.config.method.layers_to_transform);
  const update = useConfig((state) => state.update);
  const all = Array.from({ length: count }, (_, layer) => layer);
  const form = useConfig((state) => state.config);
  /** The form when somebody tried to leave the last layer out. */
  const [tried, setTried] = useState<typeof form | null>(null);
  const explains = tried === form;
  const toggle = (layer: number) => {
    const now = chosen ?? all;
    if (isLast(now, layer)) {
      setTried(form);
      return;
    }
    const layers = now.includes(layer) ? now.filter((other) => other !== layer) : [...now, layer];
    update({ method: { layers_to_transform: all.every((other) => layers.includes(other)) ? null : layers } });
  };
  return (
    <div className="field wide" role="group" aria-labelledby="layers-label">
      <div className="field-label">
        <span id="layers-label">{t('panel.layers')}</span>
        <Explain label={t('panel.layers')} text={t('explain.layers')} />
      </div>
      <div className="boxes">
        {all.map((layer) => (
          <Checkbox
            key={layer}
            size="xs"
            label={layer + 1}
            checked={chosen?.includes(layer) ?? true}
            aria-disabled={isLast(chosen ?? all, layer) || undefined}
            aria-describedby={explains ? 'layers-note' : undefined}
            onChange={() => toggle(layer)}
          />
        ))}
      </div>
      <div role="status">{explains && <Note id="layers-note">{t('panel.lastLayer')}</Note>}</div>
    </div>
  );
}

export function More() {
  const { t } = useTranslation();
  const { seed, method, training } = useConfig((state) => state.config);
  const update = useConfig((state) => state.update);
  return (
    <details className="more">
      <summary>{t('panel.more')}</summary>
      <div className="fields">
        <div className="wide">
          <TrainSize />
        </div>
        <NumberField
          label={t('panel.batchSize')}
          explain={t('explain.batchSize')}
          setting="batch_size"
          value={training.batch_size}
          step={1}
          onChange={(batch_size) => update({ training: { batch_size } })}
        />
        <NumberField
          label={t('panel.seed')}
          explain={t('explain.seed')}
          setting="seed"
          value={seed}
          step={1}
          onChange={(value) => update({ seed: value })}
        />
        <NumberField
          label={t('panel.evalEvery')}
          explain={t('explain.evalEvery', { examples: String(VALIDATION_PAIRS) })}
          setting="eval_steps"
          value={training.eval_steps}
          step={5}
          onChange={(eval_steps) => update({ training: { eval_steps } })}
        />
        <NumberField
          label={t('panel.metricEvery')}
          explain={t('explain.metricEvery')}
          setting="metric_steps"
          value={training.metric_steps}
          step={50}
          onChange={(metric_steps) => update({ training: { metric_steps } })}
        />
        <Labelled label={t('panel.schedule')} htmlFor="field-schedule" explain={t('explain.schedule')}>
          <NativeSelect
            id="field-schedule"
            size="xs"
            value={training.lr_scheduler_type}
            data={SCHEDULES.map((value) => ({ value, label: t(`panel.schedules.${value}`) }))}
            onChange={({ currentTarget }) => {
              const lr_scheduler_type = SCHEDULES.find((schedule) => schedule === currentTarget.value);
              if (lr_scheduler_type) update({ training: { lr_scheduler_type } });
            }}
          />
        </Labelled>
        <NumberField
          label={t('panel.warmup')}
          explain={t('explain.warmup')}
          setting="warmup_steps"
          value={training.warmup_steps}
          step={5}
          onChange={(warmup_steps) => update({ training: { warmup_steps } })}
        />
        <NumberField
          label={t('panel.clip')}
          explain={t('explain.clip')}
          setting="max_grad_norm"
          value={training.max_grad_norm}
          step={0.1}
          onChange={(max_grad_norm) => update({ training: { max_grad_norm } })}
        />
        <NumberField
          label={t('panel.weightDecay')}
          explain={t('explain.weightDecay')}
          setting="weight_decay"
          value={training.weight_decay}
          step={0.01}
          onChange={(weight_decay) => update({ training: { weight_decay } })}
        />
        <NumberField
          label={t('panel.dropout')}
          explain={t('explain.dropout')}
          setting="lora_dropout"
          value={method.lora_dropout}
          step={0.05}
          onChange={(lora_dropout) => update({ method: { lora_dropout } })}
        />
        <NumberField
          label={t('panel.maxLength')}
          explain={t('explain.maxLength')}
          setting="max_length"
          value={training.max_length}
          step={8}
          onChange={(max_length) => update({ training: { max_length } })}
        />
        <Layers />
        <div className="boxes wide">
          <Checkbox
            size="xs"
            label={t('panel.rslora')}
            checked={method.use_rslora}
            onChange={({ currentTarget }) => update({ method: { use_rslora: currentTarget.checked } })}
          />
          <Explain label={t('panel.rslora')} text={t('explain.rslora')} />
        </div>
      </div>
    </details>
  );
}
