/** What every lesson begins and ends with. */
import { useTranslation } from 'react-i18next';
import type { LessonId } from '../../../core/lessons.ts';
import { Section } from './section.tsx';
import classes from './learn.module.css';

/** What the sentences name: the width of the model's matrices, and their number of weights. */
type Words = Record<'width' | 'square', string>;

const NO_WORDS: Words = { width: '', square: '' };

export function Claim({ id }: { id: LessonId }) {
  const { t } = useTranslation('learn');
  return (
    <Section title={t('step.claim')}>
      <p>{t(`lesson.${id}.claim`)}</p>
      <p className="hint">{t(`lesson.${id}.source`)}</p>
    </Section>
  );
}

export function Meaning({ id, words = NO_WORDS }: { id: LessonId; words?: Words }) {
  const { t } = useTranslation('learn');
  return (
    <Section title={t('step.meaning')}>
      <p>{t(`lesson.${id}.meaning`, words)}</p>
      <dl className={classes.meaning}>
        <dt>{t('step.paper')}</dt>
        <dd>{t(`lesson.${id}.paper`)}</dd>
        <dt>{t('step.here')}</dt>
        <dd>{t(`lesson.${id}.here`)}</dd>
      </dl>
    </Section>
  );
}
