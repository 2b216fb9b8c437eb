/** Several adapters on one base model: what it takes to change them, and what each answers to one prompt. */
import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './measured.module.css';
import { AnswersPanel } from './answers-panel.tsx';
import { SwitchFrame } from './switch-frame.tsx';
import { useAdapters, type UsableAdapter } from './use-adapters.ts';

/** So many adapters are chosen at first. */
const AT_FIRST = 3;

export function Switch() {
  const adapters = useAdapters().filter(({ isLoaded }) => isLoaded);
  const [left, setLeft] = useState<ReadonlyMap<string, boolean>>(new Map());
  const chosen = adapters.filter(({ id }, i) => left.get(id) ?? i < AT_FIRST);
  const choose = (id: string, isChosen: boolean) => setLeft((before) => new Map(before).set(id, isChosen));
  const choice = <AdapterChoice adapters={adapters} chosen={chosen} onChoose={choose} />;
  return (
    <div className={classes.view}>
      <div className="cell">
        <SwitchFrame chosen={chosen} isEmpty={adapters.length === 0}>
          {choice}
        </SwitchFrame>
      </div>
      {adapters.length > 0 && <AnswersPanel chosen={chosen} />}
    </div>
  );
}

interface AdapterChoiceProps {
  adapters: readonly UsableAdapter[];
  chosen: readonly UsableAdapter[];
  onChoose: (id: string, isChosen: boolean) => void;
}

function AdapterChoice({ adapters, chosen, onChoose }: AdapterChoiceProps) {
  const { t } = useTranslation('deploy');
  return (
    <fieldset className={classes.choices}>
      <legend>{t('adapters')}</legend>
      {adapters.map((adapter) => (
        <Checkbox
          key={adapter.id}
          size="xs"
          label={adapter.name}
          checked={chosen.includes(adapter)}
          onChange={(event) => onChoose(adapter.id, event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}
