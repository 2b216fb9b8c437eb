/** One run of the list: whether it is on the charts, what sets it apart, how well it did, and what can be done with it. */
import { ActionIcon, Checkbox, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { memo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bestEval, isLive, NAME_LENGTH, VALIDATION_PAIRS } from '../../core/run-record.ts';
import { formatLoss } from '../charts/values.ts';
import { Swatch } from '../charts/marks.tsx';
import type { RunStyle } from '../charts/types.ts';
import { focusIfLost } from '../focus.ts';
import { count } from '../format.ts';
import { Icon } from '../icons.tsx';
import { LineField } from './line-field.tsx';
import { RunState, type RunStateProps } from './run-state.tsx';
import classes from './runs.module.css';

/** What a person may ask for; the same functions at every drawing, so that only rows that change are drawn again. */
export interface RowActions {
  onTick: (id: string, ticked: boolean) => void;
  onFocus: (id: string) => void;
  onRename: (id: string, name: string) => void;
  /** Asks first, and calls the run by its title. */
  onDelete: (id: string, title: string) => void;
}

export interface RunRowProps extends RowActions, RunStateProps {
  /** Its title (`RunTitle`). */
  first: string;
  second: string;
  style: RunStyle | undefined;
  isTicked: boolean;
  isFocused: boolean;
  /** Whether the charts have no room for another run. */
  isFull: boolean;
}

export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { record, first, second, style, isTicked, isFocused, isFull, isElsewhere, isUnsaved } = props;
  const { onTick, onFocus, onRename, onDelete } = props;
  const { t } = useTranslation('charts');
  const [isRenaming, setIsRenaming] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { id, name, trainableParameters } = record;
  const title = `${first} · ${second}`;
  const best = bestEval(record);
  const live = isLive(record);
  const rename = () => setIsRenaming(true);
  return (
    <li className={classes.run} data-focused={isFocused || undefined}>
      <Checkbox
        size="md"
        label={<VisuallyHidden>{t('showRun', { name: title })}</VisuallyHidden>}
        checked={isTicked}
        disabled={isFull && !isTicked}
        onChange={(event) => onTick(id, event.currentTarget.checked)}
      />
      {style ? <Swatch {...style} /> : <span />}
      {isRenaming ? (
        <LineField
          label={t('newName', { name })}
          text={name}
          maxLength={NAME_LENGTH}
          onDone={(renamed) => {
            setIsRenaming(false);
            focusIfLost(button);
            if (renamed !== null) onRename(id, renamed);
          }}
        />
      ) : (
        <UnstyledButton
          ref={button}
          className={classes.name ?? ''}
          aria-current={isFocused || undefined}
          onClick={() => onFocus(id)}
          onDoubleClick={rename}
        >
          {first}
        </UnstyledButton>
      )}
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('runMenu', { name: title })}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onFocus(id)}>{t('focusRun')}</Menu.Item>
          <Menu.Item onClick={rename}>{t('rename')}</Menu.Item>
          <Menu.Item color="red" disabled={live} onClick={() => onDelete(id, title)}>
            {live ? t(isElsewhere ? 'deleteElsewhere' : 'deleteLive') : t('delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <div className={classes.about}>
        <span
          className={classes.best}
          title={t('bestValidationLossOn', { examples: String(VALIDATION_PAIRS) })}
        >
          {t('bestLoss')} <b>{best ? formatLoss(best.loss) : '–'}</b>
        </span>
        {`${second} · ${t('weights', { weights: count(trainableParameters) })} · `}
        <RunState record={record} isElsewhere={isElsewhere} isUnsaved={isUnsaved} />
      </div>
    </li>
  );
});
