import { refuse } from '../../../shared/contract/failures.ts';
import type { User } from '../../../shared/station/user.ts';
import { keyByPassword } from '../store/credentials.ts';
import type { Station } from '../store/station.ts';
import { addUser, changeUser, listUsers } from '../store/users.ts';
import type { HandlersOf } from './handlers-of.ts';

export const userHandlers: HandlersOf<'user'> = {
  'user.list': (_, { station }) => ({ users: usersOf(station) }),
  'user.add': async ({ name, roles, password }, { station, changed }) => {
    await addUser(station, { name, roles, password });
    changed('user', 'station');
    return usersOf(station).find((user) => user.name === name) ?? refuse('user-missing', { name });
  },
  'user.update': ({ id, roles }, { station, changed }) => {
    changeUser(station, id, { roles });
    changed('user', 'station');
    return {};
  },
  'user.disable': ({ id, disabled }, { station, changed }) => {
    changeUser(station, id, { disabled });
    changed('user', 'station');
    return {};
  },
  'user.setPassword': async ({ id, old, password }, { station, user, changed, now }) => {
    const target = usersOf(station).find((entry) => entry.id === id) ?? refuse('user-missing', { name: id });
    if (target.disabled) refuse('user-missing', { name: target.name });
    if (target.id === user.id) await keyByPassword(station.dir, user.name, old ?? '', now().getTime());
    else if (!user.roles.includes('admin')) refuse('not-allowed', { roles: '系统管理员' });
    await station.grant(target.name, password);
    station.audit('user.setPassword', target.id);
    changed('user');
    return {};
  },
};

function usersOf(station: Station): User[] {
  const last = station.db.prepare("SELECT max(at) FROM audit WHERE action = 'station.unlock' AND object = ?").pluck();
  return listUsers(station.db).map((user) => ({
    id: user.id,
    name: user.name,
    roles: [...user.roles],
    disabled: user.disabled,
    createdAt: user.createdAt,
    lastUnlock: (last.get(user.id) as string | null) ?? '',
  }));
}
