import { refuse } from '../../../shared/contract/failures.ts';
import { valueAt } from '../../../shared/license/check.ts';
import { differing } from '../../../shared/license/keyed-field.ts';
import {
  defaultRules,
  fieldsToKey,
  isChosen,
  KeyingRules,
  stillRead,
  stillTrue,
} from '../../../shared/license/keying.ts';
import type { LookRow, LookTask } from '../../../shared/license/keying-methods.ts';
import type { License } from '../../../shared/license/license.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { prepared } from '../store/database.ts';
import type { StoredRecord } from '../store/records.ts';
import type { SessionUser, Station } from '../store/station.ts';
import { listUsers } from '../store/users.ts';

// What waits for a second person. The rows of `second_look` follow from the record at each save, in its transaction.

const rulesSetting = 'license.keying';

/** Rules that were set before readings counted have no word on them. */
const StoredRules = KeyingRules.extend({ reading: KeyingRules.shape.reading.default(defaultRules.reading) });

export function keyingRules(station: Station): KeyingRules {
  return station.setting(rulesSetting, StoredRules, defaultRules);
}

export function setKeyingRules(station: Station, rules: KeyingRules): void {
  station.transaction(() => {
    station.audit('keying.setRules', 'license', keyingRules(station), rules);
    station.setSetting(rulesSetting, rules);
  });
}

/** A license as somebody hands it over, with what only the station may say of it: 照面如此 by whom, the second keying, what was read. */
export function withStationsWords(
  station: Station,
  license: License,
  stored: License | undefined,
  user: string,
): License {
  const { asOnPaper: said, review: _, readings: __, ...rest } = license;
  const kept = Object.entries(said ?? {}).flatMap(([path, { value, code, message, crop }]) => {
    if (value !== valueAt(license, path) || value === '') return [];
    station.blobs.info(crop);
    const old = stored?.asOnPaper?.[path];
    const same = old?.value === value && old.code === code && old.crop === crop;
    const fresh = { value, code, message, crop, by: user, at: station.now(), confirmedBy: '', confirmedAt: '' };
    return [[path, same ? old : fresh] as const];
  });
  const review = stillTrue({ ...rest, review: stored?.review });
  const readings = stillRead({ ...rest, readings: stored?.readings });
  return {
    ...rest,
    ...{ pledged: stored?.pledged ?? false, events: stored?.events ?? [], attachments: stored?.attachments ?? [] },
    ...(kept.length > 0 ? { asOnPaper: Object.fromEntries(kept) } : {}),
    ...(review ? { review } : {}),
    ...(readings ? { readings } : {}),
  };
}

interface Row {
  readonly people: string;
  readonly day: string;
}

/**
 * Brings what waits for a second person in line with a license as it stands, inside the transaction that saved it. `hand`: who saved it typed it, or looked
 * second; 'none' when only the rules have changed. `held`: it was handed in, and 照面如此 keeps it back. `fresh`: saved for the first time, nothing of it
 * waits yet.
 */
export function noteLooks(
  station: Station,
  record: Pick<StoredRecord, 'id' | 'state' | 'createdBy' | 'updatedBy' | 'updatedAt'>,
  type: LicenseType,
  license: License,
  { hand, held, fresh = false }: { hand: 'first' | 'second' | 'none'; held: boolean; fresh?: boolean },
): void {
  const today = station.now().slice(0, 10);
  const rowOf = (task: LookTask): Row | undefined =>
    prepared(station.db, 'SELECT people, day FROM second_look WHERE record = ? AND task = ?').get(record.id, task) as
      | Row
      | undefined;
  const old = fresh ? undefined : rowOf('key');
  const typists = [
    ...new Set([
      record.createdBy,
      ...(old ? (JSON.parse(old.people) as string[]) : []),
      ...(hand === 'first' || (hand === 'none' && !old) ? [record.updatedBy] : []),
    ]),
  ];
  const day = hand !== 'first' && old ? old.day : record.updatedAt.slice(0, 10);
  const rules = keyingRules(station);
  const due =
    record.state === 'pending' && isChosen(rules, record) && fieldsToKey(rules, type, license, today).length > 0;
  // Closed rows only remember further typists: nobody needs one for a license that one person typed.
  if (due || old || typists.length > 1) lay(station, record.id, 'key', due, typists, day);
  const open = differing(license);
  const seconds = open.map((path) => license.review?.[path]?.by ?? '');
  if (open.length > 0) lay(station, record.id, 'decide', true, [...new Set([...typists, ...seconds])], today);
  else if (!fresh) drop(station, record.id, 'decide');
  const said = Object.values(license.asOnPaper ?? {}).filter(({ confirmedBy }) => confirmedBy === '');
  if (held && said.length > 0) {
    const last =
      said
        .map(({ at }) => at.slice(0, 10))
        .sort()
        .at(-1) ?? today;
    lay(station, record.id, 'confirm', true, [...new Set(said.map(({ by }) => by))], last);
  } else if (!fresh) drop(station, record.id, 'confirm');
  for (const [path, { by, at }] of Object.entries(license.asOnPaper ?? {}))
    station.db
      .prepare(
        `INSERT INTO declared_field (record, path, type, by, at, outcome, confirmed_by)
         SELECT @record, @path, @type, @by, @at, '', ''
         WHERE NOT EXISTS (SELECT 1 FROM declared_field WHERE record = @record AND path = @path AND at = @at)`,
      )
      .run({ record: record.id, path, type: type.name, by, at });
}

function lay(
  station: Station,
  record: string,
  task: LookTask,
  open: boolean,
  people: readonly string[],
  day: string,
): void {
  prepared(
    station.db,
    `INSERT INTO second_look (record, task, open, people, day, since) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET since = CASE open WHEN 1 THEN since ELSE excluded.since END, open = excluded.open,
         people = excluded.people, day = excluded.day`,
  ).run(record, task, open ? 1 : 0, JSON.stringify(people), day, station.now());
}

function drop(station: Station, record: string, task: LookTask): void {
  prepared(station.db, 'DELETE FROM second_look WHERE record = ? AND task = ?').run(record, task);
}

/** SQL over `second_look` l: the caller had a hand in the first. */
const mine = 'EXISTS (SELECT 1 FROM json_each(l.people) p WHERE p.value = @user)';
/** A second person does it. One of the first may only where nobody else holds the role, and, but for deciding, not before the next day. */
const may = `CASE WHEN NOT ${mine} THEN 1
  WHEN EXISTS (SELECT 1 FROM json_each(@keyers) k WHERE k.value NOT IN (SELECT p.value FROM json_each(l.people) p)) THEN 0
  WHEN l.task = 'decide' THEN 1 ELSE l.day < @today END`;
const from = `FROM second_look l JOIN record r ON r.id = l.record
  WHERE l.open = 1 AND r.origin = '' AND r.state = CASE l.task WHEN 'key' THEN 'pending' ELSE 'draft' END`;

function asked(station: Station, user: SessionUser): { user: string; keyers: string; today: string } {
  const keyers = listUsers(station.db).filter(
    ({ disabled, roles }) => !disabled && (roles.includes('reviewer') || roles.includes('clerk')),
  );
  return {
    user: user.name,
    keyers: JSON.stringify(keyers.map(({ name }) => name)),
    today: station.now().slice(0, 10),
  };
}

/** Most that the page is given at a time. */
const most = 100;

/** What this person may do now, and how much waits for others or a later day. A person's own comes in another order than it was typed in. */
export function looksFor(station: Station, user: SessionUser) {
  const by = asked(station, user);
  const rows = station.db
    .prepare(
      `SELECT l.record AS id, l.task, r.facet AS type, l.people, l.since, ${mine} AS own,
         json_array_length(r.body, '$.pages') AS pages, json_extract(r.body, '$.stock.archive') AS archive
       ${from} AND ${may} ORDER BY own, CASE WHEN own THEN substr(l.record, 13) ELSE l.since END, r.n LIMIT ${most}`,
    )
    .all(by) as (Omit<LookRow, 'people' | 'own'> & { people: string; own: number })[];
  const totals = station.db
    .prepare(`SELECT l.task, sum(${may}) AS now, count(*) AS total ${from} GROUP BY l.task`)
    .all(by) as { task: LookTask; now: number; total: number }[];
  const none = (): Record<LookTask, number> => ({ key: 0, decide: 0, confirm: 0 });
  const counts = none();
  const waiting = none();
  for (const { task, now, total } of totals) {
    counts[task] = now;
    waiting[task] = total - now;
  }
  return {
    rows: rows.map((row) => ({
      ...row,
      archive: Object.values(JSON.parse(row.archive ?? '{}') as Record<string, string>)
        .filter(Boolean)
        .join('-'),
      people: JSON.parse(row.people) as string[],
      own: row.own === 1,
    })),
    counts,
    waiting,
    active: keyingRules(station).records !== 'none',
  };
}

/** How much this person may do now; counting stops at `limit`. Who may is asked once for each group of first hands, of which there are few. */
export function countLooks(station: Station, user: SessionUser, limit: number): number {
  return prepared(
    station.db,
    `WITH who AS MATERIALIZED (SELECT DISTINCT task, people, day FROM second_look WHERE open = 1),
       mine AS MATERIALIZED (SELECT task, people, day FROM who l WHERE ${may})
     SELECT count(*) FROM (SELECT 1 ${from} AND (l.task, l.people, l.day) IN (SELECT task, people, day FROM mine) LIMIT @limit)`,
  )
    .pluck()
    .get({ ...asked(station, user), limit }) as number;
}

/** The caller's own piece of work, or `not-yours-to-check`. */
export function lookOf(station: Station, user: SessionUser, id: string, task: LookTask) {
  const row = station.db
    .prepare(`SELECT l.people, ${mine} AS own ${from} AND l.record = @id AND l.task = @task AND ${may}`)
    .get({ ...asked(station, user), id, task }) as { people: string; own: number } | undefined;
  if (!row) refuse('not-yours-to-check');
  return { people: JSON.parse(row.people) as string[], own: row.own === 1 };
}

/** Whether this person is to key a license second and must not see its values before. */
export function isBlindTo(station: Station, user: SessionUser, id: string): boolean {
  if (!user.roles.includes('reviewer') && !user.roles.includes('clerk')) return false;
  const row = station.db
    .prepare(`SELECT 1 ${from} AND l.record = @id AND l.task = 'key' AND NOT ${mine}`)
    .get({ user: user.name, id });
  return row !== undefined;
}

/** Counts a person among the first, who has looked at the values. */
export function giveUpKeying(station: Station, user: SessionUser, id: string): void {
  const { people } = lookOf(station, user, id, 'key');
  station.transaction(() => {
    station.db
      .prepare("UPDATE second_look SET people = ? WHERE record = ? AND task = 'key'")
      .run(JSON.stringify([...new Set([...people, user.name])]), id);
    station.audit('keying.giveUp', id);
  });
}

/** SQL over a `record` r: what must not be packed because nobody has keyed it a second time. */
export function heldForKeying(station: Station): string {
  if (!keyingRules(station).beforePacking) return 'false';
  return "EXISTS (SELECT 1 FROM second_look l WHERE l.record = r.id AND l.task = 'key' AND l.open = 1)";
}
