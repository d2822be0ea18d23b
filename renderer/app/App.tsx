import { App as AntApp, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { useMemo, useSyncExternalStore } from 'react';
import { createHashRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { Reply } from '../../shared/contract/reply.ts';
import { ClientProvider } from '../client/client.tsx';
import type { Connection } from '../client/connect.ts';
import { Empty } from '../components/Empty.tsx';
import { BrokenPage, Gate } from './Gate.tsx';
import { Placed } from './Placed.tsx';
import { pages } from './pages.tsx';
import { theme } from './theme.ts';

/** The whole window over one connection. */
export function App({ connection, status }: { connection: Connection; status: Reply | undefined }): ReactNode {
  const router = useMemo(makeRouter, []);
  const state = useSyncExternalStore(connection.status.subscribe, connection.status.get);
  return (
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }} componentSize="middle">
      <AntApp
        component={false}
        notification={{ placement: 'topRight', top: 52, maxCount: 3 }}
        message={{ top: 52, maxCount: 2 }}
      >
        {state === 'expired' ? (
          <Expired />
        ) : (
          <ClientProvider transport={connection.transport} status={status}>
            <RouterProvider router={router} />
          </ClientProvider>
        )}
      </AntApp>
    </ConfigProvider>
  );
}

function Expired(): ReactNode {
  return (
    <div className="gate-note">
      <Empty
        title="本页已与程序断开"
        hint="程序已退出，或本页被刷新过。已保存的内容都在。请关闭本页，从终端里打印的新地址重新打开（在终端按 Enter 可再打印一个）。"
      />
    </div>
  );
}

function makeRouter() {
  return createHashRouter([
    {
      element: <Gate />,
      errorElement: <BrokenPage />,
      children: [
        ...pages.map((page) => ({ path: page.path, element: <Placed page={page} /> })),
        { path: '*', element: <Placed page={null} /> },
      ],
    },
  ]);
}
