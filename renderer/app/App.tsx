import type { ReactNode } from 'react';
import { useSyncExternalStore } from 'react';
import type { Reply } from '../../shared/contract/reply.ts';
import { ClientProvider } from '../client/client.tsx';
import type { Connection } from '../client/connect.ts';
import { Empty } from '../components/Empty.tsx';
import { Breakdown } from './Breakdown.tsx';
import { Gate } from './Gate.tsx';

/** The whole window over one connection. */
export function App({ connection, status }: { connection: Connection; status: Reply | undefined }): ReactNode {
  const state = useSyncExternalStore(connection.status.subscribe, connection.status.get);
  if (state === 'expired') return <Expired />;
  return (
    <ClientProvider transport={connection.transport} status={status}>
      <Breakdown>
        <Gate />
      </Breakdown>
    </ClientProvider>
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
