/** The terms of the paper, which can be searched. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './learn.module.css';

export function GlossaryPage() {
  const { t, i18n } = useTranslation('learn');
  const [text, setText] = useState('');
  const terms = Object.entries(t('glossary.terms', { returnObjects: true }))
    .map(([id, words]) => ({ id, ...words }))
    .sort((a, b) => a.term.localeCompare(b.term, i18n.language));
  const wanted = text.trim().toLocaleLowerCase();
  const found = terms.filter(({ term, meaning }) =>
    `${term} ${meaning}`.toLocaleLowerCase().includes(wanted),
  );
  return (
    <>
      <p>{t('glossary.about')}</p>
      <TextInput
        size="xs"
        type="search"
        label={t('glossary.find')}
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      {found.length === 0 && <p role="status">{t('glossary.none', { text })}</p>}
      <dl className={classes.terms}>
        {found.map(({ id, term, meaning }) => (
          <div key={id}>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
