import { randomBytes } from 'node:crypto';
import { refuse } from '../../../shared/contract/failures.ts';
import { type Role, rolesOf } from '../../../shared/station/roles.ts';
import type { Db } from './database.ts';
import type { SessionUser, Station } from './station.ts';

export interface StoredUser extends SessionUser {
  readonly disabled: boolean;
  readonly createdAt: string;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly roles: string;
  readonly disabled: number;
  readonly createdAt: string;
}

const columns = 'id, name, roles, disabled, created_at AS createdAt';

export function listUsers(db: Db): StoredUser[] {
  return (db.prepare(`SELECT ${columns} FROM user ORDER BY created_at, id`).all() as Row[]).map(toUser);
}

/** The enabled user of this name; refuses `user-missing`. */
export function userNamed(db: Db, name: string): StoredUser {
  const user = listUsers(db).find((entry) => entry.name === name);
  return user && !user.disabled ? user : refuse('user-missing', { name });
}

/**
 * Adds a person with a first password. Refuses `user-exists`, `weak-password`, `unknown-role` (a role that this kind of
 * station has not), `role-conflict`.
 */
export async function addUser(
  station: Station,
  user: { name: string; roles: readonly Role[]; password: string },
): Promise<void> {
  checkRoles(station, user.roles);
  if (listUsers(station.db).some((entry) => entry.name === user.name)) refuse('user-exists', { name: user.name });
  await station.grant(user.name, user.password);
  station.transaction(() => {
    const id = randomBytes(8).toString('hex');
    station.db
      .prepare('INSERT INTO user (id, name, roles, created_at) VALUES (?, ?, ?, ?)')
      .run(id, user.name, JSON.stringify(user.roles), station.now());
    station.audit('user.add', id, undefined, { name: user.name, roles: user.roles });
  });
}

/** Changes roles or takes a person out of use. Refuses `last-admin`, `role-conflict`, `unknown-role`, `user-missing`. */
export function changeUser(
  station: Station,
  id: string,
  change: { roles?: readonly Role[] | undefined; disabled?: boolean | undefined },
): void {
  const users = listUsers(station.db);
  const old = users.find((entry) => entry.id === id) ?? refuse('user-missing', { name: id });
  const roles = change.roles ?? old.roles;
  const disabled = change.disabled ?? old.disabled;
  checkRoles(station, roles);
  const admins = users.filter((entry) =>
    entry.id === id ? !disabled && roles.includes('admin') : !entry.disabled && entry.roles.includes('admin'),
  );
  if (admins.length === 0) refuse('last-admin');
  station.transaction(() => {
    station.db
      .prepare('UPDATE user SET roles = ?, disabled = ? WHERE id = ?')
      .run(JSON.stringify(roles), disabled ? 1 : 0, id);
    station.audit('user.update', id, { roles: old.roles, disabled: old.disabled }, { roles, disabled });
  });
  if (disabled && !old.disabled) station.revoke(old.name);
}

function checkRoles(station: Station, roles: readonly Role[]): void {
  const known = rolesOf(station.role);
  for (const role of roles) if (!known.includes(role)) refuse('unknown-role', { role, known: known.join('、') });
  if (roles.includes('admin') && roles.includes('securityAuditor')) refuse('role-conflict');
}

function toUser(row: Row): StoredUser {
  return { ...row, roles: JSON.parse(row.roles) as Role[], disabled: row.disabled === 1 };
}
