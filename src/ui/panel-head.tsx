/** The head of a panel: its title, whose numbers it shows, and its controls. */
import type { ReactNode } from 'react';

export function PanelHead({
  title,
  chip,
  children,
}: {
  /** Null where it stands above the panel. */
  title: string | null;
  chip?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="panel-head">
      {title !== null && <h2>{title}</h2>}
      {chip}
      {children && <div className="panel-controls">{children}</div>}
    </div>
  );
}
