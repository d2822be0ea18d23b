import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { Outlet, useNavigate, useRouteError } from 'react-router';
import { failure } from '../../shared/contract/failures.ts';
import { useCall } from '../client/call.ts';
import { SessionProvider } from '../client/session.tsx';
import { FailureNote } from '../components/notify.tsx';
import { SetUpPage } from '../features/station/SetUpPage.tsx';
import { UnlockPage } from '../features/station/UnlockPage.tsx';
import { Frame } from './Frame.tsx';
import './frame.css';

/** What stands before the pages: set-up while there is no station, unlock while it is locked, the frame once it is open. */
export function Gate({ broken = false }: { broken?: boolean }): ReactNode {
  const status = useCall('station.status', {});
  const thrown = useRouteError();
  const navigate = useNavigate();
  useEffect(() => {
    document.title = status.data?.name ? `${status.data.name} · 驿递` : '驿递';
  }, [status.data?.name]);
  if (broken) {
    return (
      <div className="gate-note">
        <FailureNote
          failure={failure('internal', {
            error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
          })}
          action={<Button onClick={() => void navigate('/')}>回到首页</Button>}
        />
      </div>
    );
  }
  if (status.failure) {
    return (
      <div className="gate-note">
        <FailureNote failure={status.failure} action={<Button onClick={() => void status.again()}>重试</Button>} />
      </div>
    );
  }
  if (!status.data) return null;
  if (status.data.state === 'missing') return <SetUpPage status={status.data} />;
  if (status.data.state === 'locked' || !status.data.user) return <UnlockPage status={status.data} />;
  return (
    <SessionProvider status={status.data}>
      <Frame>
        <Outlet />
      </Frame>
    </SessionProvider>
  );
}
