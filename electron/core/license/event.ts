import { localDay } from '../../../shared/china/dates.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { afterEvent, checkEvent, type EventWish, reissues } from '../../../shared/license/event.ts';
import type { License } from '../../../shared/license/license.ts';
import { unreasoned } from '../../../shared/license/reason.ts';
import type { Context } from '../context.ts';
import type { StoredRecord } from '../store/records.ts';
import { typeNamed } from './library.ts';
import { licenseOf } from './rows.ts';
import { checkedLicense, saveChecked } from './save.ts';

export interface Changed {
  readonly record: StoredRecord;
  readonly findings: Finding[];
}

interface At {
  readonly id: string;
  /** Revision that was seen. */
  readonly base: number;
}

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Notes an event: state and mark follow from it, the face before it is kept in it. Refuses `event-refused`, `record-changed`. */
export function noteEvent(
  ctx: Context,
  { id, base, wish, file }: At & { wish: EventWish; file?: NamedBytes | undefined },
): Changed {
  const { station, user } = ctx;
  const license = licenseOf(station.records.get(id, 'license'));
  const [wrong] = checkEvent(license, wish, localDay(ctx.now()));
  const next = afterEvent(license, wish.kind);
  if (wrong || !next) return refuse('event-refused', { kind: wish.kind, reason: wrong?.message ?? '' });
  const lastDay = typeNamed(station, license.type.name, license.type.version).roles.validTo;
  const { kind, date, reason, document, validTo } = wish;
  const blob = file && station.blobs.put(file.bytes, file.name);
  const { status, pledged, face } = license;
  const event = {
    ...{ kind, date, reason, document, file: blob?.id ?? '', fileName: file?.name ?? '' },
    ...{ status, pledged, face, by: user.name, at: station.now() },
  };
  const prolonged = validTo === '' ? {} : lastDay === null ? { validTo } : { face: { ...face, [lastDay]: validTo } };
  return change(
    ctx,
    { id, base },
    'license.noteEvent',
    { kind, date, reason, document },
    {
      ...license,
      ...next,
      ...prolonged,
      // A new paper has a new version in its identifier.
      identifier: reissues.includes(kind) ? '' : license.identifier,
      events: [...license.events, event],
    },
  );
}

/** Adds files to a license, beside its scan. The same contents are kept once. */
export function attach(ctx: Context, at: At, files: readonly NamedBytes[]): Changed {
  const license = licenseOf(ctx.station.records.get(at.id, 'license'));
  const added = files.map(({ name, bytes }) => ({ file: ctx.station.blobs.put(bytes, name).id, name }));
  const others = license.attachments.filter(({ file }) => !added.some((one) => one.file === file));
  const attachments = [...others, ...new Map(added.map((one) => [one.file, one])).values()];
  return change(ctx, at, 'license.attach', { files: added.map(({ name }) => name) }, { ...license, attachments });
}

export function detach(ctx: Context, at: At, file: string): Changed {
  const license = licenseOf(ctx.station.records.get(at.id, 'license'));
  const attachments = license.attachments.filter((one) => one.file !== file);
  const gone = license.attachments.filter((one) => one.file === file).map(({ name }) => name);
  return change(ctx, at, 'license.detach', { files: gone }, { ...license, attachments });
}

/** A new version of the license; one that had been handed in is handed in again unless something is open now. */
function change(ctx: Context, { id, base }: At, action: string, told: unknown, license: License): Changed {
  const { station } = ctx;
  const checked = checkedLicense(station, license, ctx.now());
  const { state: before } = station.records.get(id, 'license');
  const open =
    checked.findings.some(({ level }) => level === 'error') || unreasoned(checked.license, checked.findings).length > 0;
  const state = before === 'draft' || before === 'returned' || open ? 'draft' : 'pending';
  const record = station.transaction(() => {
    const saved = saveChecked(station, checked, { id, base, state });
    station.audit(action, id, undefined, told);
    return saved;
  });
  return { record, findings: checked.findings };
}
