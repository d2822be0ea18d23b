import { beforeAll, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../electron/workers/reading/engine.ts';
import { readLine } from '../../electron/workers/reading/read-zone.ts';
import { ringLine } from '../../electron/workers/reading/ring-line.ts';
import { matchRing, type RingView } from '../../shared/seal/ring.ts';
import type { PlannedSeal } from './plan.ts';
import type { SealDesign } from './seal-drawing.ts';
import { roundSeal, stamped } from './stamped.ts';

const organ = '郑州市市场监督管理局';
let engine: Engine;
beforeAll(async () => {
  engine = await createEngine();
}, 60_000);

async function read(design: SealDesign, more: Partial<PlannedSeal> = {}): Promise<RingView | null> {
  const line = await ringLine(await stamped(design, more));
  if (!line) return null;
  const [one, other] = await readLine(engine, line, '');
  return matchRing([one!, other!], organ);
}

const ellipse = { shape: 'ellipse', width: 45, height: 30, star: false, code: '' } as const;

test.each([
  ['upright with a star', roundSeal(organ), {}],
  ['turned, with a line below', { ...roundSeal(organ, '行政审批专用章'), width: 45, height: 45 }, { turn: 24 }],
  ['turned, without a star', { ...roundSeal(organ, '证照专用章'), star: false }, { turn: -31, heavy: true }],
  ['elliptic', { ...roundSeal(organ, '业务专用章'), ...ellipse }, { turn: 6 }],
] as const)('the name of the organ is read off its seal: %s', async (_, design, more) => {
  expect(await read(design, more)).toMatchObject({ text: organ, apart: 0 });
});

test('the seal of another organ is said to be one, with what it says', async () => {
  expect(await read(roundSeal('南屏区农业农村委员会'))).toMatchObject({
    text: '南屏区农业农村委员会',
    organ,
    apart: null,
  });
});

test.each([
  ['touched the paper twice', { kind: 'doubled', mm: 1.4, at: 0.4, strength: 0.8 }],
  ['slid', { kind: 'smeared', mm: 2, at: 2 }],
] as const)('nothing is said of a seal that %s, whosever it is', async (_, damage) => {
  for (const ring of [organ, '南屏区农业农村委员会']) expect(await read(roundSeal(ring), { damage })).toBeNull();
});

test('a square seal has no such text', async () => {
  expect(await read({ ...roundSeal('张伟之印'), shape: 'square', width: 20, height: 20, star: false })).toBeNull();
});

const line = (text: string, confidence = 99) => [...text].map((one) => ({ text: one, confidence }));

test('a character that was misread is counted, and two readings that differ say nothing', () => {
  const near = matchRing([line('郑州市市场监腐管理局'), line('郑州市市场监督管理局。')], organ);
  expect(near).toMatchObject({ text: organ, apart: 0 });
  expect(matchRing([line('.郑州市市场监腐管理局'), line('郑州市市场监腐管理局')], organ)).toMatchObject({ apart: 1 });
  expect(matchRing([line('北岭县教育局'), line('东岑悬救盲屈')], organ)).toBeNull();
  expect(matchRing([line('北岭县教育局', 70), line('北岭县教育局', 70)], organ)).toBeNull();
  expect(matchRing(null, organ)).toBeNull();
});

test('a name that was read in part is no other name', async () => {
  expect(await read(roundSeal(organ), { damage: { kind: 'half-inked', at: 0, share: 0.5 } })).toBeNull();
  expect(matchRing([line('市场监督管'), line('市场监督管')], organ)).toBeNull();
});
