/** A large ring around the mouse pointer, which the last row sees. It takes no presses. */
import { useEffect, useRef } from 'react';

/** Shows with the first move of the mouse, narrows while a button is held, and goes when the mouse leaves the window. */
export function PointerRing() {
  const ring = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const follow = ({ clientX, clientY, pointerType, buttons }: PointerEvent) => {
      const node = ring.current;
      if (!node) return;
      node.hidden = pointerType !== 'mouse';
      node.style.translate = `${clientX}px ${clientY}px`;
      node.toggleAttribute('data-pressed', buttons > 0);
    };
    const hide = () => {
      if (ring.current) ring.current.hidden = true;
    };
    const events = ['pointermove', 'pointerdown', 'pointerup'] as const;
    for (const event of events) window.addEventListener(event, follow, { passive: true });
    document.documentElement.addEventListener('pointerleave', hide);
    return () => {
      for (const event of events) window.removeEventListener(event, follow);
      document.documentElement.removeEventListener('pointerleave', hide);
    };
  }, []);
  return <div ref={ring} className="pointer-ring" hidden aria-hidden="true" />;
}
