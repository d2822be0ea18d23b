import { useEffect } from 'react';
import { useClient } from '../client/client.tsx';

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
/** The core's idle clock counts in minutes; one call in this time is enough. */
const everyMs = 20_000;

/** Tells the core that somebody is there; it locks the page when nobody has been for the minutes of the settings. */
export function useActivity(): void {
  const client = useClient();
  useEffect(() => {
    let told = 0;
    const stir = (): void => {
      const now = Date.now();
      if (now - told < everyMs) return;
      told = now;
      void client.call('station.touch', {}).catch(() => {});
    };
    for (const sign of signs) window.addEventListener(sign, stir, { passive: true });
    return () => {
      for (const sign of signs) window.removeEventListener(sign, stir);
    };
  }, [client]);
}
