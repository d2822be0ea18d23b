import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Outlet, useNavigate, useRouteError } from 'react-router';
import type { EventPayload } from '../../shared/contract/events.ts';
import { failure } from '../../shared/contract/failures.ts';
import { useCall } from '../client/call.ts';
import { useClient } from '../client/client.tsx';
import { SessionProvider } from '../client/session.tsx';
import { useKeys } from '../components/keys.tsx';
import { FailureNote } from '../components/notify.tsx';
import { UnlockPage } from '../features/station/UnlockPage.tsx';
import './frame.css';

const loadFrame = () => import('./Frame.tsx');
const Frame = lazy(loadFrame);
const SetUpPage = lazy(() => import('../features/station/SetUpPage.tsx'));
const RecoveryCodePage = lazy(() => import('../features/station/RecoveryCodePage.tsx'));

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
    else if (state === 'locked') requestIdleCallback(() => void loadFrame());
  }, [state]);

  if (status.failure) {
    return (
      <div className="gate-note">
        <FailureNote failure={status.failure} action={<Button onClick={() => void status.again()}>重试</Button>} />
      </div>
    );
  }
  if (!status.data) return null;
  if (state === 'missing') {
    return (
      <Suspense>
        <SetUpPage status={status.data} onCreated={setRecoveryCode} />
      </Suspense>
    );
  }
  if (locked !== null || state === 'locked' || !status.data.user) {
    return <UnlockPage status={status.data} reason={locked} onOpen={() => setLocked(null)} />;
  }
  return (
    <SessionProvider status={status.data}>
      <Suspense>
        {recoveryCode === '' ? (
          <Frame>
            <Outlet />
          </Frame>
        ) : (
          <RecoveryCodePage code={recoveryCode} onDone={() => setRecoveryCode('')} />
        )}
      </Suspense>
    </SessionProvider>
  );
}

/** A page that broke down: says so in words and leads back; what was saved is saved. */
export function BrokenPage(): ReactNode {
  const thrown = useRouteError();
  const navigate = useNavigate();
  const error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return (
    <div className="gate-note">
      <FailureNote
        failure={failure('internal', { error })}
        action={<Button onClick={() => void navigate('/')}>回到首页</Button>}
      />
    </div>
  );
}
