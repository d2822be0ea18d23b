import { App as AntApp, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import { createHashRouter, Outlet, useRouteError } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { StationStatus } from '../../shared/station/methods.ts';
import { SessionProvider } from '../client/session.tsx';
import { Messages } from '../components/Messages.tsx';
import Frame from './Frame.tsx';
import { Placed } from './Placed.tsx';
import { pages } from './pages.tsx';
import { theme } from './theme.ts';

const SetUpPage = lazy(() => import('../features/station/SetUpPage.tsx'));
const RecoveryCodePage = lazy(() => import('../features/station/RecoveryCodePage.tsx'));

interface InsideProps {
  readonly status: StationStatus;
  /** Of a station that was just made; '' once it is noted. */
  readonly recoveryCode: string;
  readonly onRecoveryCode: (code: string) => void;
}

/** What Ant Design draws: set-up, and the pages in their frame. Its code is not waited for by the unlock page, which does without. */
export default function Inside({ status, recoveryCode, onRecoveryCode }: InsideProps): ReactNode {
  return (
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }} componentSize="middle">
      <AntApp
        component={false}
        notification={{ placement: 'topRight', top: 52, maxCount: 3 }}
        message={{ top: 52, maxCount: 2 }}
      >
        <Messages>
          <Suspense>
            {status.state === 'missing' ? (
              <SetUpPage status={status} onCreated={onRecoveryCode} />
            ) : (
              <SessionProvider status={status}>
                {recoveryCode === '' ? (
                  <RouterProvider router={router} />
                ) : (
                  <RecoveryCodePage code={recoveryCode} onDone={() => onRecoveryCode('')} />
                )}
              </SessionProvider>
            )}
          </Suspense>
        </Messages>
      </AntApp>
    </ConfigProvider>
  );
}

/** One for the life of the window: a page that was locked comes back where it was. */
const router = createHashRouter([
  {
    element: (
      <Frame>
        <Outlet />
      </Frame>
    ),
    errorElement: <Broken />,
    children: [
      ...pages.map((page) => ({ path: page.path, element: <Placed page={page} /> })),
      { path: '*', element: <Placed page={null} /> },
    ],
  },
]);

/** Hands on what a page threw: whatever breaks in the window is told in one place. */
function Broken(): ReactNode {
  throw useRouteError();
}
