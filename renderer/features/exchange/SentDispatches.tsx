import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { dispatchPartNames, type SentDispatch } from '../../../shared/exchange/dispatch.ts';
import { useAct } from '../../client/act.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Empty } from '../../components/Empty.tsx';
import { useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { DateText } from '../../components/text.tsx';

/** The dispatches that were signed; each can be written again, byte for byte. */
export function SentDispatches({ sent, may }: { sent: readonly SentDispatch[]; may: boolean }): ReactNode {
  const write = useAct('dispatch.write');
  const notify = useNotify();
  const [again, setAgain] = useState('');
  const writeTo = async (to: string): Promise<void> => {
    const reply = await write.run({ id: again, to });
    if (reply.ok) notify.done(`下发包已写到 ${reply.value.file.path}`);
  };
  return (
    <>
      <DataTable<SentDispatch>
        label="已下发"
        rows={sent}
        rowKey={({ id }) => id}
        {...(may ? { onOpen: ({ id }) => setAgain(id) } : {})}
        columns={[
          { title: '签发', key: 'at', width: 134, render: (_, row) => <DateText value={row.at} time /> },
          { title: '单位', key: 'name', render: (_, row) => row.name },
          {
            title: '内容',
            key: 'parts',
            render: (_, row) => row.parts.map((part) => dispatchPartNames[part]).join('、'),
          },
          { title: '签发人', key: 'by', width: 86, render: (_, row) => row.by },
          {
            title: '写出',
            key: 'written',
            width: 134,
            render: (_, row) =>
              row.writtenAt === '' ? <span className="warn">没有写出</span> : <DateText value={row.writtenAt} time />,
          },
          {
            title: '',
            key: 'again',
            width: 96,
            render: (_, row) => (
              <Button size="small" disabled={!may} onClick={() => setAgain(row.id)}>
                再写一份
              </Button>
            ),
          },
        ]}
        empty={<Empty title="还没有下发过" hint="编好清单或收进文件后，按 F2 写出下发包，随介质带给填报单位。" />}
      />
      <PlacePicker
        open={again !== ''}
        title="选写出下发包的位置"
        pick="folder"
        write
        onPick={([folder]) => folder && void writeTo(folder)}
        onClose={() => setAgain('')}
      />
    </>
  );
}
