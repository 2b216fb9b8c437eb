/** Makes a page of Learn ready for the printer: light colours, and as wide as on screen but scaled to the paper. */
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useEffect, useRef, type RefObject } from 'react';
import { flushSync } from 'react-dom';

/** The width of A4 between the margins that print.css sets, upright and for slides across, in CSS pixels. Letter is wider upright. */
const PAPER = 700;
const SLIDE = 1030;

/**
 * While the browser prints, the page's text and charts keep their sizes, since charts are drawn for theirs; `--print-width`
 * and `--print-zoom` on `page` tell the style sheet.
 */
export function usePrint(page: RefObject<HTMLElement | null>): void {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  /** The scheme on screen, while the browser prints. */
  const onScreen = useRef<MantineColorScheme>(null);
  useEffect(() => {
    const prepare = () => {
      const node = page.current;
      const root = document.documentElement;
      if (!node) return;
      // The size of type follows from the window on screen, and would from the paper.
      root.style.fontSize = getComputedStyle(root).fontSize;
      const { paddingLeft, paddingRight } = getComputedStyle(node);
      const width = node.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      node.style.setProperty('--print-width', `${width}px`);
      const paper = 'presenter' in root.dataset ? SLIDE : PAPER;
      node.style.setProperty('--print-zoom', String(Math.min(1, paper / width)));
      onScreen.current ??= colorScheme;
      flushSync(() => setColorScheme('light'));
    };
    const restore = () => {
      document.documentElement.style.fontSize = '';
      if (onScreen.current) setColorScheme(onScreen.current);
      onScreen.current = null;
    };
    window.addEventListener('beforeprint', prepare);
    window.addEventListener('afterprint', restore);
    return () => {
      window.removeEventListener('beforeprint', prepare);
      window.removeEventListener('afterprint', restore);
    };
  }, [page, colorScheme, setColorScheme]);
}
