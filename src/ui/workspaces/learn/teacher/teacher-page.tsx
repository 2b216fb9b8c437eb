/** For the teacher: makes a class link, and gathers the results that students hand in. */
import { useTranslation } from 'react-i18next';
import { ClassResults } from './class-results.tsx';
import { LinkMaker } from './link-maker.tsx';

export function TeacherPage() {
  const { t } = useTranslation('learn');
  return (
    <>
      <p>{t('teacher.about')}</p>
      <LinkMaker />
      <ClassResults />
    </>
  );
}
