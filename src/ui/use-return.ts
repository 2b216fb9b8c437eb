/** Whether the workspace around a component is open. What rests while it is not, catches up as it opens. */
import { createContext, useContext, useState } from 'react';

export const IsOpen = createContext(true);

/** Calls `catchUp`, which may set states of the component, in the drawing that opens its workspace again. */
export function useReturn(catchUp: () => void): void {
  const isOpen = useContext(IsOpen);
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen === wasOpen) return;
  setWasOpen(isOpen);
  if (isOpen) catchUp();
}
