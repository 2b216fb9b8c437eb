/**
 * Whether the window has no room for the form beside the charts: it is a drawer then. The style sheet's limit is the same. The
 * large type of presenter mode leaves no room in any window.
 */
import { useMediaQuery } from '@mantine/hooks';
import { useView } from './page-context.tsx';

export function useNarrow(): boolean {
  const isPresenting = useView((state) => state.present !== '');
  return useMediaQuery('(max-width: 899.98px)', false, { getInitialValueInEffect: false }) || isPresenting;
}
