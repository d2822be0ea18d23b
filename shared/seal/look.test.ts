import { expect, test } from 'vitest';
import { lookWords } from './look.ts';
import type { ImprintView, NoteView, SheetView } from './methods.ts';
import { type Reason, reason, verdictOf } from './reasons.ts';

const note = (more: Partial<NoteView>): NoteView => ({ text: '', types: [], twofold: false, conflicts: [], ...more });
const type = (ticked: boolean): NoteView['types'][number] => ({
  name: '营业执照',
  confidence: 0.97,
  match: ticked ? 'full' : 'near',
  wrong: ticked ? 0 : 1,
  ticked,
});
const right = note({ text: '营业执照', types: [type(true)] });
const imprint = (reasons: readonly Reason[], more: Partial<ImprintView> = {}): ImprintView =>
  ({
    id: 'a',
    number: 1,
    state: 'draft',
    licenseTypes: [],
    typesFrom: '',
    finding: { verdict: verdictOf(reasons), reasons },
    like: null,
    seal: 'a',
    ...more,
  }) as ImprintView;
const words = (imprints: ImprintView[], said?: NoteView, more: Partial<SheetView> = {}): string[] =>
  lookWords(
    { page: { turnDoubtDeg: 0 }, found: imprints.length, imprints, ...more } as SheetView,
    new Map(said ? [['a', said]] : []),
  );

const faint = reason('text-faint', 'warn', null, { side: '左侧' });
const broken = reason('ring-broken', 'reject', null, { share: 0.2, side: '上侧' });

test('a seal that passed with a note that is ticked needs no look, and what is not read yet says nothing', () => {
  expect(words([imprint([])], right)).toEqual([]);
  expect(words([imprint([])])).toEqual([]);
});

test('a refusal says its own reasons alone, and stands first; of several the first is told', () => {
  expect(words([imprint([faint, broken])], right)).toEqual([`第 1 枚不合格：${broken.message}`]);
  expect(words([imprint([faint, faint])], right)).toEqual([`第 1 枚留意：${faint.message}，等 2 处`]);
  const worst = words([imprint([faint]), imprint([broken], { number: 2 })], right);
  expect(worst.map((one) => one.slice(0, 7))).toEqual(['第 2 枚不合', '第 1 枚留意']);
});

test.each([
  [
    'conflicts',
    note({ ...right, conflicts: ['“营业执照”已有印模 20261126-001-1'] }),
    '：“营业执照”已有印模 20261126-001-1',
  ],
  ['only something like a name', note({ text: '营业热照', types: [type(false)] }), '：注记是简称或有错字，待采用'],
  ['no type', note({ text: '排污许\n可证' }), '：注记“排污许可证”对不上证照目录'],
  ['nothing', note({}), '：注记没有读出'],
])('a note that says %s needs a look', (_, said, expected) => {
  expect(words([imprint([])], said)).toEqual([`第 1 枚${expected}`]);
});

test('once a person has chosen the types, the note says nothing any more; what is handed in is done with', () => {
  expect(words([imprint([], { licenseTypes: ['营业执照'], typesFrom: 'person' })], note({}))).toEqual([]);
  expect(words([imprint([], { typesFrom: 'person' })], right)).toEqual(['第 1 枚：还没有选证照']);
  expect(words([imprint([faint], { state: 'pending' })], note({}))).toEqual([]);
});

test('a page without a seal, one that lies turned or was scanned before, and a seal that is nearly another one need a look', () => {
  expect(words([], undefined)).toEqual(['没有找到印章']);
  expect(words([imprint([])], right, { page: { turnDoubtDeg: 180 } as never })).toEqual(['页面似颠倒或横放']);
  const before = { sheet: 'c', code: '20261120-002', at: '2026-11-20T01:00:00Z' };
  expect(words([imprint([])], right, { before })).toEqual(['同一张采集单已采集过（20261120-002）']);
  const like = { imprint: 'b', code: '20261125-003-1', likeness: 0.94, weakest: 0.5 };
  expect(words([imprint([], { like })], right)).toEqual(['第 1 枚与 20261125-003-1 很像，有一处不同']);
  expect(words([imprint([], { like, seal: 'b' })], right)).toEqual([]);
});
