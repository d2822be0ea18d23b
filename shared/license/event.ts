import { z } from 'zod';
import { dayNumber, dayOf, isDate } from '../china/dates.ts';
import type { Finding } from '../exchange/finding.ts';
import type { License, LicenseStatus } from './license.ts';

/** What can happen to a license after its issue, in the order in which the window offers it. */
export const eventKinds = [
  '延续',
  '变更',
  '换发',
  '补发',
  '挂起',
  '解除挂起',
  '质押',
  '解除质押',
  '过期',
  '吊销',
  '撤销',
  '注销',
  '废止',
] as const;
export type EventKind = (typeof eventKinds)[number];

const text = (longest: number) => z.string().max(longest);

/** One event: a version of the license, with the values of the face before it. */
export const LicenseEvent = z.object({
  kind: z.enum(eventKinds),
  /** YYYY-MM-DD: the day of the decision, not of its entry. */
  date: text(10),
  reason: text(500),
  /** Name or number of the document that it rests on. */
  document: text(200),
  /** The document itself: a blob and its file name; both '' where only its name is known. */
  file: text(200),
  fileName: text(400),
  /** State before it, with the mark 质押. */
  status: text(10),
  pledged: z.boolean(),
  face: z.record(z.string().max(60), text(20_000)),
  by: text(100),
  at: text(40),
});
export type LicenseEvent = z.infer<typeof LicenseEvent>;

export interface Standing {
  readonly status: LicenseStatus;
  /** 质押, a mark beside 有效. */
  readonly pledged: boolean;
}

interface Transition {
  readonly from: readonly LicenseStatus[];
  /** The state after it; absent = the same. */
  readonly to?: LicenseStatus;
  /** The mark that it needs; absent = either. */
  readonly needs?: boolean;
  /** The mark after it; absent = the same. */
  readonly mark?: boolean;
}

const inForce: readonly LicenseStatus[] = ['有效', '挂起', '过期'];

/**
 * Which event is possible from where. What ends a license ends its pledge, but its holder cannot give up (注销) what is pledged; what was 吊销 or 撤销 is
 * still to be 注销 (行政许可法, 70).
 */
export const transitions: Readonly<Record<EventKind, Transition>> = {
  延续: { from: ['有效', '过期'], to: '有效' },
  变更: { from: ['有效'] },
  换发: { from: ['有效', '过期'], to: '有效' },
  补发: { from: ['有效'] },
  挂起: { from: ['有效'], to: '挂起' },
  解除挂起: { from: ['挂起'], to: '有效' },
  质押: { from: ['有效'], needs: false, mark: true },
  解除质押: { from: inForce, needs: true, mark: false },
  过期: { from: ['有效', '挂起'], to: '过期' },
  吊销: { from: inForce, to: '吊销', mark: false },
  撤销: { from: inForce, to: '撤销', mark: false },
  注销: { from: [...inForce, '吊销', '撤销'], to: '注销', needs: false },
  废止: { from: inForce, to: '废止', mark: false },
};

/** Where an event leads; null where it is not possible. */
export function afterEvent({ status, pledged }: Standing, kind: EventKind): Standing | null {
  const { from, to, needs, mark } = transitions[kind];
  if (!from.includes(status) || (needs !== undefined && needs !== pledged)) return null;
  return { status: to ?? status, pledged: mark ?? pledged };
}

/** The events that are possible now. */
export function possibleEvents(standing: Standing): EventKind[] {
  return eventKinds.filter((kind) => afterEvent(standing, kind) !== null);
}

/** Events after which there is a new paper: the face may change, and the version of the identifier counts on. */
export const reissues: readonly EventKind[] = ['延续', '变更', '换发', '补发'];

/** The version in the identifier of GB/T 36904: 001 at the first issue. */
export function identifierVersion(events: readonly Pick<LicenseEvent, 'kind'>[]): string {
  return String(1 + events.filter(({ kind }) => reissues.includes(kind)).length).padStart(3, '0');
}

export interface EventWish {
  readonly kind: EventKind;
  readonly date: string;
  readonly reason: string;
  readonly document: string;
  /** New last day after 延续; '' leaves it. */
  readonly validTo: string;
}

/** The first day on which a license is no longer valid; '' where it has no last day. */
export function expiryOf({ validTo }: Pick<License, 'validTo'>): string {
  return isDate(validTo) ? dayOf(dayNumber(validTo) + 1) : '';
}

/** The events that can be noted on this day: 过期 follows from the term of the license and not before its end. */
export function eventsOn(license: License, today: string): EventKind[] {
  const expiry = expiryOf(license);
  return possibleEvents(license).filter((kind) => kind !== '过期' || (expiry !== '' && expiry <= today));
}

/** What is wrong with an event that is to be noted, by the names of `EventWish`. `today` is YYYY-MM-DD. */
export function checkEvent(license: License, wish: EventWish, today: string): Finding[] {
  const findings: Finding[] = [];
  const error = (field: keyof EventWish, message: string): void =>
    void findings.push({ field, level: 'error', code: 'event', message });
  if (afterEvent(license, wish.kind) === null) error('kind', `“${statusText(license)}”的证照不能${wish.kind}`);
  const last = license.events.at(-1)?.date ?? license.issued;
  if (!isDate(wish.date)) error('date', '不是存在的日期');
  else if (wish.date > today) error('date', '晚于今天');
  else if (isDate(last) && wish.date < last)
    error('date', `早于${license.events.length > 0 ? '上一次事项' : '颁发'}（${last}）`);
  if (wish.reason.trim() === '') error('reason', '请写明事由');
  if (wish.kind === '过期') {
    const expiry = expiryOf(license);
    if (expiry === '') error('kind', '没有有效期的截止日期，不会过期');
    else if (expiry > today) error('kind', `有效期至 ${license.validTo}，尚未届满`);
    else if (isDate(wish.date) && wish.date < expiry) error('date', `有效期至 ${license.validTo}，自 ${expiry} 起过期`);
  } else if (wish.document.trim() === '') error('document', '请写明文书名称或文号');
  if (wish.validTo !== '' && wish.validTo !== '长期') {
    if (!isDate(wish.validTo)) error('validTo', '不是存在的日期');
    else if (isDate(wish.date) && wish.validTo < wish.date) error('validTo', `早于${wish.kind}日期`);
  }
  return findings;
}

/** 2026-01-05 挂起（涉诉，郑监字〔2026〕6号） */
export function eventText({ date, kind, reason, document }: Omit<EventWish, 'validTo'>): string {
  return `${date} ${kind}（${[reason, document].filter(Boolean).join('，')}）`;
}

/** 有效 · 质押 */
export function statusText({ status, pledged }: Standing): string {
  return pledged && status === '有效' ? `${status} · 质押` : status;
}
