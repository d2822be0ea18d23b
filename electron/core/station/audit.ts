import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { actionWords } from '../../../shared/station/audit-words.ts';
import { auditEchoes } from '../exchange/exchange.ts';
import { type AuditLine, lineDigest, listAudit, verifyAudit } from '../store/audit.ts';
import type { Db } from '../store/database.ts';
import { instant, type Station } from '../store/station.ts';
import type { HandlersOf } from './handlers-of.ts';

const pageLines = 100;

export const auditHandlers: HandlersOf<'audit'> = {
  'audit.list': ({ query = '', before, limit = pageLines }, { station }) => {
    const lines = findLines(station.db, query, before ?? Number.MAX_SAFE_INTEGER, limit + 1);
    const page = lines.slice(0, limit);
    return {
      lines: page.map((line) => ({ ...line, name: nameOf(station.db, line.object) })),
      total: station.auditHead().seq,
      next: lines.length > limit ? (page.at(-1)?.seq ?? null) : null,
    };
  },
  'audit.verify': (_, { station }) => {
    const begun = performance.now();
    const verdict = verifyAudit(station.db, auditEchoes(station));
    const seconds = (performance.now() - begun) / 1000;
    station.audit('audit.verify', 'audit', undefined, { ok: verdict.ok });
    return verdict.ok
      ? { ok: true, lines: verdict.lines, brokenAt: null, reason: '', head: verdict.head.sm3, seconds }
      : { ok: false, lines: station.auditHead().seq, brokenAt: verdict.seq, reason: verdict.reason, head: '', seconds };
  },
  'audit.export': ({ dir }, { station, now }) => {
    const lines = allLines(station.db);
    const path = join(resolve(dir), `驿递审计链-${instant(now()).slice(0, 10)}-${lines.length}行.csv`);
    writeFileSync(path, auditCsv(lines));
    noteExport(station, lines.length);
    return { path, lines: lines.length };
  },
};

/** The chain as a table: a byte order mark for spreadsheet programs, one line each with its own SM3. */
export function auditCsv(lines: Iterable<AuditLine>): string {
  const cell = (value: string | number): string => {
    const text = String(value);
    // A cell that a spreadsheet would take for a formula stays text.
    const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = [['行号', '时间', '用户', '事项', '事项代号', '对象', '原值', '新值', '前一行摘要', '本行摘要']];
  for (const line of lines)
    rows.push([
      String(line.seq),
      line.at,
      line.user,
      actionWords(line.action),
      line.action,
      line.object,
      line.old,
      line.new,
      line.prev,
      lineDigest(line),
    ]);
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function allLines(db: Db): AuditLine[] {
  return listAudit(db, { limit: Number.MAX_SAFE_INTEGER }).reverse();
}

function noteExport(station: Station, lines: number): void {
  station.audit('audit.export', 'audit', undefined, { lines });
}

/** Lines before `before`, newest first, whose act, object or person contains the words as the window shows them. */
function findLines(db: Db, query: string, before: number, limit: number): AuditLine[] {
  if (query === '') return listAudit(db, { before, limit });
  const actions = (db.prepare('SELECT DISTINCT action FROM audit').pluck().all() as string[]).filter(
    (action) => action.includes(query) || actionWords(action).includes(query),
  );
  const like = `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .prepare(
      `SELECT seq, at, user, action, object, old, new, prev FROM audit
       WHERE seq < @before AND (action IN (SELECT value FROM json_each(@actions)) OR user LIKE @like ESCAPE '\\' OR object LIKE @like ESCAPE '\\'
         OR object IN (SELECT id FROM record WHERE name LIKE @like ESCAPE '\\'))
       ORDER BY seq DESC LIMIT @limit`,
    )
    .all({ before, actions: JSON.stringify(actions), like, limit }) as AuditLine[];
}

/** The name behind an id in the chain, as it is today. */
function nameOf(db: Db, id: string): string {
  const sql = 'SELECT name FROM record WHERE id = ? UNION ALL SELECT name FROM user WHERE id = ? LIMIT 1';
  return (db.prepare(sql).pluck().get(id, id) as string | undefined) ?? '';
}
