/** What every lesson begins and ends with. */
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LessonId } from '../../../core/lessons.ts';
import { Section } from './section.tsx';
import { TermText } from './term-text.tsx';
import classes from './learn.module.css';

/** What the sentences name: the model's layers, the width of its matrices, their number of weights, and its loss. */
export type Words = Record<'layers' | 'width' | 'square' | 'base', string>;

export const NO_WORDS: Words = { layers: '', width: '', square: '', base: '' };

export function PaperLink() {
  const { t } = useTranslation('learn');
  return (
    <Anchor
      inherit
      className={classes.paper}
      href="https://arxiv.org/abs/2106.09685"
      target="_blank"
      rel="noreferrer"
    >
      {t('paperLink')}
    </Anchor>
  );
}

export function Claim({ id }: { id: LessonId }) {
  const { t } = useTranslation('learn');
  return (
    <Section title={t('step.claim')}>
      <p>
        <TermText text={t(`lesson.${id}.claim`)} />
      </p>
      <p className="hint">
        {t(`lesson.${id}.source`)} · <PaperLink />
      </p>
    </Section>
  );
}

export function Meaning({ id, words = NO_WORDS }: { id: LessonId; words?: Words | undefined }) {
  const { t } = useTranslation('learn');
  return (
    <Section title={t('step.meaning')}>
      <p>
        <TermText text={t(`lesson.${id}.meaning`, words)} />
      </p>
      <dl className={classes.meaning}>
        <dt>{t('step.paper')}</dt>
        <dd>
          <TermText text={t(`lesson.${id}.paper`)} />
        </dd>
        <dt>{t('step.here')}</dt>
        <dd>
          <TermText text={t(`lesson.${id}.here`)} />
        </dd>
      </dl>
    </Section>
  );
}
