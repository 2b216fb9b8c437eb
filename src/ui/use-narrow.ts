/** Whether the window has no room for the form beside the charts: it is a drawer then. The style sheet's limit is the same. */
import { useMediaQuery } from '@mantine/hooks';

export const useNarrow = (): boolean =>
  useMediaQuery('(max-width: 899.98px)', false, { getInitialValueInEffect: false });
