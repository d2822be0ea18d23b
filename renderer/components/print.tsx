import type { ReactNode } from 'react';
import { useCallback, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';

/**
 * Paper: gives a function that prints what it is handed, and nothing else of the page. Put `sheet` anywhere in the component.
 * `@media print` in base.css hides the window and shows the sheet.
 */
export function usePrint(): { print: (paper: ReactNode) => void; sheet: ReactNode } {
  const [paper, setPaper] = useState<ReactNode>(null);
  useEffect(() => {
    if (paper === null) return;
    const done = (): void => setPaper(null);
    window.addEventListener('afterprint', done, { once: true });
    // Two frames: one to lay the paper out, one for its pictures.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => window.print()));
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('afterprint', done);
    };
  }, [paper]);
  const place = document.getElementById('print');
  const print = useCallback((next: ReactNode) => setPaper(next), []);
  return { print, sheet: paper !== null && place ? createPortal(paper, place) : null };
}
