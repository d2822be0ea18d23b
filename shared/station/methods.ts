import { z } from 'zod';
import { method } from '../contract/method.ts';
import { RecordKind, RecordRow } from '../exchange/record.ts';
import { AuditLine, AuditVerdict } from './audit.ts';
import { BackupCheck, BackupFile } from './backup.ts';
import { DeskSummary, Strip } from './desk.ts';
import { Obligation } from './obligation.ts';
import { PlaceListing } from './place.ts';
import { Role, StationRole } from './roles.ts';
import { StationInfo, StationLevel, stationStates } from './station.ts';
import { StockProgress } from './stock.ts';
import { Password, SignedIn, User, UserName } from './user.ts';

const nothing = z.object({});
const done = z.object({});
const path = z.string().min(1).max(4096);
const job = z.string().optional();

/** What the window needs to know before anybody has signed in. */
export const StationStatus = z.object({
  state: z.enum(stationStates),
  dir: z.string(),
  id: z.string(),
  role: StationRole.nullable(),
  name: z.string(),
  /** Names of the users who may unlock, in the order in which they were made. */
  users: z.array(z.string()),
  user: SignedIn.nullable(),
  /** Seconds until the next password may be tried; 0 = now. */
  waitSeconds: z.number().int().nonnegative(),
  /** False until the printed recovery code was typed back. */
  recoveryChecked: z.boolean(),
  idleMinutes: z.number().int().positive(),
  version: z.string(),
});
export type StationStatus = z.infer<typeof StationStatus>;

export const stationMethods = {
  'station.status': method('public', nothing, StationStatus),
  /** What set-up offers: organs of the obligations table, and divisions with their codes. */
  'station.choices': method(
    'public',
    nothing,
    z.object({
      organs: z.array(z.string()),
      divisions: z.array(z.object({ code: z.string(), name: z.string(), level: StationLevel })),
    }),
  ),
  /** The folder was chosen when the program started. Leaves the station open with its first user signed in. */
  'station.create': method(
    'public',
    z.object({ role: StationRole, info: StationInfo, user: UserName, password: Password }),
    z.object({ id: z.string(), fingerprint: z.string(), recoveryCode: z.string() }),
  ),
  /** Draws a new recovery code; the printed one opens nothing any more. */
  'station.newRecoveryCode': method(['admin'], nothing, z.object({ recoveryCode: z.string() })),
  /** Refuses `wrong-recovery-code` unless the code opens this station. */
  'station.checkRecovery': method('user', z.object({ code: z.string().max(200) }), done),
  'station.unlock': method('public', z.object({ user: z.string().max(64), password: Password }), SignedIn),
  /** Sets a new password for a user by the recovery code and signs that user in. */
  'station.recover': method(
    'public',
    z.object({ code: z.string().max(200), user: z.string().max(64), password: Password }),
    SignedIn,
  ),
  'station.lock': method('user', nothing, done),
  /** Somebody is at the machine: the idle clock begins anew. */
  'station.touch': method('user', nothing, done),
  'station.info': method(
    'user',
    nothing,
    z.object({
      id: z.string(),
      role: StationRole,
      info: StationInfo,
      dir: z.string(),
      epoch: z.number().int(),
      createdAt: z.string(),
      fingerprint: z.string(),
      signingKey: z.string(),
      encryptionKey: z.string(),
    }),
  ),
  'station.update': method(['admin'], z.object({ info: StationInfo }), done),

  'user.list': method('user', nothing, z.object({ users: z.array(User) })),
  'user.add': method(['admin'], z.object({ name: UserName, roles: z.array(Role).min(1), password: Password }), User),
  'user.update': method(['admin'], z.object({ id: z.string(), roles: z.array(Role).min(1) }), done),
  'user.disable': method(['admin'], z.object({ id: z.string(), disabled: z.boolean() }), done),
  /** One's own with the old password; somebody else's by admin, without it. */
  'user.setPassword': method('user', z.object({ id: z.string(), old: Password.optional(), password: Password }), done),

  /** Signed-in people only, except while there is no station yet: then it serves to find a backup. */
  'place.list': method(
    'public',
    z.object({ path: z.string().max(4096), extensions: z.array(z.string().max(10)).max(20).optional() }),
    PlaceListing,
  ),
  'place.makeFolder': method(
    'user',
    z.object({ path, name: z.string().trim().min(1).max(100) }),
    z.object({ path: z.string() }),
  ),

  /** Writes a backup into the folder `to`; '' = the station's own backup folder. */
  'backup.create': method(['admin'], z.object({ to: z.string().max(4096), job }), BackupFile),
  'backup.list': method('user', nothing, z.object({ backups: z.array(BackupFile) })),
  /** Reads every byte; signed-in people only, except while there is no station yet. */
  'backup.check': method('public', z.object({ path, job }), BackupCheck),
  /**
   * Makes a station out of a backup in a new or empty folder, opened with a user and password of that time. Without `dir` it
   * becomes the station of this program, which must have none yet. The open station is not touched.
   */
  'backup.restore': method(
    'public',
    z.object({ path, dir: path.optional(), user: z.string().max(64), password: Password, job }),
    z.object({ dir: z.string(), epoch: z.number().int() }),
  ),

  'audit.list': method(
    ['admin', 'securityAuditor', 'inspector'],
    z.object({
      query: z.string().max(100).optional(),
      before: z.number().int().optional(),
      limit: z.number().int().min(1).max(500).optional(),
    }),
    z.object({ lines: z.array(AuditLine), total: z.number().int(), next: z.number().int().nullable() }),
  ),
  'audit.verify': method(['admin', 'securityAuditor', 'inspector'], z.object({ job }), AuditVerdict),
  'audit.export': method(
    ['admin', 'securityAuditor'],
    z.object({ dir: path }),
    z.object({ path: z.string(), lines: z.number().int() }),
  ),

  'codes.list': method(
    'user',
    nothing,
    z.object({
      tables: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          source: z.string(),
          columns: z.array(z.string()),
          rows: z.array(z.array(z.string())),
        }),
      ),
    }),
  ),
  'selfcheck.run': method(
    'user',
    nothing,
    z.object({
      at: z.string(),
      checks: z.array(z.object({ name: z.string(), level: z.enum(['good', 'warning', 'bad']), result: z.string() })),
    }),
  ),
  'search.find': method(
    'user',
    z.object({
      query: z.string().max(100),
      kinds: z.array(RecordKind).optional(),
      limit: z.number().int().min(1).max(100).optional(),
    }),
    /** With `atLeast` there are more than `total`. */
    z.object({ rows: z.array(RecordRow), total: z.number().int(), atLeast: z.boolean() }),
  ),
  'settings.get': method('user', nothing, z.object({ idleMinutes: z.number().int() })),
  'settings.set': method(['admin'], z.object({ idleMinutes: z.number().int().min(1).max(120) }), done),

  'obligation.list': method('user', nothing, z.object({ organ: z.string(), obligations: z.array(Obligation) })),
  'obligation.save': method(['clerk', 'head', 'admin'], Obligation, Obligation),
  'obligation.remove': method(['clerk', 'head', 'admin'], z.object({ id: z.string() }), done),

  /** 存量进度 by license type and box. */
  'stock.progress': method('user', nothing, StockProgress),
  /** 应录 of a type (box '') or a box; null = not counted yet. Where a line of 我单位应交材料 counts the type, that line is changed. */
  'stock.expect': method(
    ['clerk', 'head', 'admin'],
    z.object({
      type: z.string().min(1).max(100),
      box: z.string().max(20),
      expected: z.int().nonnegative().max(100_000_000).nullable(),
    }),
    done,
  ),
  /** Writes 存量进度表 as csv into a folder. */
  'stock.export': method('user', z.object({ to: z.string().min(1).max(4096) }), z.object({ path: z.string() })),

  'desk.summary': method('user', nothing, DeskSummary),
  'desk.strip': method('user', nothing, Strip),
};
