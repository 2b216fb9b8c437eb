/** The panel's building blocks: a label with its explanation, a number field that obeys the config's limits, a slider. */
import { NumberInput, Slider, UnstyledButton } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS, type NumericKey } from '../../core/run-config.ts';
import { plain } from '../format.ts';
import { Tooltip } from '../overlays.ts';
import { useConfig, useRuns } from '../page-context.tsx';

/** A small "?" whose text shows on hover, focus and touch. Its description is the explanation itself. */
export function Explain({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  return (
    <Tooltip
      label={text}
      multiline
      w={260}
      position="top-start"
      events={{ hover: true, focus: true, touch: true }}
      openDelay={150}
    >
      <UnstyledButton className="explain" aria-label={t('about', { label })} aria-description={text} />
    </Tooltip>
  );
}

/** Says beside a control why it is as it is. A warning says what may be wrong; both are read when they appear. */
export function Note({ id, warns = false, children }: { id?: string; warns?: boolean; children: ReactNode }) {
  return (
    <p id={id} className={warns ? 'hint warns' : 'hint'} role={warns ? 'status' : undefined}>
      {children}
    </p>
  );
}

/** A control's visible label beside its explanation. */
export function Labelled({
  label,
  htmlFor,
  explain,
  children,
}: {
  label: string;
  htmlFor: string;
  explain: string;
  children: ReactNode;
}) {
  return (
    <div className="field">
      <div className="field-label">
        <label htmlFor={htmlFor}>{label}</label>
        <Explain label={label} text={explain} />
      </div>
      {children}
    </div>
  );
}

export interface NumberFieldProps {
  label: string;
  explain: string;
  setting: NumericKey;
  value: number;
  /** Told every value within the limits as it is typed. */
  onChange: (value: number) => void;
  /** What an arrow key adds. */
  step: number;
}

/**
 * While being typed in, the field shows what was typed; left, it shows the value in force. What could not be taken is told
 * until the field is used again, any setting changes, by whatever hand, or a run starts.
 */
export function NumberField({ label, explain, setting, value, onChange, step }: NumberFieldProps) {
  const form = useConfig((state) => state.config);
  const [draft, setDraft] = useState<string | number | null>(null);
  const runs = useRuns((state) => state.records.length);
  /** What could not be taken, and the form and number of runs at that time. */
  const [refused, setRefused] = useState<{ typed: string; form: typeof form; runs: number } | null>(null);
  const { t } = useTranslation();
  const limit = LIMITS[setting];
  // What is typed with zeros at its end comes as text.
  const isPossible = (typed: string | number) =>
    typed !== '' && Number(typed) >= limit.min && Number(typed) <= limit.max;
  const id = `field-${setting}`;
  const error = refused?.form === form && refused.runs === runs && (
    <>
      {refused.typed === ''
        ? t('panel.noNumber', { used: plain(value) })
        : t('panel.refused', { typed: refused.typed, used: plain(value) })}{' '}
      {t(limit.integer ? 'panel.rangeWhole' : 'panel.range', {
        min: plain(limit.min),
        max: plain(limit.max),
      })}
    </>
  );
  return (
    <Labelled label={label} htmlFor={id} explain={explain}>
      <NumberInput
        id={id}
        size="xs"
        value={draft ?? value}
        min={limit.min}
        max={limit.max}
        step={step}
        allowDecimal={!limit.integer}
        allowNegative={false}
        clampBehavior="none"
        error={error}
        hideControls
        onFocus={() => setRefused(null)}
        // The field takes digits alone, and would read 1e-3 as 13.
        onKeyDown={(event) => {
          if (event.key.toLowerCase() !== 'e' || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          setRefused({ typed: `${draft ?? value}${event.key}`, form, runs });
        }}
        onPaste={(event) => {
          const pasted = Number(event.clipboardData.getData('text').trim() || NaN);
          if (!Number.isFinite(pasted)) return;
          event.preventDefault();
          setDraft(plain(pasted).replaceAll(',', ''));
          if (isPossible(pasted)) onChange(pasted);
        }}
        onChange={(typed) => {
          setDraft(typed);
          if (isPossible(typed)) onChange(Number(typed));
        }}
        onBlur={() => {
          if (draft !== null && !isPossible(draft)) setRefused({ typed: String(draft), form, runs });
          setDraft(null);
        }}
      />
    </Labelled>
  );
}

export interface MarkSliderProps {
  label: string;
  explain: string;
  /** The value in words, beside the label and for a screen reader. */
  shown: string;
  /** What stands at each mark, from the least to the most. */
  marks: readonly string[];
  /** A mark, counted from 0. May lie between two: it is shown there until the slider is moved. */
  value: number;
  onChange: (mark: number) => void;
}

/** A slider that goes from mark to mark. Where there is but one, there is nothing to choose: its value alone is shown. */
export function MarkSlider({ label, explain, shown, marks, value, onChange }: MarkSliderProps) {
  return (
    <div className="field">
      <div className="field-label">
        <span>{label}</span>
        <Explain label={label} text={explain} />
        <output className="value">{shown}</output>
      </div>
      {marks.length > 1 && (
        <Slider
          className="marks"
          size="sm"
          min={0}
          max={marks.length - 1}
          step={1}
          marks={marks.map((text, mark) => ({ value: mark, label: text }))}
          restrictToMarks
          value={value}
          onChange={onChange}
          label={null}
          thumbLabel={label}
          thumbValueText={shown}
        />
      )}
    </div>
  );
}
