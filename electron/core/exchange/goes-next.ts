import { recordKinds } from '../../../shared/exchange/record.ts';
import { heldForKeying } from '../license/license.ts';
import { versionBody } from '../store/records.ts';
import type { Station } from '../store/station.ts';

const kinds = recordKinds.map((kind) => `'${kind}'`).join(', ');

/** SQL condition over a `record` aliased r: own, in one of these states. All kinds are named so that the index of kind, origin and state is walked, never the table. */
export function ownIn(...states: readonly string[]): string {
  return `(r.kind IN (${kinds}) AND r.origin = '' AND r.state IN (${states.map((state) => `'${state}'`).join(', ')}))`;
}

/** SQL over a `record` aliased r: it was sent, nobody has signed for it, and it is to go once more. */
const askedAgain = `(r.id IN (SELECT record FROM resend) AND r.origin = '' AND r.state = 'sent'
  AND EXISTS (SELECT 1 FROM resend a WHERE a.record = r.id AND a.revision = r.revision))`;

/** SQL condition over a `record` aliased r: it goes with the next package as soon as it is signed. */
export function goesNext(station: Station): string {
  return `((${ownIn('pending')} AND NOT ${heldForKeying(station)}) OR ${askedAgain})`;
}

/** SQL over a `record` aliased r: 'new', 'changed' since it was sent last, or sent as it is and going 'again'. */
export const changeOf = `CASE WHEN r.state = 'sent' THEN 'again' WHEN r.sent = '' THEN 'new' ELSE 'changed' END`;

/**
 * SQL condition over a `record` aliased r: a license that something happened to since it was sent last (延续, 吊销, 注销, 废止, 挂起, 质押 …; notice,
 * annex 3, 4.6), or one that was lost on the way in such an urgent package.
 */
export const isStatusChange = `(r.kind = 'license' AND CASE r.state
  WHEN 'sent' THEN EXISTS (SELECT 1 FROM resend a JOIN package k ON k.id = a.package WHERE a.record = r.id AND k.urgent = 1)
  ELSE r.sent <> '' AND json_array_length(r.body, '$.events') > coalesce((SELECT json_array_length(${versionBody}, '$.events') FROM version v
    WHERE v.record = r.n AND v.revision = json_extract(r.sent, '$.revision')), 0) END)`;
