/** Says that a class link is in force; opened, it says what that means, who the student is, and how to leave. */
import { Button, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClassInForce } from '../state/class-store.ts';
import { useConfig, usePage } from './page-context.tsx';
import './class-badge.css';

export function ClassBadge({ inForce }: { inForce: ClassInForce }) {
  const { t } = useTranslation();
  const { view } = usePage();
  const seed = useConfig((state) => String(state.config.seed));
  const [opened, setOpened] = useState(false);
  const { link, student, leave } = inForce;
  const { fixed, hidden, ownSeeds } = link;
  return (
    <Popover
      width={320}
      position="bottom-end"
      withArrow
      shadow="md"
      opened={opened}
      onChange={setOpened}
      trapFocus
    >
      <Popover.Target>
        <UnstyledButton className="badge class-badge" onClick={() => setOpened(!opened)}>
          <span>{ownSeeds ? `${t('classLink.badge')} · ${student}` : t('classLink.badge')}</span>
          {ownSeeds && <span className="class-seed">{t('classLink.badgeSeed', { seed })}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className="small class-popover" aria-label={t('classLink.badge')}>
        <p>{t('classLink.about')}</p>
        {fixed.length > 0 && <p>{t('classLink.fixes', { count: fixed.length })}</p>}
        {hidden.length > 0 && <p>{t('classLink.hides', { count: hidden.length })}</p>}
        {ownSeeds && <Student key={student} inForce={inForce} seed={seed} />}
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            setOpened(false);
            view.getState().openLesson('result');
            view.getState().go('learn');
          }}
        >
          {t('classLink.handIn')}
        </Button>
        <Button size="xs" variant="default" aria-describedby="leave-class" onClick={leave}>
          {t('classLink.leave')}
        </Button>
        <p id="leave-class" className="hint">
          {t('classLink.leaveAbout')}
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The student's name or number, and the seed that is made from it. */
function Student({ inForce, seed }: { inForce: ClassInForce; seed: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState(inForce.student);
  const take = (event: SyntheticEvent) => {
    event.preventDefault();
    inForce.setStudent(text);
  };
  return (
    <form className="class-student" onSubmit={take}>
      <TextInput
        size="xs"
        autoComplete="off"
        maxLength={60}
        label={t('classLink.student')}
        description={t('classLink.studentAbout')}
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <Button
        size="xs"
        type="submit"
        variant="default"
        disabled={text.trim() === '' || text.trim() === inForce.student}
      >
        {t('classLink.take')}
      </Button>
      <p role="status">{t('classLink.seedNow', { seed })}</p>
    </form>
  );
}
