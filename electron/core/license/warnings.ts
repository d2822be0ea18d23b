import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import { licenseLabel } from '../../../shared/license/fields.ts';
import type { AlikeWarnings } from '../../../shared/license/methods.ts';
import { reasonOf, unreasoned, withReason } from '../../../shared/license/reason.ts';
import type { Job } from '../context.ts';
import type { Station } from '../store/station.ts';
import { knownTypes } from './library.ts';
import { licenseOf, rowOf } from './rows.ts';
import { checkedLicense, saveChecked } from './save.ts';

/** Longest stretch of licenses that is written without letting others run, in ms. */
const sliceMs = 40;
/** Licenses that are named with their group. */
const mostExamples = 5;

const open = "r.state IN ('draft', 'returned') AND r.origin = ''";

interface Group {
  readonly type: string;
  readonly field: string;
  readonly code: string;
  readonly message: string;
  readonly licenses: number;
}

/** Warnings without a reason by type, field and code, most frequent first. */
export function alikeWarnings(station: Station): AlikeWarnings[] {
  const groups = station.db
    .prepare(
      `SELECT r.facet AS type, w.field, w.code, min(w.message) AS message, count(*) AS licenses
       FROM license_warning w JOIN record r ON r.id = w.record WHERE ${open}
       GROUP BY r.facet, w.field, w.code ORDER BY licenses DESC, r.facet, w.field`,
    )
    .all() as Group[];
  const types = new Map(knownTypes(station).map(({ type }) => [type.name, type]));
  return groups.map((group) => {
    const type = types.get(group.type);
    const examples = alike(station, group)
      .slice(0, mostExamples)
      .map((id) => rowOf(station.records.get(id, 'license')))
      .map(({ id, code, name }) => ({ id, code, name }));
    return { ...group, label: type ? licenseLabel(type, group.field) : group.field, examples };
  });
}

function alike(station: Station, { type, field, code }: Pick<Group, 'type' | 'field' | 'code'>): string[] {
  return station.db
    .prepare(
      `SELECT w.record FROM license_warning w JOIN record r ON r.id = w.record
       WHERE w.field = ? AND w.code = ? AND r.facet = ? AND ${open} ORDER BY w.record`,
    )
    .pluck()
    .all(field, code, type) as string[];
}

export interface ReasonForAll extends Pick<Group, 'type' | 'field' | 'code'> {
  readonly reason: string;
  /** Hand in the licenses that have nothing else open. */
  readonly submit: boolean;
}

/** Gives one reason to all warnings that are alike; what was put aside stays a draft. */
export async function reasonAll(
  station: Station,
  { type, field, code, reason, submit }: ReasonForAll,
  now: Date,
  job: Job,
): Promise<{ changed: number; submitted: number }> {
  const ids = alike(station, { type, field, code });
  let changed = 0;
  let submitted = 0;
  let at = 0;
  const one = (id: string): void => {
    const record = station.records.get(id, 'license');
    const before = licenseOf(record);
    const checked = checkedLicense(station, before, now);
    const license = withReason(checked.license, { field, code }, reason);
    const clean = checked.findings.every(({ level }) => level === 'warning');
    const whole = clean && unreasoned(license, checked.findings).length === 0 && license.setAside === '';
    const state = submit && whole ? 'pending' : 'draft';
    try {
      saveChecked(station, { ...checked, license }, { id, base: record.revision, state });
    } catch (error) {
      if (error instanceof Refusal && error.failure.code === 'record-changed') return;
      throw error;
    }
    if (reasonOf(license, { field, code }) !== '') changed++;
    if (state === 'pending') submitted++;
  };
  while (at < ids.length) {
    if (job.signal.aborted) refuse('cancelled');
    const until = Date.now() + sliceMs;
    station.transaction(() => {
      do one(ids[at++]!);
      while (at < ids.length && Date.now() < until);
    });
    job.progress('写明理由', at, ids.length, 'items');
    await new Promise((resume) => setImmediate(resume));
  }
  station.transaction(() => station.audit('license.reasonAll', type, undefined, { field, code, reason, changed }));
  return { changed, submitted };
}
