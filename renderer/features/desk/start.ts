import { useCallback } from 'react';
import type { ObligationLine } from '../../../shared/station/desk.ts';
import { pagesFor } from '../../app/pages.tsx';
import { useSession } from '../../client/session.tsx';
import { type Work, workOf } from './work.ts';

/** How a line's work starts in this station, for this person. */
export function useStart(): (line: ObligationLine) => Work {
  const { station, user } = useSession();
  return useCallback(
    (line) => workOf(line, (path) => pagesFor(station.role, user.roles).some((page) => page.path === path)),
    [station.role, user.roles],
  );
}
