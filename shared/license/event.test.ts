import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterEvent,
  checkEvent,
  eventKinds,
  eventsOn,
  identifierVersion,
  possibleEvents,
  type Standing,
  statusText,
} from './event.ts';
import { License, licenseStatuses } from './license.ts';

const valid: Standing = { status: '有效', pledged: false };

describe('an event', () => {
  it.each([
    ['有效', false, '延续 变更 换发 补发 挂起 质押 过期 吊销 撤销 注销 废止'],
    ['有效', true, '延续 变更 换发 补发 挂起 解除质押 过期 吊销 撤销 废止'],
    ['挂起', false, '解除挂起 过期 吊销 撤销 注销 废止'],
    ['挂起', true, '解除挂起 解除质押 过期 吊销 撤销 废止'],
    ['过期', false, '延续 换发 吊销 撤销 注销 废止'],
    ['过期', true, '延续 换发 解除质押 吊销 撤销 废止'],
    ['吊销', false, '注销'],
    ['撤销', false, '注销'],
    ['注销', false, ''],
    ['废止', false, ''],
  ] as const)('of a license that is %s (pledged: %s) is one of: %s', (status, pledged, events) =>
    expect(possibleEvents({ status, pledged }).join(' ')).toBe(events),
  );

  it.each([
    ['挂起', valid, '挂起'],
    ['解除挂起', { status: '挂起', pledged: true }, '有效 · 质押'],
    ['质押', valid, '有效 · 质押'],
    ['解除质押', { status: '有效', pledged: true }, '有效'],
    ['吊销', { status: '有效', pledged: true }, '吊销'],
    ['过期', { status: '挂起', pledged: true }, '过期'],
    ['注销', { status: '吊销', pledged: false }, '注销'],
    ['延续', { status: '过期', pledged: false }, '有效'],
  ] as const)('%s leads on', (kind, before, after) => expect(statusText(afterEvent(before, kind)!)).toBe(after));

  it('never brings back what has ended, and never leaves a pledge on it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...eventKinds)), (kinds) => {
        let at = valid;
        for (const kind of kinds) {
          const ended = ['吊销', '撤销', '注销', '废止'].includes(at.status);
          const next = afterEvent(at, kind) ?? at;
          if (ended) expect(['吊销', '撤销', '注销', '废止']).toContain(next.status);
          if (['吊销', '撤销', '注销', '废止'].includes(next.status)) expect(next.pledged).toBe(false);
          expect(licenseStatuses).toContain(next.status);
          at = next;
        }
      }),
    );
  });

  it('counts the version of the identifier on where there is a new paper', () => {
    expect(identifierVersion([])).toBe('001');
    expect(identifierVersion([{ kind: '变更' }, { kind: '质押' }, { kind: '换发' }])).toBe('003');
  });
});

describe('an event to be noted', () => {
  const license = License.parse({ type: { name: '营业执照', code: '', version: 1 }, issued: '2016-03-14' });
  const wish = {
    kind: '挂起',
    date: '2020-05-06',
    reason: '涉诉',
    document: '郑监字〔2020〕6号',
    validTo: '',
  } as const;
  const fields = (change: object, of = license) =>
    checkEvent(of, { ...wish, ...change }, '2026-11-23').map(({ field }) => field);

  it('has nothing wrong with it when it has all', () => expect(fields({})).toEqual([]));

  it.each([
    [{ kind: '解除挂起' }, ['kind']],
    [{ date: '2020-02-30' }, ['date']],
    [{ date: '2026-11-24' }, ['date']],
    [{ date: '2016-03-13' }, ['date']],
    [{ reason: ' ', document: '' }, ['reason', 'document']],
    [{ kind: '延续', validTo: '2020-05-05' }, ['validTo']],
    [{ kind: '延续', validTo: '长期' }, []],
  ])('with %j is stopped at its field', (change, expected) => expect(fields(change)).toEqual(expected));

  it('of 过期 follows from the term: not before its end, and without a document', () => {
    const until = (validTo: string, date = '2020-05-06') =>
      fields({ kind: '过期', date, reason: '有效期届满', document: '' }, { ...license, validTo });
    expect(until('2020-05-05')).toEqual([]);
    expect(until('2020-05-04')).toEqual([]);
    expect(until('2020-05-06')).toEqual(['date']);
    expect(until('2026-11-23', '2026-11-23')).toEqual(['kind']);
    expect([until('长期'), until('')]).toEqual([['kind'], ['kind']]);
    expect(eventsOn({ ...license, validTo: '2026-11-22' }, '2026-11-23')).toContain('过期');
    expect(eventsOn({ ...license, validTo: '2026-11-23' }, '2026-11-23')).not.toContain('过期');
  });

  it('never comes before the one before it', () => {
    const [event] = [{ ...wish, file: '', fileName: '', status: '有效', pledged: false, face: {}, by: '', at: '' }];
    const later = { ...license, status: '挂起' as const, events: [event] };
    expect(fields({ kind: '解除挂起', date: '2020-05-05' }, later)).toEqual(['date']);
  });
});
