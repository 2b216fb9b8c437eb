/** Mantine's dialog and drawer, with the scroll and focus locks that they bring: nothing that the first paint waits for. */
import { later } from './later.tsx';

const overlays = () => import('./mantine-modal.ts');

export const Modal = later(async () => (await overlays()).Modal);
export const Drawer = later(async () => (await overlays()).Drawer);
