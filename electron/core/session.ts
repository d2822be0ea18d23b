import type { EventPayload } from '../../shared/contract/events.ts';
import { refuse } from '../../shared/contract/failures.ts';
import { checkPassword, keyByPassword, keyByRecoveryCode } from './store/credentials.ts';
import { bytesOfRecoveryCode } from './store/recovery-code.ts';
import { openStation, type SessionUser, type Station } from './store/station.ts';
import { readStationFile } from './store/station-file.ts';
import { userNamed } from './store/users.ts';

type LockReason = EventPayload<'locked'>['reason'];

/**
 * Who is signed in, and the station that is open for them. Locking hides everything at once; the station itself (and the data
 * key in memory) goes as soon as no job needs it any more.
 */
export interface Session {
  /** Folder of the station that this program works on. */
  readonly dir: string;
  /** Points the program at another folder; only while nobody is signed in. */
  choose(dir: string): void;
  readonly current: { readonly station: Station; readonly user: SessionUser } | null;
  unlock(user: string, password: string): Promise<SessionUser>;
  /** Opens by recovery code and gives `user` a new password. */
  recover(code: string, user: string, password: string): Promise<SessionUser>;
  lock(reason: LockReason): void;
  /** Somebody is there: starts the idle clock anew. */
  touch(): void;
  /** Minutes without a sign of life until the page is hidden; 0 = never. */
  idleMinutes: number;
  /** Jobs hold the station open over a lock. */
  hold(): () => void;
  close(): void;
}

export function createSession(firstDir: string, onLocked: (reason: LockReason) => void): Session {
  let dir = firstDir;
  let station: Station | null = null;
  let user: SessionUser | null = null;
  let held = 0;
  let idle: NodeJS.Timeout | undefined;
  let idleMinutes = 15;

  const touch = (): void => {
    clearTimeout(idle);
    if (user === null || idleMinutes === 0) return;
    idle = setTimeout(() => lock('idle'), idleMinutes * 60_000);
    idle.unref();
  };
  const letGo = (): void => {
    if (user !== null || held > 0) return;
    station?.close();
    station = null;
  };
  const lock = (reason: LockReason): void => {
    clearTimeout(idle);
    if (user === null) return;
    const { id } = user;
    user = null;
    onLocked(reason);
    try {
      station?.audit('station.lock', id, undefined, { reason });
    } catch {
      // A disk that is full or gone must not keep the page open.
    }
    letGo();
  };
  const enter = (dataKey: Uint8Array, name: string): SessionUser => {
    const opened = station ?? openStation(dir, dataKey);
    try {
      const { id, roles } = userNamed(opened.db, name);
      user = { id, name, roles };
    } catch (error) {
      if (opened !== station) opened.close();
      throw error;
    }
    station = opened;
    station.actAs(user);
    station.audit('station.unlock', user.id);
    touch();
    return user;
  };

  return {
    get dir() {
      return dir;
    },
    choose(next) {
      if (user !== null || station !== null) refuse('station-in-use');
      dir = next;
    },
    get current() {
      return station && user ? { station, user } : null;
    },
    async unlock(name, password) {
      return enter(await keyByPassword(dir, name, password, Date.now()), name);
    },
    async recover(code, name, password) {
      checkPassword(name, password);
      const dataKey = await keyByRecoveryCode(dir, bytesOfRecoveryCode(code), Date.now());
      if (!readStationFile(dir).users.some((entry) => entry.name === name)) refuse('user-missing', { name });
      const entered = enter(dataKey, name);
      await station?.grant(name, password);
      station?.audit('user.recover', entered.id);
      return entered;
    },
    lock,
    touch,
    get idleMinutes() {
      return idleMinutes;
    },
    set idleMinutes(minutes) {
      idleMinutes = minutes;
      touch();
    },
    hold() {
      held += 1;
      return () => {
        held -= 1;
        letGo();
      };
    },
    close() {
      lock('closed');
      held = 0;
      letGo();
    },
  };
}
