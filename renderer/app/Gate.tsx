import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { EventPayload } from '../../shared/contract/events.ts';
import { useCall } from '../client/call.ts';
import { useClient } from '../client/client.tsx';
import { useKeys } from '../components/keys.tsx';
import { FailureNote } from '../components/notify.tsx';
import { UnlockPage } from '../features/station/UnlockPage.tsx';

const loadInside = () => import('./Inside.tsx');
const Inside = lazy(loadInside);

type LockReason = EventPayload<'locked'>['reason'];

/** What stands before the pages: set-up while there is no station, unlock while it is locked, the frame once it is open. */
export function Gate(): ReactNode {
  const status = useCall('station.status', {});
  const client = useClient();
  const queries = useQueryClient();
  // Reloading would throw away what is being typed, and a browser's page its keys: F5 reads the data again instead.
  const readAgain = (): void => void queries.invalidateQueries();
  useKeys({ F5: readAgain, 'Ctrl+R': readAgain });
  const [locked, setLocked] = useState<LockReason | null>(null);
  const [recoveryCode, setRecoveryCode] = useState('');
  const state = status.data?.state;
  useEffect(() => client.on('locked', ({ reason }) => setLocked(reason)), [client]);
  useEffect(() => {
    if (state === 'open') setLocked(null);
    // While the password is being typed.
    else if (state === 'locked') requestIdleCallback(() => void loadInside());
  }, [state]);

  if (status.failure) {
    const again = (
      <button type="button" className="button" onClick={() => void status.again()}>
        重试
      </button>
    );
    return (
      <div className="gate-note">
        <FailureNote failure={status.failure} action={again} />
      </div>
    );
  }
  if (!status.data) return null;
  if (state !== 'missing' && (locked !== null || state === 'locked' || !status.data.user)) {
    return <UnlockPage status={status.data} reason={locked} onOpen={() => setLocked(null)} />;
  }
  return (
    <Suspense>
      <Inside status={status.data} recoveryCode={recoveryCode} onRecoveryCode={setRecoveryCode} />
    </Suspense>
  );
}
