import { addWorkingDays, workingDaysUntil } from '../../../shared/china/working-days.ts';
import type { ListLine } from '../../../shared/exchange/dispatch.ts';
import type { RecordKind } from '../../../shared/exchange/record.ts';
import { recordKindNames, recordKinds } from '../../../shared/exchange/record.ts';
import { changeDays } from '../../../shared/license/check-type.ts';
import { handoverDeadline, termWords } from '../../../shared/license/clock.ts';
import type { DueLine, ObligationLine, PackageLine, ReturnedLine } from '../../../shared/station/desk.ts';
import { mostLooks, packageSteps } from '../../../shared/station/desk.ts';
import { type Obligation, obligationState, obligationStateWord } from '../../../shared/station/obligation.ts';
import { workingCalendar } from '../calendar/calendar.ts';
import { catalogChangesDue, changeDays as catalogDays } from '../catalog/catalog.ts';
import {
  openLines,
  receivedSince,
  returnedCatalogs,
  type SentFacts,
  sentFacts,
  unconfirmedPartners,
  unsignedSequences,
} from '../exchange/exchange.ts';
import { changesDue, countLooks, openClocks, shownCode } from '../license/license.ts';
import { instant, type Station } from '../store/station.ts';
import { fulfilmentOf, isAtTheDoor, progressOf } from './counting.ts';
import { fieldWord } from './field-word.ts';
import type { HandlersOf } from './handlers-of.ts';
import { lastBackup } from './last-backup.ts';
import { storedObligations } from './obligations.ts';

const mostReturned = 60;
const mostPackages = 12;
/** Working days after which a receipt that has not come back is asked for. */
const receiptDays = 5;
/** Within how many working days a deadline is 近期. */
const soonDays = 3;

export const deskHandlers: HandlersOf<'desk'> = {
  'desk.summary': (_, { station, now }) => {
    const today = instant(now()).slice(0, 10);
    const lines = obligationLines(station, today);
    const { returned, total } = returnedLines(station);
    const sent = sentFacts(station, mostPackages);
    return {
      today,
      organ: storedObligations(station).organ,
      lines,
      returned,
      returnedTotal: total,
      due: dueLines(station, lines, sent, today),
      packages: packageLines(station, sent),
    };
  },
  'desk.strip': (_, { station, user, now }) => {
    const today = instant(now()).slice(0, 10);
    const bureau = station.role === 'bureau';
    const origin = bureau ? '*' : '';
    const counts: Partial<Record<RecordKind, number>> = {};
    const returned: Partial<Record<RecordKind, number>> = {};
    let unsent = 0;
    let pending = 0;
    let toReview = 0;
    for (const kind of recordKinds) {
      const states = station.records.counts(kind, origin);
      counts[kind] = Object.values(states).reduce((sum, value) => sum + value, 0);
      returned[kind] = states.returned;
      unsent += states.draft + states.pending;
      pending += states.pending;
      toReview += states.received;
    }
    const unsigned = bureau ? [] : unsignedSequences(station);
    const days = bureau ? [] : duesOf(station, today).map((line) => line.daysLeft);
    return {
      unsent: bureau ? 0 : unsent,
      pending: bureau ? 0 : pending,
      onTheWay: unsigned,
      receiptsWaiting: unsigned.length,
      dueSoon: days.filter((left) => left >= 0 && left <= soonDays).length,
      overdue: days.filter((left) => left < 0).length,
      receivedToday: bureau ? receivedSince(station, today) : 0,
      toReview: bureau ? toReview : 0,
      toLook: bureau ? 0 : countLooks(station, user, mostLooks),
      toConfirm: unconfirmedPartners(station),
      counts,
      returned,
      auditLines: station.auditHead().seq,
      lastBackup: lastBackup(station),
    };
  },
};

/** The same deadlines that the desk lists. */
function duesOf(station: Station, today: string): DueLine[] {
  return dueLines(station, obligationLines(station, today), sentFacts(station, mostPackages), today);
}

function obligationLines(station: Station, today: string): ObligationLine[] {
  return storedObligations(station).lines.map((line) => {
    const { kind, counts } = fulfilmentOf(station, line);
    const progress = progressOf(counts);
    const state = obligationState(line.kind, line.expected, progress);
    return {
      ...line,
      recordKind: kind,
      entered: progress.entered,
      drafts: progress.drafts,
      state,
      stateWord: obligationStateWord(line.kind, state, progress),
      linked: linkOf(station, line),
      daysLeft: line.due === '' ? null : workingDaysUntil(today, line.due, workingCalendar(station)).days,
    };
  });
}

/** What a line is linked to, as its third column says it. */
function linkOf(station: Station, line: Obligation): ObligationLine['linked'] {
  const [code, ...codes] = line.catalogs;
  const [type, ...types] = line.licenseTypes;
  if (line.kind === '资源目录' || line.kind === '证照目录' || line.kind === '职责') return null;
  if (type !== undefined) {
    const word = line.kind === '证照模板' ? '模板' : line.kind === '印模' ? '印章' : '证照';
    return { word, name: type, code: '', more: types.length };
  }
  if (code === undefined) return null;
  const catalog = station.records.find({ kind: 'catalog', code });
  return { word: '目录', name: catalog?.name ?? '目录已不在', code, more: codes.length };
}

function returnedLines(station: Station): { returned: ReturnedLine[]; total: number } {
  const rows = recordKinds.map((kind) => station.records.list({ kind, states: ['returned'], limit: mostReturned }));
  const returned = rows
    .flatMap((page) => page.rows)
    .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
    .flatMap((row) => {
      const remarks = row.remarks.length > 0 ? row.remarks : [{ field: '', remark: '主管部门未写意见，请与其联系。' }];
      return remarks.map(({ field, remark }) => ({
        id: row.id,
        kind: row.kind,
        name: row.name,
        code: shownCode(row),
        field,
        fieldWord: fieldWord(station, row, field),
        remark,
        at: row.updatedAt,
      }));
    })
    .slice(0, mostReturned);
  return { returned, total: rows.reduce((sum, page) => sum + page.total, 0) };
}

function dueLines(
  station: Station,
  lines: readonly ObligationLine[],
  sent: readonly SentFacts[],
  today: string,
): DueLine[] {
  const calendar = workingCalendar(station);
  const due = (date: string, rest: Pick<DueLine, 'title' | 'detail' | 'target'>): DueLine => {
    const { days, provisional } = workingDaysUntil(today, date, calendar);
    return { date, daysLeft: days, provisional, ...rest };
  };
  const open = lines.filter(
    (line) =>
      line.due !== '' &&
      !['stored', 'accepted', 'duty'].includes(line.state) &&
      (line.state !== 'sent' || isAtTheDoor(station, line, line.recordKind)),
  );
  const changes = changesDue(station, today);
  const unsigned = sent.filter((facts) => facts.receivedAt === '' && facts.writtenAt > facts.salvagedAt);
  const again = sent.filter((facts) => facts.salvagedAt > facts.writtenAt);
  const { unanswered, unsent, toCompile } = openLines(station);
  const first = (asked: readonly ListLine[]): ListLine[] =>
    asked
      .filter((line) => line.due !== '')
      .toSorted((a, b) => (a.due < b.due ? -1 : 1))
      .slice(0, 1);
  return [
    ...first(unanswered).map((line) =>
      due(line.due, {
        title: `答复目录清单 ${unanswered.length} 项`,
        detail: `最早的是“${line.name}” · 确认、修订或说明不编制的理由`,
        target: { about: 'list' },
      }),
    ),
    ...first(unsent).map((line) =>
      due(line.due, {
        title: `送出目录清单的答复 ${unsent.length} 项`,
        detail: `最早的是“${line.name}” · 已答复，送出为止`,
        target: { about: 'list' },
      }),
    ),
    ...toCompile.map(({ line, id }) =>
      due(line.due, {
        title: `编制目录：${line.name}`,
        detail: '主管部门目录清单的期限 · 送出为止',
        target: { about: 'record', id, kind: 'catalog' },
      }),
    ),
    ...open.map((line) =>
      due(line.due, {
        title: `${line.text} · ${line.kind}`,
        detail: `${line.code} · ${line.state === 'sent' ? '已封装，送出为止' : `${line.stateWord}${left(line)}`}`,
        target: { about: 'obligation', id: line.id },
      }),
    ),
    ...returnedCatalogs(station).map(({ id, name, at }) =>
      due(addWorkingDays(at.slice(0, 10), catalogDays, calendar).date, {
        title: `改正目录：${name}`,
        detail: `退回于 ${at.slice(5, 10)} · ${catalogDays} 个工作日内改正 · 送出为止`,
        target: { about: 'record', id, kind: 'catalog' },
      }),
    ),
    ...catalogChangesDue(station).map((change) =>
      due(change.deadline, {
        title: `更新目录：${change.name}`,
        detail: `自 ${change.since} 起 ${catalogDays} 个工作日 · 送出为止`,
        target: { about: 'record', id: change.id, kind: 'catalog' },
      }),
    ),
    ...changes.map((change) =>
      due(change.date, {
        title: `更新证照目录：${change.name}`,
        detail: `${change.effective} 生效 · 应在生效前 ${changeDays} 个工作日更新`,
        target: { about: 'record', id: change.id, kind: 'licenseType' },
      }),
    ),
    ...openClocks(station).flatMap((clock) => {
      const deadline = handoverDeadline(clock, calendar);
      if (!deadline) return [];
      return due(deadline.date, {
        title: `上报新发证照：${clock.type} ${clock.licenses} 件`,
        detail: `${clock.done} 办结${clock.batch === '' ? '' : ` · ${clock.batch}`} · 应在${termWords(clock)}内交接`,
        target:
          clock.licenses === 1
            ? { about: 'record', id: clock.id, kind: 'license' }
            : { about: 'licenses', type: clock.type },
      });
    }),
    ...again.map((facts) =>
      due(addWorkingDays(facts.salvagedAt.slice(0, 10), receiptDays, calendar).date, {
        title: `重送 ${String(facts.sequence).padStart(4, '0')} 号包`,
        detail: `途中损坏，主管部门未收全 · 把同一包重写介质再送`,
        target: { about: 'package', id: facts.id },
      }),
    ),
    ...unsigned.map((facts) => {
      const since = facts.handedAt > facts.salvagedAt ? facts.handedAt : facts.writtenAt;
      return due(addWorkingDays(since.slice(0, 10), receiptDays, calendar).date, {
        title: `取回 ${String(facts.sequence).padStart(4, '0')} 号包签收回执`,
        detail: `${since === facts.handedAt ? '送出' : '写盘'}于 ${since.slice(5, 10)} · 满 ${receiptDays} 个工作日提醒`,
        target: { about: 'package', id: facts.id },
      });
    }),
  ].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** How many are still owed, as a deadline says it. */
function left({ expected, entered }: ObligationLine): string {
  return expected !== null && expected > entered ? ` · 余 ${expected - entered}` : '';
}

function packageLines(station: Station, sent: readonly SentFacts[]): PackageLine[] {
  const counts = recordKinds.map((kind) => ({ kind, states: station.records.counts(kind) }));
  const waiting = counts.reduce((sum, { states }) => sum + states.pending, 0);
  const next: PackageLine[] =
    waiting === 0
      ? []
      : [
          {
            id: '',
            sequence: (sent[0]?.sequence ?? 0) + 1,
            word: '准备中',
            detail: counts
              .filter(({ states }) => states.pending > 0)
              .map(({ kind, states }) => `${recordKindNames[kind]} ${states.pending}`)
              .join('、'),
            at: '',
            step: -1,
          },
        ];
  return [...next, ...sent.map(packageLine)];
}

function packageLine(facts: SentFacts): PackageLine {
  const { states, records } = facts;
  const of = (state: keyof typeof states): number => states[state] ?? 0;
  const waiting = of('sent') + of('received');
  const base = { id: facts.id, sequence: facts.sequence };
  const newer = of('superseded');
  const judged = `通过 ${of('accepted') + of('stored')} · 退回 ${of('returned')}${newer > 0 ? ` · 已有新版 ${newer}` : ''}`;
  const step = (word: (typeof packageSteps)[number]): number => packageSteps.indexOf(word);
  if (facts.receivedAt !== '') {
    if (newer === records)
      return { ...base, word: '已有新版', detail: `${records} 项`, at: facts.receivedAt, step: step('审核') };
    if (waiting === 0 && of('stored') === records)
      return { ...base, word: '已入库', detail: `${records} 项`, at: facts.receivedAt, step: step('入库') };
    const done = of('returned') > 0 ? '有退回' : '审核通过';
    if (waiting === 0) return { ...base, word: done, detail: judged, at: facts.receivedAt, step: step('审核') };
    if (waiting + newer < records)
      return {
        ...base,
        word: '审核中',
        detail: `${judged} · 待审 ${waiting}`,
        at: facts.receivedAt,
        step: step('审核'),
      };
    return { ...base, word: '已签收', detail: `${waiting} 项待审`, at: facts.receivedAt, step: step('签收') };
  }
  if (facts.salvagedAt > facts.writtenAt)
    return {
      ...base,
      word: '须重送',
      detail: `途中损坏，余 ${of('sent')} 项未收到`,
      at: facts.salvagedAt,
      step: step('生成'),
    };
  if (facts.handedAt > facts.salvagedAt)
    return { ...base, word: '在途', detail: `${facts.courier}送出，待签收`, at: facts.handedAt, step: step('送出') };
  if (facts.writtenAt !== '')
    return { ...base, word: '已写盘', detail: `${records} 项，待送出`, at: facts.writtenAt, step: step('写盘') };
  return { ...base, word: '已生成', detail: `${records} 项，待写入介质`, at: facts.createdAt, step: step('生成') };
}
