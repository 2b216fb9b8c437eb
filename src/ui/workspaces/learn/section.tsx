/** One step of a lesson: a heading and what stands below it. */
import { useId, type ReactNode } from 'react';
import classes from './learn.module.css';

export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}
