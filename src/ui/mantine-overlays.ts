/** What overlays.ts fetches after the page's first paint. */
export { Drawer, Modal, Tooltip } from '@mantine/core';
