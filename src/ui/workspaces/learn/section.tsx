/** One step of a lesson: a heading and what stands below it. */
import { useId, type ReactNode, type Ref } from 'react';
import classes from './learn.module.css';

interface SectionProps {
  title: string;
  /** For the focus, where a button in it goes away as it is pressed. */
  ref?: Ref<HTMLElement>;
  children: ReactNode;
}

export function Section({ title, ref, children }: SectionProps) {
  const id = useId();
  return (
    <section ref={ref} className={classes.section} aria-labelledby={id} tabIndex={ref ? -1 : undefined}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}
