import { useCallback, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { License } from '../../../shared/license/license.ts';
import type { LicenseRow } from '../../../shared/license/methods.ts';
import { useClient } from '../../client/client.tsx';

interface Found {
  /** Of the same type and number. */
  readonly exact: readonly LicenseRow[];
  /** Of the same holder and day. */
  readonly near: readonly LicenseRow[];
}

export interface Doubles {
  readonly found: Found;
  /** Those that a person is to decide on now; empty otherwise. */
  readonly shown: readonly LicenseRow[];
  ask(): Promise<Found>;
  show(shown: boolean): void;
  forget(): void;
}

const none: Found = { exact: [], near: [] };

/** Other licenses that may be the same paper as the one on the form. */
export function useDoubles(form: UseFormReturn<License>, id: string | undefined): Doubles {
  const client = useClient();
  const [found, setFound] = useState(none);
  const [open, setOpen] = useState(false);
  const forget = useCallback(() => {
    setFound(none);
    setOpen(false);
  }, []);
  return {
    found,
    shown: open ? [...found.exact, ...found.near] : [],
    async ask() {
      const license = License.parse(form.getValues());
      const answer = await client.call('license.duplicates', { license, ...(id ? { except: id } : {}) });
      setFound(answer);
      return answer;
    },
    show: setOpen,
    forget,
  };
}
