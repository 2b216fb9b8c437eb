/** The views of a workspace: a choice above, and below it the chosen one. */
import { SegmentedControl } from '@mantine/core';
import { Activity, useContext, useState, type ComponentType } from 'react';
import { IsOpen } from '../use-return.ts';
import classes from './views.module.css';

interface ViewsProps<V extends string> {
  /** What the choice is called. */
  label: string;
  /** In the order of the choice, with their names. */
  views: readonly { value: V; label: string }[];
  components: Readonly<Record<V, ComponentType>>;
  chosen: V;
  onChoose: (view: V) => void;
}

export function Views<V extends string>({ label, views, components, chosen, onChoose }: ViewsProps<V>) {
  const isOpen = useContext(IsOpen);
  const [visited, setVisited] = useState<readonly V[]>([chosen]);
  if (!visited.includes(chosen)) setVisited([...visited, chosen]);
  return (
    <div className={classes.views}>
      <SegmentedControl
        size="xs"
        className={classes.choice ?? ''}
        aria-label={label}
        value={chosen}
        onChange={onChoose}
        data={[...views]}
      />
      {/* A view that was left keeps what was chosen in it, and rests. */}
      {visited.map((view) => (
        <IsOpen key={view} value={isOpen && view === chosen}>
          <Activity mode={view === chosen ? 'visible' : 'hidden'}>
            <View component={components[view]} />
          </Activity>
        </IsOpen>
      ))}
    </div>
  );
}

function View({ component: Component }: { component: ComponentType }) {
  return <Component />;
}
