/** What a model wrote, under who wrote it. */
import { Highlight } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { excerpt } from '../format.ts';
import { promptValues } from './prompt-values.ts';
import classes from './runs.module.css';

interface ModelTextProps {
  heading: string;
  /** null where there is no text; '' where the model wrote nothing. */
  text: string | null;
  prompt: string;
  /** Said in place of a missing text. */
  absent?: string;
  /** The text that the panel is about: it is larger. */
  isMain?: boolean;
  /** More definitions of the heading. */
  children?: ReactNode;
}

export function ModelText({ heading, text, prompt, absent = '', isMain, children }: ModelTextProps) {
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
      {children}
    </div>
  );
}
