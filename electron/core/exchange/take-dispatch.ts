import { refuse } from '../../../shared/contract/failures.ts';
import {
  type DispatchBodies,
  type DispatchBody,
  type DispatchPart,
  dispatchBodies,
  dispatchPartNames,
  dispatchParts,
  versionWords,
} from '../../../shared/exchange/dispatch.ts';
import { setTable } from '../catalog/catalog.ts';
import { takeObligations } from '../station/station.ts';
import { partInForce } from './in-force.ts';
import type { Acting } from './partners.ts';

/** What became of one part of a dispatch. */
interface TakenPart {
  readonly part: DispatchPart;
  readonly outcome: 'taken' | 'same' | 'older';
  readonly words: string;
}

/** What a dispatch changed here. */
export interface TakenDispatch {
  /** Parts that are in force now and were not before. */
  readonly taken: number;
  /** A sentence for each part. */
  readonly words: string;
}

interface KnownPart {
  readonly part: DispatchPart;
  readonly version: number;
  readonly body: DispatchBodies[DispatchPart];
}

/**
 * Puts the parts of a dispatch in force, each by itself and all in one transaction: a newer version replaces, the same one changes nothing, an older
 * one leaves what is there. Refuses `dispatch-outdated` when nothing of it is newer or the same, `contents-rejected` when a part cannot
 * be read or one version has two contents; then nothing was changed.
 */
export function takeDispatch(acting: Acting, partner: string, packageId: string, body: DispatchBody): TakenDispatch {
  const { station } = acting;
  const parts = knownParts(body);
  if (parts.length === 0) refuse('contents-rejected', { reason: '下发包里没有本程序认得的内容，请升级驿递' });
  return station.transaction(() => {
    const taken = parts.map((one) => takePart(acting, partner, packageId, one));
    const [first] = taken;
    if (taken.every(({ outcome }) => outcome === 'older')) {
      const { part, version } = parts[0]!;
      const current = partInForce(station, part)!.version;
      refuse('dispatch-outdated', {
        part: dispatchPartNames[first!.part],
        version: versionWords(version),
        current: versionWords(current),
      });
    }
    return {
      taken: taken.filter(({ outcome }) => outcome === 'taken').length,
      words: `${taken.map(({ words }) => words).join('；')}。`,
    };
  });
}

function knownParts(body: DispatchBody): KnownPart[] {
  return body.parts.flatMap(({ part: name, version, body: value }): KnownPart[] => {
    const part = dispatchParts.find((one) => one === name);
    if (!part) return [];
    const read = dispatchBodies[part].safeParse(value);
    if (!read.success) {
      const [issue] = read.error.issues;
      refuse('contents-rejected', {
        reason: `${dispatchPartNames[part]}读不出来（${issue?.path.join('.')} ${issue?.message}）`,
      });
    }
    return [{ part, version, body: read.data as DispatchBodies[DispatchPart] }];
  });
}

function takePart(acting: Acting, partner: string, packageId: string, { part, version, body }: KnownPart): TakenPart {
  const { station, user } = acting;
  const name = dispatchPartNames[part];
  const current = partInForce(station, part);
  const text = JSON.stringify(body);
  if (current && version < current.version)
    return {
      part,
      outcome: 'older',
      words: `${name}（${versionWords(version)}）比现行的（${versionWords(current.version)}）旧，没有采用`,
    };
  if (current && version === current.version) {
    if (JSON.stringify(current.body) !== text)
      refuse('contents-rejected', { reason: `${name}与现行的同一版内容不同，主管部门可能用了旧备份` });
    return { part, outcome: 'same', words: `${name}与现行的相同` };
  }
  if (part === 'obligations')
    takeObligations(
      station,
      body as DispatchBodies['obligations'],
      (current?.body ?? []) as DispatchBodies['obligations'],
    );
  if (part === 'classification')
    setTable(station, body as DispatchBodies['classification'], {
      note: `主管部门下发（${versionWords(version)}）`,
      by: user.name,
    });
  station.db
    .prepare(
      `INSERT INTO in_force (part, version, body, partner, package, at, by) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET version = excluded.version, body = excluded.body, partner = excluded.partner,
         package = excluded.package, at = excluded.at, by = excluded.by`,
    )
    .run(part, version, text, partner, packageId, station.now(), user.name);
  station.audit('dispatch.adopt', part, current && { version: current.version }, { version, partner });
  return { part, outcome: 'taken', words: `${name}${sizeWords(part, body)}已采用` };
}

function sizeWords(part: DispatchPart, body: DispatchBodies[DispatchPart]): string {
  if (part === 'calendar') {
    const { firstYear, lastYear } = body as DispatchBodies['calendar'];
    return ` ${firstYear === lastYear ? firstYear : `${firstYear}—${lastYear}`} 年`;
  }
  return part === 'classification' ? '' : ` ${(body as unknown[]).length} 项`;
}
