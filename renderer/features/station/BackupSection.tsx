import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { BackupFile } from '../../../shared/station/backup.ts';
import { useJob } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Empty } from '../../components/Empty.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { DateText, megabytes } from '../../components/text.tsx';
import { RestoreDialog } from './RestoreDialog.tsx';

/** 备份与恢复: a backup to the station's own folder or to another disk; restoring always checks first. */
export function BackupSection(): ReactNode {
  const { has } = useSession();
  const notify = useNotify();
  const backups = useCall('backup.list', {});
  const create = useJob('backup.create', { failures: 'page' });
  const [picking, setPicking] = useState(false);
  const [restoring, setRestoring] = useState<string | null>(null);
  const [selected, setSelected] = useState('');
  const admin = has('admin');
  const back = async (to: string): Promise<void> => {
    const reply = await create.run({ to });
    if (reply.ok) notify.done(`已写好备份 ${reply.value.name}`);
  };
  const current = backups.data?.backups.find((file) => file.path === selected);
  useKeys(admin ? { F2: () => setPicking(true), R: () => setRestoring(current?.path ?? '') } : {});
  return (
    <Page
      keys={
        admin
          ? [
              ['ArrowUp ArrowDown', '选行'],
              ['F2', '备份到介质'],
              ['R', '恢复'],
            ]
          : []
      }
      actions={
        admin ? (
          <>
            <Button onClick={() => setRestoring('')}>从备份恢复</Button>
            <Button disabled={create.busy} onClick={() => setPicking(true)}>
              备份到其他磁盘 <Keycap name="F2" />
            </Button>
            <Button type="primary" loading={create.busy} onClick={() => void back('')}>
              立即备份
            </Button>
          </>
        ) : null
      }
    >
      <PageHead
        title="备份与恢复"
        sub="备份是加密的，须用备份时的用户密码打开；本机备份防误操作，另存一份到其他磁盘才能防坏盘"
      />
      {create.busy ? <JobBar progress={create.progress} onCancel={create.cancel} /> : null}
      <FailureNote failure={create.failure} />
      <DataTable<BackupFile>
        label="本机备份"
        rows={backups.data?.backups ?? []}
        rowKey={(file) => file.path}
        loading={backups.loading}
        failure={backups.failure}
        selected={selected}
        onSelect={(file) => setSelected(file.path)}
        {...(admin ? { onOpen: (file: BackupFile) => setRestoring(file.path) } : {})}
        columns={[
          {
            title: '时间',
            key: 'createdAt',
            width: 160,
            render: (_, file) => <DateText value={file.createdAt} time />,
          },
          { title: '文件', dataIndex: 'name' },
          { title: '大小 MB', key: 'bytes', width: 110, number: true, render: (_, file) => megabytes(file.bytes) },
        ]}
        empty={
          <Empty
            title="本机还没有备份"
            hint="点“立即备份”，在工作站文件夹里存一份；再用“备份到其他磁盘”存到专用 U 盘或另一块磁盘，写完会给出文件名。"
          />
        }
      />
      <PlacePicker
        open={picking}
        title="备份到哪里"
        pick="folder"
        write
        onPick={(paths) => void back(paths[0] ?? '')}
        onClose={() => setPicking(false)}
      />
      <RestoreDialog
        open={restoring !== null}
        onClose={() => setRestoring(null)}
        {...(restoring ? { path: restoring } : {})}
      />
    </Page>
  );
}
