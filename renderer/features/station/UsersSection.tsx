import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { roleNames } from '../../../shared/station/roles.ts';
import type { User } from '../../../shared/station/user.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { useConfirm } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { DateText, DotWord } from '../../components/text.tsx';
import { PasswordDialog, UserDialog } from './UserDialog.tsx';

/** 用户与角色 */
export function UsersSection(): ReactNode {
  const { user: me, has } = useSession();
  const users = useCall('user.list', {});
  const disable = useAct('user.disable');
  const confirm = useConfirm();
  const [query, setQuery] = useState('');
  const [selected, setSelected] = useState('');
  const [edited, setEdited] = useState<User | 'new' | null>(null);
  const [password, setPassword] = useState<User | null>(null);
  const admin = has('admin');
  const rows = (users.data?.users ?? []).filter((user) => user.name.includes(query) || wordsOf(user).includes(query));
  const current = users.data?.users.find((user) => user.id === selected);
  const mine = users.data?.users.find((user) => user.id === me.id);
  const toggle = async (user: User): Promise<void> => {
    const sure =
      user.disabled ||
      (await confirm({
        title: `停用“${user.name}”`,
        content: '停用后不能再解锁工作站，已填报的内容和审计记录保留。重新启用时须另设密码。',
        ok: '停用',
        danger: true,
      }));
    if (sure) await disable.run({ id: user.id, disabled: !user.disabled });
  };
  useKeys({
    ...(admin ? { N: () => setEdited('new'), E: () => current && setEdited(current) } : {}),
    P: () => setPassword((admin ? current : undefined) ?? mine ?? null),
  });
  return (
    <Page
      keys={[
        ['ArrowUp ArrowDown', '选行'],
        ...(admin
          ? ([
              ['N', '增加用户'],
              ['E', '改角色'],
            ] as const)
          : []),
        ['P', '改密码'],
      ]}
      actions={
        admin ? (
          <Button type="primary" onClick={() => setEdited('new')}>
            增加用户 <Keycap name="N" />
          </Button>
        ) : (
          <Button onClick={() => setPassword(mine ?? null)}>改本人密码</Button>
        )
      }
    >
      <PageHead title="用户与角色" sub="本人不能复核、审批本人填报的内容；系统管理员与安全审计员须由两人分别担任" />
      <DataTable<User>
        label="用户"
        rows={rows}
        rowKey={(user) => user.id}
        loading={users.loading}
        failure={users.failure}
        search={{ value: query, onChange: setQuery, placeholder: '姓名、角色' }}
        selected={selected}
        onSelect={(user) => setSelected(user.id)}
        {...(admin ? { onOpen: setEdited } : {})}
        rowClassName={(user) => (user.disabled ? 'row-off' : '')}
        columns={[
          { title: '姓名', dataIndex: 'name', width: 150 },
          { title: '角色', key: 'roles', render: (_, user) => wordsOf(user) },
          {
            title: '状态',
            key: 'disabled',
            width: 90,
            render: (_, user) =>
              user.disabled ? <span className="faint">已停用</span> : <DotWord tone="plain">在用</DotWord>,
          },
          { title: '建立', key: 'createdAt', width: 110, render: (_, user) => <DateText value={user.createdAt} /> },
          {
            title: '最近解锁',
            key: 'lastUnlock',
            width: 150,
            render: (_, user) =>
              user.lastUnlock === '' ? <span className="faint">从未</span> : <DateText value={user.lastUnlock} time />,
          },
          ...(admin
            ? [
                {
                  title: '',
                  key: 'acts',
                  width: 190,
                  render: (_: unknown, user: User) => (
                    <span className="row" style={{ gap: 4 }}>
                      <Button type="link" tabIndex={-1} onClick={() => setEdited(user)}>
                        角色
                      </Button>
                      <Button type="link" tabIndex={-1} onClick={() => setPassword(user)}>
                        密码
                      </Button>
                      <Button type="link" tabIndex={-1} disabled={user.id === me.id} onClick={() => void toggle(user)}>
                        {user.disabled ? '启用' : '停用'}
                      </Button>
                    </span>
                  ),
                },
              ]
            : []),
        ]}
        empty={<Empty title="没有用户" hint="按 N 增加用户。" />}
      />
      <UserDialog user={edited} onClose={() => setEdited(null)} />
      <PasswordDialog user={password} onClose={() => setPassword(null)} />
    </Page>
  );
}

function wordsOf(user: User): string {
  return user.roles.map((role) => roleNames[role]).join('、');
}
