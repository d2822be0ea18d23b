import { refuse } from '../../../shared/contract/failures.ts';
import type { DispatchPart, ListLine, PreparedReport } from '../../../shared/exchange/dispatch.ts';
import type { dispatchMethods } from '../../../shared/exchange/dispatch-methods.ts';
import { matchOrgan } from '../../../shared/station/obligation.ts';
import { shippedCalendar, withYears, workingCalendar } from '../calendar/calendar.ts';
import type { Context, Handlers } from '../context.ts';
import { libraryTypes } from '../license/license.ts';
import { organsOfTable } from '../station/station.ts';
import { instant, type Station } from '../store/station.ts';
import { mergeLines, mergeYears, newId, type ReadPart, readDispatchFile } from './dispatch-file.ts';
import { acceptedTypes, mergeTypes } from './dispatched-types.ts';
import { divideList, linesFor } from './divide-list.ts';
import { rowsOf } from './list-lines.ts';
import { sendDispatches, sentDispatches, writeDispatch } from './make-dispatch.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { type Acting, listPartners, type PartnerKeys } from './partners.ts';
import {
  classificationToDispatch,
  departmentOf,
  dispatchTargets,
  obligationsToDispatch,
  prepare,
  preparedPart,
} from './prepared.ts';

const mostSent = 200;

/** 下发: what the bureau asks of each department. */
export const dispatchHandlers: Handlers<typeof dispatchMethods> = {
  'dispatch.overview': (_, { station }) => ({
    targets: dispatchTargets(station),
    sent: sentDispatches(station, mostSent),
  }),
  'dispatch.list': ({ station: id }, { station, now }) => ({
    rows: rowsOf(station, listOf(station, id), id, instant(now()).slice(0, 10)),
  }),
  'dispatch.saveLine': ({ station: id, line }, ctx) => {
    const acting = atBureau(ctx);
    const known = listOf(acting.station, id);
    const saved: ListLine = { ...line, id: line.id ?? newId() };
    if (line.id !== undefined && !known.some((one) => one.id === line.id)) refuse('list-line-missing');
    const twin = known.find((one) => one.id !== saved.id && one.name === saved.name && one.code === saved.code);
    if (twin) refuse('list-line-twice', { name: twin.name });
    const lines = line.id === undefined ? [...known, saved] : known.map((one) => (one.id === saved.id ? saved : one));
    prepare(acting, 'list', departmentOf(acting.station, id).id, lines);
    ctx.changed('dispatch');
    return { line: saved };
  },
  'dispatch.removeLine': ({ station: id, id: line }, ctx) => {
    const acting = atBureau(ctx);
    const known = listOf(acting.station, id);
    prepare(
      acting,
      'list',
      departmentOf(acting.station, id).id,
      known.filter((one) => one.id !== line),
    );
    ctx.changed('dispatch');
    return {};
  },
  'dispatch.obligations': ({ station: id }, { station }) => {
    const partner = departmentOf(station, id);
    const prepared = preparedPart(station, 'obligations', id) !== undefined;
    return { prepared, lines: obligationsToDispatch(station, partner) };
  },
  'dispatch.saveObligations': ({ station: id, lines }, ctx) => {
    const acting = atBureau(ctx);
    prepare(acting, 'obligations', departmentOf(acting.station, id).id, lines);
    ctx.changed('dispatch');
    return {};
  },
  'dispatch.shared': (_, { station }) => {
    const calendar = preparedPart(station, 'calendar', '');
    const items = classificationToDispatch(station).flatMap(({ children }) => children);
    return {
      calendar: {
        lastYear: workingCalendar(station).lastYear,
        prepared: calendar
          ? { ...calendar, holidays: calendar.holidays.length, makeupDays: calendar.makeupDays.length }
          : null,
      },
      classification: {
        prepared: preparedPart(station, 'classification', '') !== undefined,
        items: items.length,
        subItems: items.reduce((sum, { children }) => sum + children.length, 0),
      },
      licenseTypes: {
        prepared: (preparedPart(station, 'licenseTypes', '') ?? []).map(({ name, version, definer }) => ({
          name,
          version,
          definer,
        })),
        accepted: acceptedTypes(station).body.length,
      },
    };
  },
  'dispatch.prepare': async ({ station: named, name, bytes }, ctx) => {
    const acting = atBureau(ctx);
    const partner = named === undefined ? null : departmentNamed(acting.station, named);
    const organ = partner ? partner.info?.organ || matchOrgan(partner.name, organsOfTable()) : '';
    const parts = await readDispatchFile(bytes, name, organ);
    const reports = acting.station.transaction(() => parts.flatMap((one) => take(acting, partner, name, one)));
    ctx.changed('dispatch');
    return { reports };
  },
  'dispatch.takeTypes': (_, ctx) => {
    const acting = atBureau(ctx);
    const { body, rejected } = acceptedTypes(acting.station);
    const reports = take(acting, null, '', { part: 'licenseTypes', body, rejected });
    ctx.changed('dispatch');
    return { reports };
  },
  'dispatch.send': ({ stations = [], parts, to }, ctx) => {
    const acting = atBureau(ctx);
    const ids = stations.map((named) => departmentNamed(acting.station, named).id);
    return oneAtATime(acting.station, async () => {
      const sent = await sendDispatches(acting, to, ids, parts);
      ctx.changed('dispatch');
      return sent;
    });
  },
  'dispatch.write': ({ id, to }, ctx) => {
    const file = writeDispatch(atBureau(ctx).station, id, to);
    ctx.changed('dispatch');
    return { file };
  },
};

function atBureau({ station, user }: Context): Acting {
  return station.role === 'bureau' ? { station, user } : refuse('wrong-station', { wanted: '主管部门' });
}

function listOf(station: Station, id: string): ListLine[] {
  return preparedPart(station, 'list', departmentOf(station, id).id) ?? [];
}

/** The department that is meant by an id, a name or a 统一社会信用代码. */
function departmentNamed(station: Station, named: string): PartnerKeys {
  const found = listPartners(station).filter(
    ({ id, name, uscc, role, state }) =>
      role === 'department' && (id === named || (state !== 'revoked' && (name === named || uscc === named))),
  );
  return departmentOf(station, found.length === 1 ? found[0]!.id : named);
}

/** Puts what was read beside what is prepared. */
function take(acting: Acting, partner: PartnerKeys | null, name: string, read: ReadPart): PreparedReport[] {
  const { station } = acting;
  const report = (part: DispatchPart, taken: number): PreparedReport[] => [
    { part, department: '', taken, rejected: read.rejected },
  ];
  switch (read.part) {
    case 'list':
      return takeList(acting, partner, name, read as ReadPart<'list'>);
    case 'obligations': {
      const { id } = partner ?? refuse('dispatch-file', { name, reason: '应交材料是给一个单位的，请先选单位' });
      const { body } = read as ReadPart<'obligations'>;
      prepare(acting, 'obligations', id, body);
      return report('obligations', body.length);
    }
    case 'calendar': {
      const { body } = read as ReadPart<'calendar'>;
      const merged = mergeYears(preparedPart(station, 'calendar', ''), body);
      const { lastYear } = withYears(shippedCalendar(), merged ?? body);
      if (!merged || lastYear < body.lastYear)
        refuse('dispatch-file', {
          name,
          reason: `日历接不上：${body.firstYear} 年以前还缺年份，现只到 ${lastYear} 年`,
        });
      prepare(acting, 'calendar', '', merged);
      return report('calendar', body.lastYear - body.firstYear + 1);
    }
    case 'licenseTypes': {
      const { body } = read as ReadPart<'licenseTypes'>;
      const known = preparedPart(station, 'licenseTypes', '') ?? [];
      prepare(acting, 'licenseTypes', '', mergeTypes(known, body, libraryTypes(station)));
      return report('licenseTypes', body.length);
    }
    case 'classification': {
      const { body } = read as ReadPart<'classification'>;
      prepare(acting, 'classification', '', body);
      return report('classification', body.length);
    }
  }
}

/** Puts the lines of a list beside those of the department, or of each department that the file names. */
function takeList(acting: Acting, partner: PartnerKeys | null, name: string, read: ReadPart<'list'>): PreparedReport[] {
  const { station } = acting;
  const departments = listPartners(station).filter(({ role, state }) => role === 'department' && state !== 'revoked');
  const { lists, rejected } = partner ? linesFor(partner, read) : divideList(departments, read);
  if (lists.length === 0) {
    const [{ row, message }] = rejected as [PreparedReport['rejected'][number]];
    const hint = partner ? '' : '；清单是给一个单位的：请先选单位，或在“提供方”一列写明每行是谁的';
    refuse('dispatch-file', { name, reason: `没有一行可用：第 ${row} 行${message}${hint}` });
  }
  const out = [...read.rejected, ...rejected].sort((a, b) => a.row - b.row);
  return lists.map(({ department: { id, name: department }, lines }, at) => {
    prepare(acting, 'list', id, mergeLines(preparedPart(station, 'list', id) ?? [], lines));
    return { part: 'list', department, taken: lines.length, rejected: at === 0 ? out : [] };
  });
}
