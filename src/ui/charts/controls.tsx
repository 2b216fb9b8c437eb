/** The switches and sliders of charts, apart from the charts, so that they are not drawn again with each of a run's steps. */
import { NativeSelect, Slider, Switch } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { siteId, type Site, type SiteId } from '../../core/site.ts';
import { MAX_SMOOTHING } from '../../core/smoothing.ts';
import classes from './charts.module.css';
import { siteWords } from '../site-words.ts';

interface LogSwitchProps {
  log: boolean;
  onLog: (log: boolean) => void;
}

export const LogSwitch = memo(function LogSwitch({ log, onLog }: LogSwitchProps) {
  const { t } = useTranslation('charts');
  return <ChartSwitch label={t('logY')} checked={log} onChange={onLog} />;
});

interface ChartSwitchProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export const ChartSwitch = memo(function ChartSwitch({ label, checked, onChange }: ChartSwitchProps) {
  return (
    <Switch
      size="xs"
      color="gray"
      label={label}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
});

interface ChoiceProps<T extends string> {
  /** Stands before the choice. */
  name: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}

/** One of a few, by name. */
function ChoiceOf<T extends string>({ name, value, options, onChange }: ChoiceProps<T>) {
  return (
    <label className={classes.choice}>
      {name}
      <NativeSelect
        size="xs"
        className={classes.select ?? ''}
        aria-label={name}
        value={value}
        onChange={(event) => {
          const picked = options.find((option) => option.value === event.currentTarget.value);
          if (picked) onChange(picked.value);
        }}
        data={[...options]}
      />
    </label>
  );
}

export const Choice = memo(
  ChoiceOf,
  (a, b) =>
    a.name === b.name &&
    a.value === b.value &&
    a.onChange === b.onChange &&
    JSON.stringify(a.options) === JSON.stringify(b.options),
) as typeof ChoiceOf;

interface SmoothingSliderProps {
  /** Of the past in the moving average. */
  weight: number;
  onWeight: (weight: number) => void;
}

export const SmoothingSlider = memo(function SmoothingSlider({ weight, onWeight }: SmoothingSliderProps) {
  const { t } = useTranslation('charts');
  return (
    <span className={classes.control}>
      <span aria-hidden>{t('smoothing')}</span>
      <Slider
        w={76}
        size="xs"
        color="gray"
        label={null}
        min={0}
        max={MAX_SMOOTHING}
        step={0.01}
        value={weight}
        onChange={onWeight}
        thumbLabel={t('smoothing')}
      />
      <span style={{ width: '2.2em' }}>{weight.toFixed(2)}</span>
    </span>
  );
});

interface MatrixSelectProps {
  sites: readonly Site[];
  chosen: SiteId | '';
  onSite: (site: SiteId) => void;
}

const sameSites = (a: MatrixSelectProps, b: MatrixSelectProps): boolean =>
  a.chosen === b.chosen &&
  a.onSite === b.onSite &&
  a.sites.map(siteId).join(' ') === b.sites.map(siteId).join(' ');

export const MatrixSelect = memo(function MatrixSelect({ sites, chosen, onSite }: MatrixSelectProps) {
  const { t } = useTranslation('charts');
  return (
    <NativeSelect
      size="xs"
      w="9.5em"
      aria-label={t('matrix')}
      value={chosen}
      onChange={(event) => {
        const picked = sites.find((candidate) => siteId(candidate) === event.currentTarget.value);
        if (picked) onSite(siteId(picked));
      }}
      data={sites.map((option) => ({ value: siteId(option), label: siteWords(option) }))}
    />
  );
}, sameSites);
