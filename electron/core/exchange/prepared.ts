import { refuse } from '../../../shared/contract/failures.ts';
import {
  type DispatchBodies,
  type DispatchPart,
  type DispatchTarget,
  dispatchBodies,
  dispatchParts,
  type PartState,
} from '../../../shared/exchange/dispatch.ts';
import { matchOrgan } from '../../../shared/station/obligation.ts';
import { currentTable } from '../catalog/catalog.ts';
import { obligationsFor, organsOfTable } from '../station/station.ts';
import type { Station } from '../store/station.ts';
import { type Acting, findPartner, listPartners, type PartnerKeys, saidVersions } from './partners.ts';

/** Parts that are the same for every department: they are prepared once, under the partner ''. */
const forAll: readonly DispatchPart[] = ['calendar', 'classification', 'licenseTypes'];

const ownerOf = (part: DispatchPart, partner: string): string => (forAll.includes(part) ? '' : partner);

/** A department that is enrolled here and not revoked; refuses `unknown-sender`, `sender-revoked`, `enrolment-invalid` for none. */
export function departmentOf(station: Station, id: string): PartnerKeys {
  const partner = findPartner(station, id) ?? refuse('partner-unknown', { station: id });
  if (partner.state === 'revoked') refuse('sender-revoked', { name: partner.name });
  return partner;
}

/** What is prepared of a part; undefined where nothing is. */
export function preparedPart<P extends DispatchPart>(
  station: Station,
  part: P,
  partner: string,
): DispatchBodies[P] | undefined {
  const text = preparedText(station, part, partner);
  return text === undefined ? undefined : (dispatchBodies[part].parse(JSON.parse(text)) as DispatchBodies[P]);
}

/** The same as the text that is compared and signed. */
export function preparedText(station: Station, part: DispatchPart, partner: string): string | undefined {
  return station.db
    .prepare('SELECT body FROM prepared WHERE part = ? AND partner = ?')
    .pluck()
    .get(part, ownerOf(part, partner)) as string | undefined;
}

/** Writes a part anew, with an audit line about what was there. */
export function prepare<P extends DispatchPart>(
  { station, user }: Acting,
  part: P,
  partner: string,
  body: DispatchBodies[P],
): void {
  const owner = ownerOf(part, partner);
  const text = JSON.stringify(dispatchBodies[part].parse(body));
  station.transaction(() => {
    const old = preparedText(station, part, partner);
    if (old === text) return;
    station.db
      .prepare(
        `INSERT INTO prepared (part, partner, body, at, by) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET body = excluded.body, at = excluded.at, by = excluded.by`,
      )
      .run(part, owner, text, station.now(), user.name);
    station.audit('dispatch.prepare', `${part} ${owner}`.trim(), old && changedOf(old, text), changedOf(text, old));
  });
}

/** Entries of a list that the other text does not have; the whole for what is no list. */
function changedOf(text: string, other: string | undefined): unknown {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) return value;
  const known = new Set(other === undefined ? [] : (JSON.parse(other) as unknown[]).map((one) => JSON.stringify(one)));
  return value.filter((one) => !known.has(JSON.stringify(one)));
}

/** What of a department's obligations would be dispatched now: prepared lines, else what the shipped table says of its organ. */
export function obligationsToDispatch(station: Station, partner: PartnerKeys): DispatchBodies['obligations'] {
  const prepared = preparedPart(station, 'obligations', partner.id);
  if (prepared) return prepared;
  const organ = partner.info?.organ || matchOrgan(partner.name, organsOfTable());
  return dispatchBodies.obligations.parse(obligationsFor(organ));
}

/** Departments by name, each with where its parts stand. */
export function dispatchTargets(station: Station): DispatchTarget[] {
  return listPartners(station)
    .filter(({ role, state }) => role === 'department' && state !== 'revoked')
    .sort((a, b) => a.name.localeCompare(b.name, 'zh'))
    .map(({ id, name, uscc }) => ({ station: id, name, uscc, parts: partStates(station, id) }));
}

/** Where each part stands for one department. */
export function partStates(station: Station, partner: string): PartState[] {
  const inForce = saidVersions(station, partner);
  const last = station.db.prepare(
    'SELECT version, body FROM dispatched WHERE partner = ? AND part = ? ORDER BY version DESC LIMIT 1',
  );
  return dispatchParts.map((part) => {
    const text = preparedText(station, part, partner);
    const sent = last.get(partner, part) as { version: number; body: string } | undefined;
    return {
      part,
      size: text === undefined ? 0 : sizeOf(part, text),
      changed: text !== undefined && text !== sent?.body,
      version: sent?.version ?? 0,
      inForce: inForce[part] ?? 0,
    };
  });
}

function sizeOf(part: DispatchPart, text: string): number {
  const value = JSON.parse(text) as DispatchBodies[DispatchPart];
  if (part === 'calendar') {
    const { firstYear, lastYear } = value as DispatchBodies['calendar'];
    return lastYear - firstYear + 1;
  }
  return (value as unknown[]).length;
}

/** The classification table that would be dispatched: the prepared one, else this station's. */
export function classificationToDispatch(station: Station): DispatchBodies['classification'] {
  return preparedPart(station, 'classification', '') ?? currentTable(station).table;
}
