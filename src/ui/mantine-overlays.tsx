/** What overlays.ts fetches after the page's first paint. */
import {
  Drawer as MantineDrawer,
  Modal as MantineModal,
  type DrawerProps,
  type ModalProps,
} from '@mantine/core';
import { useMounted } from '@mantine/hooks';

export { Tooltip } from '@mantine/core';

/*
 * Mantine gives the focus back to what had it when `opened` turned true. A dialog that was asked for before this part was
 * there is mounted open: it opens a moment later, so that it gives the focus back as well.
 */
export function Modal({ opened, ...props }: ModalProps) {
  const mounted = useMounted();
  return <MantineModal opened={opened && mounted} {...props} />;
}

export function Drawer({ opened, ...props }: DrawerProps) {
  const mounted = useMounted();
  return <MantineDrawer opened={opened && mounted} {...props} />;
}
