/** A figure with its name; the name explains itself on hover, touch and keyboard focus. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import classes from './charts.module.css';

export function Term({ name, value, meaning }: { name: string; value: string; meaning: string }) {
  return (
    <Tooltip label={meaning} multiline w={260} withArrow events={{ hover: true, focus: true, touch: true }}>
      <UnstyledButton className={classes.term ?? ''}>
        {name} <b>{value}</b>
      </UnstyledButton>
    </Tooltip>
  );
}
