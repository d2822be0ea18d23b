import { licenseLabel } from '../../../shared/license/fields.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import type { Station } from '../store/station.ts';

const actions: Readonly<Record<string, string>> = {
  'license.save': '保存',
  'license.submit': '送签批',
  'license.withdraw': '撤回',
  'license.seal': '装入上报包',
  'license.intake': '收件',
  'license.receipt': '签收回执',
  'license.decision': '审核结果',
  'license.open': '打开',
  'license.print': '打印照面预览',
  'license.noteEvent': '记入事项',
  'license.attach': '加附件',
  'license.detach': '移去附件',
  'keying.save': '复录',
  'keying.decide': '裁定差异',
  'keying.confirm': '核对照面如此',
  'keying.giveUp': '放弃复录后打开',
};

/** Somebody who opens the same license or asks the same question again within this time is logged once. */
const againMinutes = 10;
/** As many lines as a person reads. */
const most = 50;

interface Line {
  readonly at: string;
  readonly user: string;
  readonly action: string;
  readonly old: string;
  readonly new: string;
}

/** Logs that somebody opened a license, but not again while they keep working on it. */
export function logOpened(station: Station, id: string, user: string, now: Date): void {
  const last = station.db
    .prepare("SELECT at FROM audit WHERE object = ? AND action = 'license.open' AND user = ? ORDER BY seq DESC LIMIT 1")
    .pluck()
    .get(id, user) as string | undefined;
  if (last !== undefined && now.getTime() - Date.parse(last) < againMinutes * 60_000) return;
  station.transaction(() => station.audit('license.open', id));
}

/** Logs a search and its number of hits (`orMore` where they were not counted to the end), once while the page that asked it reads again. */
export function logSearched(
  station: Station,
  type: string,
  query: string,
  hits: number,
  orMore: boolean,
  user: string,
  now: Date,
): void {
  const found = orMore ? { query, hits, orMore } : { query, hits };
  const line = JSON.stringify(found);
  const last = station.db
    .prepare(
      "SELECT at, new FROM audit WHERE object = ? AND action = 'license.search' AND user = ? ORDER BY seq DESC LIMIT 1",
    )
    .get(type, user) as { at: string; new: string } | undefined;
  if (last?.new === line && now.getTime() - Date.parse(last.at) < againMinutes * 60_000) return;
  // Of a search, waiting for the disk was a quarter: only a power cut within seconds takes the line, and whoever opens what was found is logged at once.
  station.bulkTransaction(() => station.audit('license.search', type, undefined, found));
}

/** Who did what with a license, newest first, from the audit chain. */
export function historyOf(station: Station, type: LicenseType, id: string) {
  const lines = station.db
    .prepare(`SELECT at, user, action, old, new FROM audit WHERE object = ? ORDER BY seq DESC LIMIT ${most}`)
    .all(id) as Line[];
  return lines.map((line) => ({
    at: line.at,
    user: line.user,
    action: actions[line.action] ?? line.action,
    detail: line.action === 'license.save' ? changedLabels(type, line) : wordsOf(line),
  }));
}

function wordsOf(line: Line): string {
  const { kind, reason, files } = parsed(line.new);
  if (line.action === 'license.noteEvent') return `${String(kind)}：${String(reason)}`;
  return Array.isArray(files) ? files.join('、') : '';
}

function changedLabels(type: LicenseType, line: Line): string {
  const old = parsed(line.old);
  const next = parsed(line.new);
  if (Object.keys(old).filter((key) => key !== 'state').length === 0 && old['state'] === undefined) return '新建';
  const labels = [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .filter((path) => path.startsWith('face.') || path === 'status' || path === 'setAside' || path.startsWith('stock.'))
    .map((path) => licenseLabel(type, path));
  return labels.length > 0 ? `改动：${[...new Set(labels)].join('、')}` : '';
}

function parsed(text: string): Record<string, unknown> {
  if (text === '') return {};
  const value: unknown = JSON.parse(text);
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}
