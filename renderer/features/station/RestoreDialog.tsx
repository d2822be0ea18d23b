import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { BackupCheck } from '../../../shared/station/backup.ts';
import { useJob } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { DateText, megabytes, Num } from '../../components/text.tsx';
import { PasswordInput } from './PasswordInput.tsx';

interface RestoreDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** True at set-up: the backup becomes this program's station. Otherwise it is written into another folder. */
  readonly fresh?: boolean;
  /** A backup that was chosen already. */
  readonly path?: string;
}

/** Reads a backup to its last byte, shows what it holds, and only then offers to restore it. */
export function RestoreDialog({ open, onClose, fresh = false, path }: RestoreDialogProps): ReactNode {
  return (
    <Dialog title="从备份恢复" open={open} onClose={onClose} width={600}>
      <RestoreSteps fresh={fresh} onClose={onClose} {...(path === undefined ? {} : { path })} />
    </Dialog>
  );
}

function RestoreSteps({ fresh = false, path: given = '', onClose }: Omit<RestoreDialogProps, 'open'>): ReactNode {
  const notify = useNotify();
  const status = useCall('station.status', {});
  const [path, setPath] = useState(given);
  const [folder, setFolder] = useState('');
  const [picking, setPicking] = useState<'backup' | 'folder' | null>(null);
  const [checked, setChecked] = useState<BackupCheck | null>(null);
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const check = useJob('backup.check', { failures: 'page' });
  const restore = useJob('backup.restore', { failures: 'page' });
  const runCheck = async (from: string): Promise<void> => {
    setPath(from);
    setChecked(null);
    const reply = await check.run({ path: from });
    if (reply.ok) setChecked(reply.value);
  };
  const target = folder === '' ? '' : `${folder}/驿递工作站-${checked?.createdAt.slice(0, 10) ?? ''}`;
  const ready = checked !== null && user.trim() !== '' && password !== '' && (fresh || folder !== '');
  const runRestore = async (): Promise<void> => {
    if (!ready) return;
    const reply = await restore.run({ path, user: user.trim(), password, ...(fresh ? {} : { dir: target }) });
    if (!reply.ok) return;
    notify.done(fresh ? '已恢复，请解锁' : `已恢复到 ${reply.value.dir}`);
    await status.again();
    onClose();
  };
  const busy = check.busy || restore.busy;
  return (
    <div className="gate-body" style={{ padding: 0 }}>
      <div className="row">
        <span className="secondary">备份文件</span>
        <span className="mono cut grow" title={path}>
          {path || '还没有选'}
        </span>
        <Button disabled={busy} autoFocus onClick={() => setPicking('backup')}>
          选择
        </Button>
        {path !== '' && !checked && !busy ? <Button onClick={() => void runCheck(path)}>检查</Button> : null}
      </div>
      {busy ? (
        <JobBar progress={check.progress ?? restore.progress} onCancel={check.busy ? check.cancel : restore.cancel} />
      ) : null}
      <FailureNote failure={check.failure ?? restore.failure} />
      {checked ? (
        <>
          <dl className="facts">
            <dt>单位</dt>
            <dd>{checked.stationName}</dd>
            <dt>备份时间</dt>
            <dd>
              <DateText value={checked.createdAt} time />
            </dd>
            <dt>内容</dt>
            <dd>
              记录 <Num value={checked.records} /> 条，文件 <Num value={checked.files} /> 个，{megabytes(checked.bytes)}{' '}
              MB
            </dd>
            <dt>检查</dt>
            <dd className="good">逐字节与清单一致</dd>
          </dl>
          {fresh ? null : (
            <div className="row">
              <span className="secondary">恢复到</span>
              <span className="mono cut grow">{target || '还没有选文件夹'}</span>
              <Button onClick={() => setPicking('folder')}>选择</Button>
            </div>
          )}
          <div className="row">
            <Input placeholder="备份时的用户名" value={user} onChange={(event) => setUser(event.target.value)} />
            <PasswordInput
              placeholder="该用户当时的密码"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              onPressEnter={() => void runRestore()}
            />
          </div>
          <p className="secondary small">
            恢复写入新的文件夹，现有工作站和备份文件都不改动；恢复后开始新的包序，主管部门会据此辨认旧备份。
          </p>
        </>
      ) : null}
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" disabled={!ready} loading={restore.busy} onClick={() => void runRestore()}>
          恢复
        </Button>
      </div>
      <PlacePicker
        open={picking === 'backup'}
        title="选择备份文件"
        pick="files"
        extensions={['yidi-backup']}
        onPick={(paths) => void runCheck(paths[0] ?? '')}
        onClose={() => setPicking(null)}
      />
      <PlacePicker
        open={picking === 'folder'}
        title="选择恢复到哪个文件夹"
        pick="folder"
        write
        onPick={(paths) => setFolder(paths[0] ?? '')}
        onClose={() => setPicking(null)}
      />
    </div>
  );
}
