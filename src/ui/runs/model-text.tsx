/** What a model wrote, under who wrote it. */
import { Highlight } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClassProbability } from '../../core/class-probability.ts';
import { excerpt, percent } from '../format.ts';
import { promptValues } from './prompt-values.ts';
import classes from './runs.module.css';

interface ModelTextProps {
  heading: string;
  /** null where there is no text; '' where the model wrote nothing. */
  text: string | null;
  /** Of an encoder how likely it takes each class to be, the likeliest first. */
  classes?: readonly ClassProbability[] | undefined;
  prompt: string;
  /** Said in place of a missing text. */
  absent?: string;
  /** The text that the panel is about: it is larger. */
  isMain?: boolean;
}

/** The likeliest classes are shown. */
const SHOWN_CLASSES = 5;

export function ModelText({ heading, text, classes: told, prompt, absent = '', isMain }: ModelTextProps) {
  const { t } = useTranslation('charts');
  return (
    <div data-main={isMain || undefined}>
      <dt>{heading}</dt>
      {text ? (
        <Highlight component="dd" inherit highlight={promptValues(excerpt(prompt))} highlightStyles={{}}>
          {excerpt(text)}
        </Highlight>
      ) : (
        <dd className={classes.dim}>{text === null ? absent : t('nothing')}</dd>
      )}
      {told && told.length > 0 && (
        <dd className={classes.dim}>
          {told
            .slice(0, SHOWN_CLASSES)
            .map(({ label, probability }) => `${excerpt(label)} ${percent(probability)}`)
            .join(' · ')}
          {told.length > SHOWN_CLASSES && ' …'}
        </dd>
      )}
    </div>
  );
}
