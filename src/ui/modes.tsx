/** Presenter mode and the tour: both can start whatever workspace is open, and come after the first paint. */
import { Presenter } from './presenter/presenter.tsx';
import { Tour } from './tour/tour.tsx';

export function Modes() {
  return (
    <>
      <Presenter />
      <Tour />
    </>
  );
}
