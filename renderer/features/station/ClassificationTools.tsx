import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useAct } from '../../client/act.ts';
import { type Output, useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { DateText } from '../../components/text.tsx';
import { ClassificationEditor } from './ClassificationEditor.tsx';

/** What can be done with the classification table: export it, look at earlier versions, and change it, which is the administrator's. */
export function ClassificationTools(): ReactNode {
  const { has } = useSession();
  const [shown, setShown] = useState<'edit' | 'versions' | 'export' | null>(null);
  const table = useCall('classification.get', {}).data;
  const write = useAct('classification.export');
  const notify = useNotify();
  const close = (): void => setShown(null);
  const exportTo = async (to: string | undefined): Promise<void> => {
    close();
    if (!to) return;
    const reply = await write.run({ format: 'xlsx', to });
    if (reply.ok) notify.done(`分类表已导出到 ${reply.value.path}`);
  };
  return (
    <>
      <Button onClick={() => setShown('versions')}>历次版本</Button>
      <Button loading={write.busy} onClick={() => setShown('export')}>
        导出
      </Button>
      {has('admin') ? (
        <Button disabled={!table} onClick={() => setShown('edit')}>
          修改、导入
        </Button>
      ) : null}
      {table ? <ClassificationEditor open={shown === 'edit'} table={table} onClose={close} /> : null}
      <Dialog title="分类表的历次版本" open={shown === 'versions'} onClose={close} width={900}>
        <Versions />
      </Dialog>
      <PlacePicker
        open={shown === 'export'}
        title="分类表导出到哪个文件夹"
        pick="folder"
        write
        onPick={([folder]) => void exportTo(folder)}
        onClose={close}
      />
    </>
  );
}

type Version = Output<'classification.versions'>['versions'][number];

/** Each version with what it was made for; the chosen one's entries below. */
function Versions(): ReactNode {
  const { data, failure } = useCall('classification.versions', {});
  const [chosen, setChosen] = useState<number | null>(null);
  const table = useCall('classification.get', { version: chosen ?? 0 }, { when: chosen !== null }).data;
  return (
    <div className="stack classification-versions">
      <FailureNote failure={failure} />
      <DataTable<Version>
        label="历次版本"
        rows={data?.versions ?? []}
        rowKey={({ version }) => String(version)}
        onSelect={({ version }) => setChosen(version)}
        autoFocus
        columns={[
          { key: 'version', title: '版本', width: 72, render: (_, { version }) => (version === 0 ? '原版' : version) },
          { key: 'note', title: '修改的依据', dataIndex: 'note' },
          { key: 'by', title: '修改人', dataIndex: 'by', width: 100 },
          { key: 'at', title: '时间', width: 140, mono: true, render: (_, { at }) => <DateText value={at} time /> },
        ]}
        empty={null}
      />
      {chosen !== null && table ? (
        <DataTable
          label="这一版的分类"
          rows={table.rows}
          rowKey={({ prefix }) => prefix}
          columns={[
            { key: 'prefix', title: '代码', dataIndex: 'prefix', width: 160, mono: true },
            { key: 'name', title: '名称', dataIndex: 'name' },
          ]}
          empty={null}
        />
      ) : null}
    </div>
  );
}
