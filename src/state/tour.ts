/** Whether the tour is still to be offered: not once it was taken or passed over, which the browser keeps where it keeps anything. */

const KEY = 'rankscope-tour';

/** False also where the browser keeps nothing: the offer would come at every visit. */
export function isTourDue(): boolean {
  try {
    return localStorage.getItem(KEY) === null;
  } catch {
    return false;
  }
}

export function rememberTour(): void {
  try {
    localStorage.setItem(KEY, 'seen');
  } catch {
    // Where nothing is kept, nothing is offered.
  }
}
