import { Button, Checkbox, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Role } from '../../../shared/station/roles.ts';
import { roleNames, rolesOf } from '../../../shared/station/roles.ts';
import { passwordWeakness, type User, UserName } from '../../../shared/station/user.ts';
import { useAct } from '../../client/act.ts';
import { useSession } from '../../client/session.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PasswordInput } from './PasswordInput.tsx';

/** A new person, or the roles of one. */
export function UserDialog({ user, onClose }: { user: User | 'new' | null; onClose: () => void }): ReactNode {
  const title = user === null || user === 'new' ? '增加用户' : `${user.name}的角色`;
  return (
    <Dialog title={title} open={user !== null} onClose={onClose}>
      {user === null ? null : <UserForm user={user} onClose={onClose} />}
    </Dialog>
  );
}

function UserForm({ user, onClose }: { user: User | 'new'; onClose: () => void }): ReactNode {
  const { station } = useSession();
  const notify = useNotify();
  const fresh = user === 'new';
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<Role[]>(fresh ? [] : user.roles);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const add = useAct('user.add', { failures: 'page' });
  const update = useAct('user.update', { failures: 'page' });
  const nameProblem = fresh && !UserName.safeParse(name).success ? '请填姓名，两个字以上' : '';
  const weakness = fresh ? passwordWeakness(password, name) : '';
  const conflict = roles.includes('admin') && roles.includes('securityAuditor');
  const roleProblem = roles.length === 0 ? '至少选一个角色' : conflict ? '系统管理员与安全审计员不能由同一人担任' : '';
  const submit = async (): Promise<void> => {
    setTried(true);
    if (nameProblem || weakness || roleProblem) return;
    const reply = fresh
      ? await add.run({ name: name.trim(), roles, password })
      : await update.run({ id: user.id, roles });
    if (!reply.ok) return;
    notify.done(fresh ? `已增加“${name.trim()}”` : '角色已改，对方下次解锁时生效');
    onClose();
  };
  useKeys({ 'Ctrl+S': () => void submit(), 'Ctrl+Enter': () => void submit() });
  return (
    <div className="stack" style={{ gap: 12 }}>
      {fresh ? (
        <>
          <div className="labelled">
            <label htmlFor="user-name">姓名</label>
            <Input
              id="user-name"
              autoFocus
              value={name}
              maxLength={32}
              onChange={(event) => setName(event.target.value)}
            />
            {tried && nameProblem ? <p className="field-error">{nameProblem}</p> : null}
          </div>
          <div className="labelled">
            <label htmlFor="user-password">初始密码（请本人首次解锁后自行改）</label>
            <PasswordInput id="user-password" value={password} onChange={(event) => setPassword(event.target.value)} />
            {tried && weakness ? <p className="field-error">{weakness}</p> : null}
          </div>
        </>
      ) : null}
      <div className="labelled">
        <label htmlFor="user-roles">角色</label>
        <Checkbox.Group
          className="role-grid"
          value={roles}
          onChange={(values) => setRoles(values as Role[])}
          options={rolesOf(station.role).map((role) => ({ value: role, label: roleNames[role] }))}
        />
        {(tried || conflict) && roleProblem ? <p className="field-error">{roleProblem}</p> : null}
      </div>
      <FailureNote failure={add.failure ?? update.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" loading={add.busy || update.busy} onClick={() => void submit()}>
          {fresh ? '增加' : '保存'} <Keycap name="Ctrl+S" />
        </Button>
      </div>
    </div>
  );
}

/** One's own password with the old one, or a new one for somebody else. */
export function PasswordDialog({ user, onClose }: { user: User | null; onClose: () => void }): ReactNode {
  return (
    <Dialog title={user ? `改“${user.name}”的密码` : ''} open={user !== null} onClose={onClose} width={420}>
      {user ? <PasswordForm user={user} onClose={onClose} /> : null}
    </Dialog>
  );
}

function PasswordForm({ user, onClose }: { user: User; onClose: () => void }): ReactNode {
  const { user: me } = useSession();
  const notify = useNotify();
  const own = me.id === user.id;
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const set = useAct('user.setPassword', { failures: 'page' });
  const weakness = passwordWeakness(password, user.name);
  const differs = password !== again;
  const submit = async (): Promise<void> => {
    setTried(true);
    if (weakness || differs || (own && old === '')) return;
    const reply = await set.run({ id: user.id, password, ...(own ? { old } : {}) });
    if (!reply.ok) return;
    notify.done('密码已改');
    onClose();
  };
  useKeys({ 'Ctrl+S': () => void submit() });
  return (
    <div className="stack" style={{ gap: 12 }}>
      {own ? (
        <div className="labelled">
          <label htmlFor="password-old">现在的密码</label>
          <PasswordInput id="password-old" autoFocus value={old} onChange={(event) => setOld(event.target.value)} />
          {tried && old === '' ? <p className="field-error">请输入现在的密码</p> : null}
        </div>
      ) : null}
      <div className="labelled">
        <label htmlFor="password-new">新密码</label>
        <PasswordInput
          id="password-new"
          autoFocus={!own}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {tried && weakness ? <p className="field-error">{weakness}</p> : null}
      </div>
      <div className="labelled">
        <label htmlFor="password-again">再输一次</label>
        <PasswordInput
          id="password-again"
          value={again}
          onChange={(event) => setAgain(event.target.value)}
          onPressEnter={() => void submit()}
        />
        {tried && !weakness && differs ? <p className="field-error">两次输入不一致</p> : null}
      </div>
      <FailureNote failure={set.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" loading={set.busy} onClick={() => void submit()}>
          保存 <Keycap name="Ctrl+S" />
        </Button>
      </div>
    </div>
  );
}
