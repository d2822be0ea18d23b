import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { checkUscc } from '../../../shared/china/uscc.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import { firstUserRoles } from '../../../shared/station/roles.ts';
import type { StationInfo } from '../../../shared/station/station.ts';
import type { Context } from '../context.ts';
import { programVersion } from '../places.ts';
import { keyByRecoveryCode, secondsLeft } from '../store/credentials.ts';
import { bytesOfRecoveryCode } from '../store/recovery-code.ts';
import { createStation, type SessionUser, type Station } from '../store/station.ts';
import { readStationFile } from '../store/station-file.ts';
import { divisionChoices } from './codes.ts';
import type { HandlersOf } from './handlers-of.ts';
import { fillObligations, organsOfTable } from './obligations.ts';

const defaultIdleMinutes = 15;

export const lifeHandlers: HandlersOf<'station' | 'settings'> = {
  'station.status': (_, ctx) => {
    const { session } = ctx;
    const { dir } = session;
    const idleMinutes = session.idleMinutes || defaultIdleMinutes;
    const none = {
      dir,
      id: '',
      role: null,
      name: '',
      users: [],
      user: null,
      waitSeconds: 0,
      recoveryChecked: false,
      idleMinutes,
      version: programVersion,
    };
    if (!hasStation(dir)) return { ...none, state: 'missing' };
    const file = readStationFile(dir);
    const known = {
      ...none,
      id: file.station,
      users: file.users.map((user) => user.name),
      waitSeconds: secondsLeft(file.failures, ctx.now().getTime()),
    };
    if (!session.current) return { ...known, state: 'locked' };
    const { station, user } = session.current;
    return {
      ...known,
      state: 'open',
      role: station.role,
      name: station.info().name,
      user: { ...user, roles: [...user.roles] },
      recoveryChecked: station.setting('recoveryChecked', z.boolean(), false),
    };
  },

  'station.choices': () => ({ organs: organsOfTable(), divisions: divisionChoices() }),

  'station.create': async ({ role, info, user, password }, ctx) => {
    checkInfo(info);
    const made = await createStation(ctx.session.dir, {
      role,
      info,
      admin: { name: user, password, roles: firstUserRoles(role) },
    });
    await ctx.session.unlock(user, password);
    if (role === 'department') fillObligations(ctx.station, info.organ);
    ctx.changed('station');
    return made;
  },

  'station.newRecoveryCode': async (_, { station, changed }) => {
    const recoveryCode = await station.newRecoveryCode();
    station.transaction(() => {
      station.setSetting('recoveryChecked', false);
      station.audit('station.newRecoveryCode', station.id);
    });
    changed('station');
    return { recoveryCode };
  },
  'station.checkRecovery': async ({ code }, { station, changed, now }) => {
    await keyByRecoveryCode(station.dir, bytesOfRecoveryCode(code), now().getTime());
    station.transaction(() => {
      station.setSetting('recoveryChecked', true);
      station.audit('station.checkRecovery', station.id);
    });
    changed('station');
    return {};
  },

  'station.unlock': async ({ user, password }, ctx) => entered(ctx, await ctx.session.unlock(user, password)),
  'station.recover': async ({ code, user, password }, ctx) =>
    entered(ctx, await ctx.session.recover(code, user, password)),

  'station.lock': (_, { session }) => {
    session.lock('user');
    return {};
  },
  'station.touch': (_, { session }) => {
    session.touch();
    return {};
  },

  'station.info': (_, { station }) => ({
    id: station.id,
    role: station.role,
    info: station.info(),
    dir: station.dir,
    epoch: station.epoch,
    createdAt: createdAt(station),
    fingerprint: station.fingerprint,
    signingKey: station.keys.signing.publicKey,
    encryptionKey: station.keys.encryption.publicKey,
  }),
  'station.update': ({ info }, { station, changed }) => {
    checkInfo(info);
    const before = station.info();
    station.setInfo(info);
    if (station.role === 'department' && info.organ !== before.organ) fillObligations(station, info.organ);
    changed('station', 'obligation');
    return {};
  },

  'settings.get': (_, { session }) => ({ idleMinutes: session.idleMinutes }),
  'settings.set': ({ idleMinutes }, { session, station, changed }) => {
    station.transaction(() => {
      station.audit('settings.set', 'idleMinutes', session.idleMinutes, idleMinutes);
      station.setSetting('idleMinutes', idleMinutes);
    });
    session.idleMinutes = idleMinutes;
    changed('station');
    return {};
  },
};

/** Whether the folder holds a station, also one whose newest `station.json` is torn. */
export function hasStation(dir: string): boolean {
  return existsSync(join(dir, 'station.json')) || existsSync(join(dir, 'station.previous.json'));
}

function entered(ctx: Context, user: SessionUser): { id: string; name: string; roles: SessionUser['roles'][number][] } {
  ctx.session.idleMinutes = ctx.station.setting('idleMinutes', z.number().int(), defaultIdleMinutes);
  ctx.changed('station');
  return { id: user.id, name: user.name, roles: [...user.roles] };
}

/** Refuses `invalid-uscc`; an office without a code of its own leaves it empty. */
function checkInfo(info: StationInfo): void {
  if (info.uscc === '') return;
  const problem = checkUscc(info.uscc);
  if (problem?.level === 'error') refuse('invalid-uscc', { value: info.uscc, reason: problem.reason });
}

function createdAt(station: Station): string {
  return (station.db.prepare('SELECT at FROM audit WHERE seq = 1').pluck().get() as string | undefined) ?? '';
}
