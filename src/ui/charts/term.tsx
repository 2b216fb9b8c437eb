/** A name, with its figure where it has one; it explains itself on hover, touch and keyboard focus. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import classes from './charts.module.css';

const EVENTS = { hover: true, focus: true, touch: true };

interface TermProps {
  name: string;
  value?: string;
  meaning: string;
}

export const Term = memo(function Term({ name, value, meaning }: TermProps) {
  return (
    <Tooltip
      label={meaning}
      // Below it is the plot, where nothing is pressed.
      position="bottom-start"
      multiline
      w={300}
      withArrow
      events={EVENTS}
    >
      <UnstyledButton className={classes.term ?? ''}>
        {name}
        {value !== undefined && <b> {value}</b>}
      </UnstyledButton>
    </Tooltip>
  );
});
