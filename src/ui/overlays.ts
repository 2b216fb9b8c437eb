/**
 * Mantine's dialog, drawer and tooltip, with the scroll and focus locks and the placing that they bring: nothing that the
 * first paint waits for.
 */
import { later, laterAround } from './later.tsx';

const overlays = () => import('./mantine-overlays.tsx');

export const Modal = later(async () => (await overlays()).Modal);
export const Drawer = later(async () => (await overlays()).Drawer);
export const Tooltip = laterAround(async () => (await overlays()).Tooltip);
