/** The tasks as cards to choose from: arrow keys mark a card, and a click, Enter or the space bar takes it. */
import { Radio, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HIDDEN_RANK } from '../../core/secret.ts';
import { ENCODER_TASK, OWN_TASK, TASKS, type TaskId } from '../../state/shelf.ts';
import { Modal } from '../overlays.ts';
import { useIsEncoder } from '../use-is-encoder.ts';
import { PairShown, TaskFacts, useTaskCard, useTaskName, useTaskNeeds } from './task-face.tsx';
import classes from './tasks.module.css';

function TaskCard({
  id,
  marked,
  isOut,
  onClick,
}: {
  id: TaskId;
  marked: boolean;
  /** Whether the loaded model cannot learn it. */
  isOut: boolean;
  onClick: (pointer: boolean) => void;
}) {
  const { t } = useTranslation();
  const name = useTaskName(id);
  const needs = useTaskNeeds(id);
  const { example } = useTaskCard(id);
  return (
    <Radio.Card
      name="task"
      checked={marked}
      disabled={isOut}
      className={classes.card}
      aria-labelledby={`task-${id}`}
      aria-describedby={`about-task-${id}`}
      tabIndex={marked ? 0 : -1}
      data-autofocus={marked || undefined}
      onClick={({ detail }) => onClick(detail > 0)}
    >
      <span className={classes.title}>
        <span id={`task-${id}`}>{name}</span>
        <Radio.Indicator size="xs" />
      </span>
      <span id={`about-task-${id}`} className={classes.body}>
        <span className={classes.about}>{t(`panel.taskAbout.${id}`)}</span>
        {example && <PairShown example={example} />}
        {!example && id === HIDDEN_RANK && <span>{t('panel.hiddenTexts')}</span>}
        {!example && id === OWN_TASK && <span>{t('own.privacy')}</span>}
        {needs && <span>{needs}</span>}
        <TaskFacts id={id} />
      </span>
    </Radio.Card>
  );
}

function TaskCards({ task, onTake }: { task: TaskId; onTake: (id: TaskId) => void }) {
  const { t } = useTranslation();
  const isEncoder = useIsEncoder();
  // A card that cannot be chosen takes no focus.
  const isOut = (id: TaskId) => isEncoder && id !== ENCODER_TASK && id !== OWN_TASK;
  const [marked, setMarked] = useState(isOut(task) ? ENCODER_TASK : task);
  return (
    <>
      {isEncoder && <Text mb="xs">{t('encoder.tasks')}</Text>}
      <div role="radiogroup" aria-label={t('panel.task')} className={classes.cards}>
        {TASKS.map((id) => (
          <TaskCard
            key={id}
            id={id}
            marked={marked === id}
            isOut={isOut(id)}
            // An arrow key clicks the card it moves to; Enter and space click the one that is marked.
            onClick={(pointer) => (pointer || marked === id ? onTake(id) : setMarked(id))}
          />
        ))}
      </div>
      <p className="hint">{t('panel.tasksHelp')}</p>
    </>
  );
}

/** The cards come with their dialog: it puts the focus on the marked one as it opens. */
export function TaskDialog({
  opened,
  onClose,
  task,
  onTake,
}: {
  opened: boolean;
  onClose: () => void;
  task: TaskId;
  onTake: (id: TaskId) => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('panel.tasksTitle')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <TaskCards task={task} onTake={onTake} />
    </Modal>
  );
}
