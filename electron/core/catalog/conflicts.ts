import type { Catalog } from '../../../shared/catalog/catalog.ts';
import type { Conflict, ConflictReason } from '../../../shared/catalog/methods.ts';
import type { Job } from '../context.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { walkRecords } from './walk.ts';

/** Fewer items than this say nothing when they are the same. */
const fewItems = 3;

/** Conflicts that are told; there are more of `total`. */
const mostTold = 1000;

/**
 * Received catalogs that are about the same data though two organs sent them: the same code, the same name but for words like 信息, or the same items.
 * One group for those that are the same, with all that they have in common; those with most in common come first.
 */
export async function findConflicts(
  station: Station,
  job: Job,
): Promise<{ checked: number; total: number; conflicts: Conflict[] }> {
  const sames: Record<ConflictReason, Map<string, number[]>> = { code: new Map(), name: new Map(), items: new Map() };
  const rows: Conflict['rows'][number][] = [];
  for await (const { record, catalog } of walkRecords(station, { origin: '*' }, '比对', job)) {
    for (const [reason, key] of keysOf(record, catalog)) {
      const same = sames[reason].get(key);
      if (same) same.push(rows.length);
      else sames[reason].set(key, [rows.length]);
    }
    const { id, origin, code, name, state } = record;
    rows.push({ id, origin, code, name, state, provider: catalog.provider, items: catalog.items.length });
  }
  const groups = new Map<string, { reasons: ConflictReason[]; members: number[] }>();
  for (const reason of ['code', 'name', 'items'] as const)
    for (const members of sames[reason].values()) {
      if (new Set(members.map((at) => rows[at]!.origin)).size < 2) continue;
      const key = members.join();
      const group = groups.get(key) ?? { reasons: [], members };
      group.reasons.push(reason);
      groups.set(key, group);
    }
  const conflicts = [...groups.values()]
    .sort((a, b) => b.reasons.length - a.reasons.length)
    .map(({ reasons, members }) => ({ reasons, rows: members.map((at) => rows[at]!) }));
  return { checked: rows.length, total: conflicts.length, conflicts: conflicts.slice(0, mostTold) };
}

function keysOf({ code }: StoredRecord, { name, items }: Catalog): [ConflictReason, string][] {
  const plain = plainName(name);
  const names = [...new Set(items.map((item) => item.name.normalize('NFKC').replace(/\s/g, '')).filter(Boolean))];
  return [
    ...(code === '' ? [] : [['code', code] satisfies [ConflictReason, string]]),
    ...(plain === '' ? [] : [['name', plain] satisfies [ConflictReason, string]]),
    ...(names.length < fewItems ? [] : [['items', names.sort().join('\n')] satisfies [ConflictReason, string]]),
  ];
}

/** 郑州市企业登记信息, 企业登记（数据） → 企业登记 */
function plainName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  const core = plain
    .replace(/^(河南省)?(郑州)?市(?=..)/, '')
    .replace(/(基本|基础|主要)?(信息|数据|资源|目录|清单|情况|表|库)+$/, '');
  return core === '' ? plain : core;
}

/** Who sent the received catalogs, by the name that the exchange knows; most catalogs first. */
export function originsOf(station: Station): { origin: string; name: string; count: number }[] {
  return station.db
    .prepare(
      `SELECT r.origin, coalesce(p.name, r.origin) AS name, count(*) AS count FROM record r LEFT JOIN partner p ON p.id = r.origin
       WHERE r.kind = 'catalog' AND r.origin <> '' GROUP BY r.origin ORDER BY count DESC, name`,
    )
    .all() as { origin: string; name: string; count: number }[];
}
