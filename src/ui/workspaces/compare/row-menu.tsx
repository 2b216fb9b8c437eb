/** What can be done with a run of the table, opened from its row's button. Few are opened, so a row has the button alone until then. */
import { Menu, VisuallyHidden } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '../../../core/run-config.ts';
import { isLive, type RunRecord } from '../../../core/run-record.ts';
import { isAllowed } from '../../../state/class-store.ts';
import { hasCode } from '../../../state/result-code.ts';
import { continuesFrom, liveHere } from '../../../state/runs-store.ts';
import { Swatch } from '../../charts/marks.tsx';
import { colourAt } from '../../charts/run-styles.ts';
import { focusIfLost } from '../../focus.ts';
import { count } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import { useClassLink, usePage, useRuns } from '../../page-context.tsx';
import classes from './runs-table.module.css';

/** The value of "as its place among all runs" among the colours. */
const AUTOMATIC = 'auto';
/** Of `RUN_COLOURS`, in their order. */
const COLOUR_NAMES = ['blue', 'vermilion', 'skyBlue', 'green', 'black', 'purple', 'orange'] as const;

export interface MenuDoings {
  onFocus: (id: string) => void;
  /** With null, no run is the baseline. */
  onPin: (id: string | null) => void;
  onColour: (id: string, colour: number | undefined) => void;
  /** Asks first, and calls the run by its name. */
  onDelete: (id: string, name: string) => void;
}

interface RowMenuProps {
  record: RunRecord;
  isElsewhere: boolean;
  isBaseline: boolean;
  doings: MenuDoings;
  onRename: () => void;
  onNote: () => void;
}

export function RowMenu(props: RowMenuProps) {
  const { t } = useTranslation('charts');
  const [isOpen, setIsOpen] = useState(false);
  const ref = useRef<HTMLButtonElement>(null);
  const button = (
    <button
      ref={ref}
      type="button"
      aria-label={t('runMenu', { name: props.record.name })}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onClick={() => setIsOpen(true)}
    >
      <Icon name="more" />
    </button>
  );
  if (!isOpen) return button;
  const close = () => {
    setIsOpen(false);
    focusIfLost(ref);
  };
  return (
    <Menu
      opened
      returnFocus={false}
      alignItemsLabels="none"
      // Assistive technology does not know it as a part of a menu.
      withInitialFocusPlaceholder={false}
      position="bottom-start"
      shadow="md"
      onClose={close}
    >
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        <Items {...props} />
      </Menu.Dropdown>
    </Menu>
  );
}

function Items({ record, isElsewhere, isBaseline, doings, onRename, onNote }: RowMenuProps) {
  const { t } = useTranslation('charts');
  const { actions, view } = usePage();
  const { onFocus, onPin, onColour, onDelete } = doings;
  const { id, name, note, colour } = record;
  const live = isLive(record);
  const from = useRuns((state) => continuesFrom(state, id));
  const isTraining = useRuns((state) => liveHere(state).length > 0);
  const { config } = record;
  const longer = Math.min(2 * config.training.max_steps, LIMITS.max_steps.max);
  const isLongerAllowed = useClassLink((inForce) =>
    isAllowed(inForce, { ...config, training: { ...config.training, max_steps: longer } }),
  );
  const choose = (value: string) => onColour(id, value === AUTOMATIC ? undefined : Number(value));
  return (
    <>
      <Menu.Item onClick={() => onFocus(id)}>{t('focusRun')}</Menu.Item>
      <Menu.Item onClick={() => onPin(isBaseline ? null : id)}>{t(isBaseline ? 'unpin' : 'pin')}</Menu.Item>
      <Menu.Item onClick={onRename}>{t('rename')}</Menu.Item>
      <Menu.Item onClick={onNote}>{t(note === undefined ? 'addNote' : 'editNote')}</Menu.Item>
      <Menu.Label>{t('colour')}</Menu.Label>
      <div className={classes.colours}>
        <Menu.RadioGroup value={colour === undefined ? AUTOMATIC : String(colour)} onChange={choose}>
          {COLOUR_NAMES.map((colourName, place) => (
            <Menu.RadioItem
              key={colourName}
              closeMenuOnClick
              value={String(place)}
              className={classes.colour ?? ''}
              title={t(`colours.${colourName}`)}
            >
              <Swatch colour={colourAt(place)} dash="" />
              <VisuallyHidden>{t(`colours.${colourName}`)}</VisuallyHidden>
            </Menu.RadioItem>
          ))}
          <Menu.RadioItem closeMenuOnClick value={AUTOMATIC} className={classes.colour ?? ''}>
            {t('colours.auto')}
          </Menu.RadioItem>
        </Menu.RadioGroup>
      </div>
      <Menu.Divider />
      {live ? (
        <Menu.Item disabled={isElsewhere} onClick={() => actions.stopRun(id)}>
          {t('stopRun')}
        </Menu.Item>
      ) : (
        <>
          {from !== null && (
            <Menu.Item disabled={isTraining} onClick={() => void actions.continueRun(id)}>
              {t(isTraining ? 'continueWhenFree' : 'continueRun', { step: count(from) })}
            </Menu.Item>
          )}
          {hasCode(record) && (
            <Menu.Item
              onClick={() => {
                onFocus(id);
                view.getState().openLesson('result');
                view.getState().go('learn');
              }}
            >
              {t('resultCode')}
            </Menu.Item>
          )}
          <Menu.Item disabled={!isLongerAllowed} onClick={() => actions.trainLonger(id)}>
            {t(isLongerAllowed ? 'trainLonger' : 'trainLongerFixed', { steps: count(longer) })}
          </Menu.Item>
        </>
      )}
      <Menu.Item className={classes.delete ?? ''} disabled={live} onClick={() => onDelete(id, name)}>
        {live ? t(isElsewhere ? 'deleteElsewhere' : 'deleteLive') : t('delete')}
      </Menu.Item>
    </>
  );
}
