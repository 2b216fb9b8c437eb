/** The head of a panel: its title, whose numbers it shows, and its controls. */
import type { ReactNode } from 'react';

export function PanelHead({
  title,
  chip,
  children,
}: {
  title: string;
  chip?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="panel-head">
      <h2>{title}</h2>
      {chip}
      {children && <div className="panel-controls">{children}</div>}
    </div>
  );
}
