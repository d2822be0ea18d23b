import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';

const wanted = [
  '[data-autofocus]',
  '[data-list]',
  'input:not([disabled]):not([type=file]), textarea:not([disabled]), .drop-files [role=button]',
  'button:not([disabled])',
];

/** Ant Design's frame has taken the focus by then. */
const afterFrameMs = 50;

/**
 * Content of a dialog or drawer that takes the focus once it is open: what carries `data-autofocus` (or what is inside it), else
 * its list, its first input, its first button. Ant Design puts the focus on its own frame first.
 */
export function FocusFirst({ children, className = '' }: { children: ReactNode; className?: string }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const take = (): void => {
      // Whoever is at work in here already keeps the focus.
      if (!box.current || box.current.contains(document.activeElement)) return;
      for (const selector of wanted) {
        const found = box.current.querySelector<HTMLElement>(selector);
        if (!found) continue;
        const control = found.matches('input, textarea, button, [role=button], [tabindex]')
          ? found
          : found.querySelector<HTMLElement>('input, textarea, button');
        (control ?? found).focus();
        return;
      }
    };
    const timers = [0, afterFrameMs].map((ms) => setTimeout(take, ms));
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
  return (
    <div ref={box} className={className}>
      {children}
    </div>
  );
}
