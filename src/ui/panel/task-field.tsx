/** The task: a card in the panel that opens a dialog of cards, one for each task. Escape leaves the task as it was. */
import { Button, UnstyledButton } from '@mantine/core';
import { useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { THOROUGH } from '../../core/run-config.ts';
import { HIDDEN_RANK, PROPOSED } from '../../core/secret.ts';
import { liveHere } from '../../state/runs-store.ts';
import { isAllowed } from '../../state/class-store.ts';
import { hasAll, withPatch } from '../../state/config-store.ts';
import { OWN_TASK, TASKS, type TaskId } from '../../state/shelf.ts';
import { count } from '../format.ts';
import { later } from '../later.tsx';
import { useClassLink, useConfig, usePage, useRuns, useSession } from '../page-context.tsx';
import { FixedMark, useFixed } from './control.tsx';
import { Explain, Note } from './fields.tsx';
import { PairShown, useTaskCard, useTaskName, useTaskNeeds } from './task-face.tsx';
import classes from './tasks.module.css';

const TaskDialog = later(async () => (await import('./task-dialog.tsx')).TaskDialog);

/** The chosen task's card, as the button that opens the others. */
function Chosen({ ref, task, onClick }: { ref: Ref<HTMLButtonElement>; task: TaskId; onClick: () => void }) {
  const { t } = useTranslation();
  const isFixed = useFixed();
  const name = useTaskName(task);
  const needs = useTaskNeeds(task);
  const { example, metricName, base, chance } = useTaskCard(task);
  const judged = task === HIDDEN_RANK ? t('panel.divergence') : metricName;
  return (
    <UnstyledButton
      ref={ref}
      className={classes.chosen}
      disabled={isFixed}
      aria-haspopup="dialog"
      aria-labelledby="task-label task-chosen"
      aria-describedby="about-task-chosen"
      onClick={onClick}
    >
      <span className={classes.title}>
        <span id="task-chosen">{name}</span>
        {!isFixed && <span className={classes.change}>{t('panel.changeTask')}</span>}
      </span>
      <span id="about-task-chosen" className={classes.body}>
        {example && <PairShown example={example} />}
        {judged && (
          <span className={classes.about}>
            {base !== null
              ? t('panel.baseScore', { metric: judged, score: base })
              : t('panel.judgedBy', { metric: judged })}
            {chance !== null && `, ${t('panel.chance', { chance })}`}
          </span>
        )}
        {needs && <span>{needs}</span>}
      </span>
    </UnstyledButton>
  );
}

/** Offers the settings that a hard task asks for, where the form has others. */
function Thorough({ task, onTake }: { task: TaskId; onTake: () => void }) {
  const { t } = useTranslation();
  const needs = useTaskNeeds(task);
  const update = useConfig((state) => state.update);
  const taken = useConfig(({ config }) => hasAll(config, THOROUGH));
  const live = useRuns((state) => liveHere(state).length > 0);
  const form = useConfig((state) => state.config);
  const allowed = useClassLink((inForce) => isAllowed(inForce, withPatch(form, THOROUGH)));
  if (!needs || taken || !allowed) return null;
  const { model, method, training } = THOROUGH;
  const words = {
    model,
    r: String(method.r),
    steps: count(training.max_steps),
    rate: String(training.learning_rate),
  };
  return (
    <Button
      className="wrapping"
      mt={6}
      size="compact-sm"
      variant="default"
      fullWidth
      disabled={live}
      onClick={() => {
        update(THOROUGH);
        onTake();
      }}
    >
      {t('panel.thorough', words)}
    </Button>
  );
}

/** Says what the hidden rank set, as long as the form has it. */
function Proposed() {
  const { t } = useTranslation();
  const taken = useConfig(({ config }) => config.task === HIDDEN_RANK && hasAll(config, PROPOSED));
  const { method, training } = PROPOSED;
  if (!taken) return null;
  return (
    <Note>
      {t('panel.hiddenSettings', {
        r: String(method.r),
        steps: count(training.max_steps),
        rate: String(training.learning_rate),
        decay: String(training.weight_decay),
      })}
    </Note>
  );
}

export function TaskField({ onOwnData }: { onOwnData: () => void }) {
  const { t } = useTranslation();
  const chosen = useConfig((state) => state.config.task);
  const task = TASKS.find((id) => id === chosen) ?? TASKS[0];
  const { actions } = usePage();
  const own = useSession((state) => state.own);
  const [opened, setOpened] = useState(false);
  const card = useRef<HTMLButtonElement>(null);
  const take = (id: TaskId) => {
    setOpened(false);
    if (id === OWN_TASK && !own) onOwnData();
    else actions.takeTask(id);
  };
  return (
    <div className="field">
      <div className="field-label">
        <span id="task-label">{t('panel.task')}</span>
        <Explain label={t('panel.task')} text={`${t('explain.task')} ${t(`panel.taskAbout.${task}`)}`} />
        <FixedMark label={t('panel.task')} />
      </div>
      <Chosen ref={card} task={task} onClick={() => setOpened(true)} />
      {/* The button that was pressed goes away: who uses the keyboard stays here. */}
      <Thorough task={task} onTake={() => card.current?.focus()} />
      <Proposed />
      <TaskDialog opened={opened} onClose={() => setOpened(false)} task={task} onTake={take} />
    </div>
  );
}
