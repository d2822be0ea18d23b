import type { RefObject } from 'react';
import { useEffect } from 'react';

/** A dialog takes the focus itself once it stands; then its first input gets it. */
const afterDialogMs = 30;

/** Puts the focus into the first input of an element when it appears in a dialog. */
export function useFirstFocus(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const timer = setTimeout(() => ref.current?.querySelector<HTMLElement>('input, textarea')?.focus(), afterDialogMs);
    return () => clearTimeout(timer);
  }, [ref]);
}
