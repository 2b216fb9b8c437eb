/** The panel's building blocks: a label with its explanation, a number field that obeys the config's limits, a slider. */
import { Slider, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Limit } from '../../core/limit.ts';
import type { RunConfig } from '../../core/run-config.ts';
import { plain } from '../format.ts';
import { useConfig, usePage, useRuns } from '../page-context.tsx';
import { useNarrow } from '../use-narrow.ts';
import { Beside } from './beside.tsx';
import { FixedMark, useFixed } from './control.tsx';
import { readTyped, stepped, type Refusal } from './typed-number.ts';

/**
 * A small "?" whose text shows on hover, focus and touch: beside the form, or below the "?" where the form fills the window.
 * Its description is the explanation itself.
 */
export function Explain({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const [opened, { toggle }] = useDisclosure();
  // Mantine's button costs as much to draw as the field beside it, and the form has many of these.
  const mark = {
    type: 'button',
    className: 'explain mantine-focus-auto',
    'aria-label': t('about', { label }),
  } as const;
  if (!narrow)
    return (
      <Beside label={text}>
        <button {...mark} aria-description={text} />
      </Beside>
    );
  return (
    <>
      <button {...mark} aria-expanded={opened} onClick={toggle} />
      {opened && <span className="explained hint">{text}</span>}
    </>
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
        <FixedMark label={label} />
      </div>
      {children}
    </div>
  );
}

interface NumberProps {
  limit: Limit;
  value: number;
  /** Told every value within the limits as it is typed. */
  onChange: (value: number) => void;
  /** What an arrow key adds. */
  step: number;
  /** A word for the value 0, which is shown and can be typed. */
  zero?: string | undefined;
}

export interface NumberFieldProps extends NumberProps {
  label: string;
  explain: string;
  /** The setting's name, which the field's id is made of. */
  setting: string;
}

export interface NumberBoxProps extends NumberProps {
  id: string;
  /** Where no label names it. */
  name?: string;
  autoFocus?: boolean;
}

const ARROWS: Partial<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 };

/**
 * While being typed in, the field shows what was typed, and whatever of it is a value within the limits counts at once. A
 * text that is none leaves the value that was in force before; once the field is left, it says why, until the field is used
 * again, any setting changes, by whatever hand, or a run starts.
 */
export function NumberBox(props: NumberBoxProps) {
  const { id, name, limit, value, onChange, step, zero, autoFocus = false } = props;
  const { config: form, runs } = usePage();
  /** What is being typed, and the value in force before. */
  const [draft, setDraft] = useState<{ text: string; before: number } | null>(null);
  /** What could not be taken, and the form and number of runs at that time. */
  const [refused, setRefused] = useState<{
    typed: string;
    why: Refusal;
    config: RunConfig;
    runs: number;
  } | null>(null);
  const isSameForm = useConfig(({ config }) => refused?.config === config);
  const isSameNumber = useRuns(({ records }) => refused?.runs === records.length);
  const { t } = useTranslation();
  const isFixed = useFixed();
  const type = (text: string) => {
    const before = draft?.before ?? value;
    const read = readTyped(text, limit, zero);
    setDraft({ text, before });
    onChange(typeof read === 'number' ? read : before);
  };
  const finish = () => {
    if (draft === null) return;
    const why = readTyped(draft.text, limit, zero);
    if (typeof why !== 'number')
      setRefused({
        typed: draft.text.trim(),
        why,
        config: form.getState().config,
        runs: runs.getState().records.length,
      });
    setDraft(null);
  };
  const error = refused && isSameForm && isSameNumber && (
    <>
      {t(`panel.refused.${refused.why}`, { typed: refused.typed })} {t('panel.stays', { used: plain(value) })}{' '}
      {t(limit.integer ? 'panel.rangeWhole' : 'panel.range', {
        min: plain(limit.min),
        max: plain(limit.max),
      })}
    </>
  );
  return (
    <TextInput
      id={id}
      aria-label={name}
      autoFocus={autoFocus}
      size="xs"
      disabled={isFixed}
      inputMode="decimal"
      autoComplete="off"
      value={draft?.text ?? (value === 0 && zero ? zero : plain(value).replaceAll(',', ''))}
      error={error}
      onFocus={() => setRefused(null)}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        const direction = ARROWS[event.key];
        if (event.key === 'Enter') finish();
        if (direction === undefined) return;
        event.preventDefault();
        setDraft(null);
        onChange(stepped(value, direction * step, limit));
      }}
      onBlur={finish}
    />
  );
}

/** A number under its label. */
export function NumberField({ label, explain, setting, ...number }: NumberFieldProps) {
  const id = `field-${setting}`;
  return (
    <Labelled label={label} htmlFor={id} explain={explain}>
      <NumberBox id={id} {...number} />
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
  const isFixed = useFixed();
  return (
    <div className="field">
      <div className="field-label">
        <span>{label}</span>
        <Explain label={label} text={explain} />
        <FixedMark label={label} />
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
          disabled={isFixed}
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
