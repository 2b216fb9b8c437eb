/** A sentence whose terms of the glossary explain themselves on hover, touch and keyboard focus; Escape closes the card. */
import { Tooltip } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './learn.module.css';
import { markedTerms } from './marked-terms.ts';

const EVENTS = { hover: true, focus: true, touch: true };

/** @param text of the strings, in which `<rank>r</rank>` marks the term `rank` of the glossary */
export function TermText({ text }: { text: string }) {
  const { t } = useTranslation('learn');
  const terms = t('glossary.terms', { returnObjects: true });
  return markedTerms(text).map(({ words, id }, i) => {
    const known = Object.entries(terms).find(([term]) => term === id)?.[1];
    if (!known) return <Fragment key={i}>{words}</Fragment>;
    return (
      <Tooltip
        key={i}
        label={
          <>
            <b>{known.term}</b>: {known.meaning}
          </>
        }
        multiline
        w={300}
        withArrow
        events={EVENTS}
      >
        <button type="button" className={classes.term}>
          {words}
        </button>
      </Tooltip>
    );
  });
}
