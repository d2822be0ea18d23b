import { useEffect, useRef } from 'react';

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Locks after `minutes` without a key or pointer. Jobs go on: locking hides the page, it does not close the station. */
export function useIdleLock(minutes: number, lock: () => void): void {
  const latest = useRef(lock);
  latest.current = lock;
  useEffect(() => {
    let last = Date.now();
    const stir = (): void => {
      last = Date.now();
    };
    for (const sign of signs) window.addEventListener(sign, stir, { passive: true });
    const timer = setInterval(() => {
      if (Date.now() - last >= minutes * 60_000) latest.current();
    }, 5_000);
    return () => {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, stir);
    };
  }, [minutes]);
}
