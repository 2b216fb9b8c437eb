/** What modal.ts fetches after the page's first paint. */
export { Drawer, Modal } from '@mantine/core';
