import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';

const wanted = [
  '[data-autofocus]',
  '[data-list]',
  'input:not([disabled]), textarea:not([disabled])',
  'button:not([disabled])',
];

/**
 * Content of a dialog or drawer that takes the focus once it is open: what carries `data-autofocus` (or what is inside it), else
 * its list, its first input, its first button. Ant Design puts the focus on its own frame first.
 */
export function FocusFirst({ children, className = '' }: { children: ReactNode; className?: string }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const selector of wanted) {
        const found = box.current?.querySelector<HTMLElement>(selector);
        if (!found) continue;
        const control = found.matches('input, textarea, button, [tabindex]')
          ? found
          : found.querySelector<HTMLElement>('input, textarea, button');
        return (control ?? found).focus();
      }
    }, 50);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div ref={box} className={className}>
      {children}
    </div>
  );
}
