/** A number of a view's own, with its name above it. */
import { useId } from 'react';
import { NumberBox, type NumberBoxProps } from '../../panel/fields.tsx';
import classes from './measured.module.css';

/** @param props `name`: what the number is called where its label alone does not tell */
export function LabelledNumber({ label, ...props }: Omit<NumberBoxProps, 'id'> & { label: string }) {
  const id = useId();
  return (
    <span className={classes.number}>
      <label htmlFor={id}>{label}</label>
      <NumberBox id={id} {...props} />
    </span>
  );
}
