import { expect, test } from 'vitest';
import { checkEntry, checkImprint, emptyEntry, type Imprint } from './imprint.ts';
import { type Reason, reason, verdictOf } from './reasons.ts';

const imprint = (reasons: readonly Reason[], more: Partial<Imprint> = {}): Imprint => ({
  sheet: '0'.repeat(32),
  number: 1,
  name: '郑州市市场监督管理局',
  licenseTypes: ['营业执照'],
  acceptedBecause: '',
  finding: {
    shape: 'circle',
    centerMm: [60, 70],
    widthMm: 42,
    heightMm: 42,
    angleDeg: 0,
    uprightDeg: 0,
    cutMm: { x: 37, y: 47, width: 46, height: 46 },
    rangeMm: null,
    furtherMm: null,
    formTypes: null,
    noteMm: null,
    verdict: verdictOf(reasons),
    reasons: [...reasons],
    measures: { ring: 1, evenness: 0.95, covered: 0, density: 0.6 },
    by: 'program',
  },
  dpi: 300,
  clean: 'a',
  marked: 'b',
  crop: 'c',
  note: null,
  further: null,
  typesFrom: '',
  scanSm3: '',
  entry: emptyEntry,
  seal: '',
  like: null,
  ...more,
});

const pen = reason('pen-over-ring', 'warn', null, { mm: 1.1 });
const broken = reason('ring-broken', 'reject', null, { share: 0.278, side: '左侧' });
const codes = (one: Imprint) => checkImprint(one).map(({ field, level }) => `${field} ${level}`);

test('the verdict is the worst of its reasons', () => {
  expect([verdictOf([]), verdictOf([pen]), verdictOf([pen, broken])]).toEqual(['pass', 'warn', 'reject']);
});

test('reasons are sentences with their figures', () => {
  expect(broken.message).toBe('环线断 27.8 %（限 5 %）：左侧着墨不足');
});

test('a good imprint with name and license type has no findings', () => {
  expect(codes(imprint([]))).toEqual([]);
});

test('name and license types are needed', () => {
  expect(codes(imprint([], { name: ' ', licenseTypes: [] }))).toEqual(['name error', 'licenseTypes error']);
});

test('a warning passes with a reason, a rejection never', () => {
  expect(codes(imprint([pen]))).toEqual(['acceptedBecause error']);
  expect(codes(imprint([pen], { acceptedBecause: '已与原章核对' }))).toEqual(['verdict warning']);
  expect(codes(imprint([broken], { acceptedBecause: '已与原章核对' }))).toEqual(['verdict error']);
});

test('an entry owes nothing, but its date must exist and not lie ahead', () => {
  const wrong = (entry: Partial<typeof emptyEntry>) =>
    checkEntry({ ...emptyEntry, ...entry }, '2026-11-26').map(({ field, level }) => `${field} ${level}`);
  expect(wrong({})).toEqual([]);
  expect(wrong({ code: '4101050012345', since: '2026-11-26' })).toEqual([]);
  expect(wrong({ since: '2026-02-30' })).toEqual(['since error']);
  expect(wrong({ since: '2026-11-27' })).toEqual(['since error']);
  expect(wrong({ code: '41010500' })).toEqual(['code warning']);
});
