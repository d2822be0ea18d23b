import { expect, test } from 'vitest';
import type { IntakeRow, VolumeMark } from '../../../shared/exchange/package.ts';
import { actOf, factsOf, lackingWords, lossWords, requestOf, resultOf, volumesWords } from './intake-words.ts';

const marks = (...states: VolumeMark['state'][]): VolumeMark[] =>
  states.map((state, i) => ({ number: i + 1, state, chunks: state === 'repaired' ? 14 : 0 }));
const row = (change: Partial<IntakeRow>): IntakeRow => ({
  ...{ key: 'k', packageId: 'ab'.repeat(16), file: '0012-ab.ydp', sender: 'd', senderName: '市房管局', epoch: 1 },
  ...{ sequence: 12, at: '', createdAt: '', bytes: 1, counts: {}, ok: true, code: '', message: '按句子办。' },
  ...{ received: 3, rejected: [], missing: [], superseded: 0, urgent: false, waiting: 3, decided: 0, receipt: 'r' },
  ...{ volumes: marks('whole'), loss: null, salvage: null, held: false },
  ...change,
});

test('volumes are counted as they came, the last one unknown until it is there', () => {
  expect(volumesWords(marks('whole', 'whole', 'missing', 'repaired', 'damaged'))).toBe('4/5');
  expect(volumesWords(marks('whole', 'whole', 'open'))).toBe('2/?');
  expect(lackingWords(marks('missing', 'whole', 'missing', 'missing', 'damaged', 'whole'))).toBe(
    '缺第 1、3–4 卷；第 5 卷损坏无法复原',
  );
  expect(lackingWords(marks('whole', 'open'))).toBe('缺第 2 卷及以后各卷');
});

test('a part that is lost is never 0.0 % and never all', () => {
  const loss = (chunks: number, of: number): string => lossWords({ chunks, of, bytes: chunks * 65_536, files: null });
  expect(loss(12, 256)).toBe('读不出 12 块 0.8 MB，占 4.7 %');
  expect(loss(1, 1_000_000)).toContain('占 0.1 %');
  expect(loss(999_999, 1_000_000)).toContain('占 99.9 %');
  expect(loss(2, 2)).toContain('占 100.0 %');
});

const loss = { chunks: 3, of: 31, bytes: 196_608, files: ['blobs/x'] };

test.each([
  [{}, '已签收', 'review', ''],
  [{ waiting: 0, decided: 3 }, '已审结', 'look', ''],
  [{ code: 'repaired', volumes: marks('whole', 'repaired') }, '已签收', 'review', '已修复'],
  [{ code: 'salvaged' }, '收到部分', 'review', '抢救'],
  [{ code: 'salvaged', waiting: 0 }, '收到部分', 'ask', '抢救'],
  [{ ok: false, code: 'missing-volume', volumes: marks('whole', 'missing', 'whole'), held: true }, '缺卷', 'ask', ''],
  [{ ok: false, code: 'payload-damaged', volumes: marks('damaged'), loss, held: true }, '损坏', 'salvage', ''],
  [{ ok: false, code: 'truncated', volumes: marks('damaged') }, '损坏', 'ask', ''],
  [{ ok: false, code: 'sender-revoked', volumes: [] }, '拒收', null, ''],
  [{ ok: false, code: 'not-a-package', volumes: [], sender: '' }, '拒收', null, ''],
] as const)('%o is %s and asks for %s', (change, word, act, tag) => {
  const one = row(change as Partial<IntakeRow>);
  expect(resultOf(one)[0]).toBe(word);
  expect(actOf(one)).toBe(act);
  expect(factsOf(one).tag).toBe(tag);
});

test('what is kept is said, and what is asked for is only what lacks', () => {
  const lacking = row({ ok: false, code: 'missing-volume', volumes: marks('whole', 'missing', 'whole'), held: true });
  expect(factsOf(lacking).text).toBe('缺第 2 卷，已收 2 卷留存，补到即续，不必重送');
  expect(requestOf(lacking)).toContain('重写第 2 卷送来');
  const repaired = row({ code: 'repaired', volumes: marks('whole', 'repaired') });
  expect(factsOf(repaired).text).toBe('第 2 卷 14 块已复原，逐块一致；建议来文单位更换介质；3 件待审');
  expect(requestOf({ ...lacking, held: false })).toContain('换一个介质重写后送来');
  expect(requestOf({ ...lacking, volumes: marks('whole', 'open') })).toContain('换一个介质重写后送来');
});
