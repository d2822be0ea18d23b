import { afterAll, beforeAll, expect, test } from 'vitest';
import { copiesOf, scratch, writeScanned } from '../exchange/damaged.ts';
import { type Desk, enrol, usccs, writeLicense } from '../exchange/desks.ts';
import { codeOf } from '../fixtures/refusal.ts';
import * as intake from './bureau.ts';
import {
  accept,
  answerTo,
  arrive,
  at,
  atWindow,
  begin,
  boardOf,
  both,
  bureau,
  chunk,
  civil,
  dueOf,
  end,
  everything,
  figures,
  health,
  id,
  ledger,
  line,
  market,
  office,
  on,
  owe,
  receive,
  restore,
  type Sent,
  seat,
  send,
  sendBack,
  standing,
  states,
  take,
  writeCatalog,
} from './month.ts';
import { agree, openPage } from './place.ts';
import { sendPackage, takeAnswers } from './send.ts';

beforeAll(begin);
afterAll(end);

test('2 February: the departments are enrolled; the fingerprint of another paper is refused', async () => {
  await enrol(market, bureau);
  await enrol(civil, bureau);
  const { name, bytes } = await health.client.call('enrol.request', {});
  const { partner, answer } = await bureau.client.call('enrol.accept', { name, bytes });
  expect(partner.state).toBe('unverified');
  const { fingerprint } = bureau;
  await health.client.call('enrol.finish', { name: answer.name, bytes: answer.bytes, fingerprint });
  const confirm = (paper: string) =>
    bureau.client.call('enrol.confirm', { station: health.id, fingerprint: paper }).then(({ state }) => state);
  expect(await codeOf(confirm(market.fingerprint))).toBe('fingerprint-mismatch');
  expect(await confirm(health.fingerprint)).toBe('verified');
});

const stick = 'ZZSCJG-2026-001';
let lost: Sent;
let first: Sent;

test('3 February: two packages leave, one arrives', async () => {
  on(3, 9);
  for (const [number, name] of ['M1', 'M2'].entries()) id[name] = await writeCatalog(market, number + 1);
  for (const [number, name] of ['m1', 'm2', 'm3'].entries()) id[name] = await writeLicense(market, usccs[number]!);
  lost = await send(market, {}, stick);
  expect(lost).toMatchObject({ sequence: 1, records: 5 });
  id.C1 = await writeCatalog(civil, 1);
  for (const [number, name] of ['c1', 'c2'].entries()) id[name] = await writeLicense(civil, usccs[number]!);
  first = await send(civil);
  on(3, 15);
  expect(await arrive(civil, first)).toMatchObject({ code: '', sequence: 1, received: 3, rejected: [], missing: [] });
  expect(both(civil, 'C1', 'c1', 'c2')).toEqual(Array(6).fill('received 1'));
  expect(everything(bureau, market.id)).toEqual([]);
});

test('4 and 5 February: a returned license opens at its field, is corrected and accepted', async () => {
  on(4, 10);
  await accept('C1', 'c1');
  await sendBack('c2', '住所', '住所缺门牌号，请对照照面补全');
  expect(await take(civil, await answerTo(civil))).toMatchObject({ accepted: 2, returned: 1 });
  expect(both(civil, 'C1', 'c1', 'c2')).toEqual([
    ...['accepted 1', 'accepted 1', 'accepted 1', 'accepted 1', 'returned 1', 'returned 1'],
  ]);
  expect((await civil.client.call('desk.summary', {})).returned).toMatchObject([
    { id: id.c2, fieldWord: expect.stringContaining('住所'), remark: '住所缺门牌号，请对照照面补全' },
  ]);
  on(5, 9);
  await writeLicense(civil, usccs[1]!, { 住所: '郑州市管城回族区宇通路6号院2号楼' }, id.c2);
  const second = await send(civil);
  expect(await arrive(civil, second)).toMatchObject({ sequence: 2, received: 1 });
  on(5, 16);
  await accept('c2');
  await take(civil, await answerTo(civil));
  expect(both(civil, 'c2')).toEqual(['accepted 2', 'accepted 2']);
});

let again: Sent;

test('10 and 11 February: no receipt within five working days, the stick is lost: what it carried goes again', async () => {
  on(6, 9);
  await writeLicense(market, usccs[0]!, { 法定代表人: '王敏' }, id.m1);
  on(10, 9);
  expect(await dueOf(market, '取回 0001 号包签收回执')).toMatchObject({ date: '2026-02-10', daysLeft: 0 });
  const lose = { number: stick, what: 'lose' as const, text: '2 月 3 日在公交车上遗失，已报保密员' };
  expect(await market.client.call('medium.move', lose)).toMatchObject({ state: 'lost', waiting: [] });
  const reason = '介质遗失';
  expect(await market.client.call('exchange.sendAgain', { package: lost.packageId, reason })).toEqual({ records: 4 });
  again = await send(market);
  expect(again).toMatchObject({ sequence: 2, records: 5 });
  expect(await ledger(market, lost)).toMatchObject({ replacedBy: 2, receivedAt: '' });
  on(11, 9);
  expect(await arrive(market, again)).toMatchObject({ sequence: 2, received: 5, missing: [1] });
  expect(both(market, 'M1', 'M2', 'm2', 'm3')).toEqual(Array(8).fill('received 1'));
  expect(both(market, 'm1')).toEqual(['received 2', 'received 2']);
  expect((await line(again)).missing).toEqual([1]);
});

let scratched: Sent;

test('11 February: a scratched volume is restored from its recovery data', async () => {
  on(11, 10);
  id.H1 = await writeCatalog(health, 1);
  const names = ['h1', 'h2', 'h3', 'h4'];
  for (const [at, record] of (await writeScanned(health, 4, 8 * chunk)).entries()) id[names[at]!] = record;
  scratched = await send(health, { volumeSize: 20 * chunk, recovery: 10 });
  expect(scratched.paths).toHaveLength(3);
  const paths = copiesOf(scratched.paths, at('scratched'));
  scratch(paths[1]!, 3 * chunk, 2 * chunk);
  const outcome = await arrive(health, { ...scratched, paths });
  expect(outcome).toMatchObject({ code: 'repaired', received: 5, rejected: [], loss: null });
  expect(outcome.volumes.map(({ state, chunks }) => `${state} ${chunks}`)).toEqual([
    'whole 0',
    'repaired 2',
    'whole 0',
  ]);
  on(11, 16);
  await accept('H1', 'h1', 'h2');
  expect(await take(health, await answerTo(health))).toMatchObject({ accepted: 3 });
});

test('12 February: the stick turns up; what it carries is known, and nothing newer gives way to it', async () => {
  on(12, 9);
  await market.client.call('medium.move', { number: stick, what: 'takeBack', text: '公交公司送还' });
  expect(await arrive(market, lost)).toMatchObject({ code: '', sequence: 1, received: 5, rejected: [], missing: [] });
  expect(await line(lost)).toMatchObject({ superseded: 1 });
  expect(both(market, 'm1', 'm2')).toEqual(['received 2', 'received 2', 'received 1', 'received 1']);
  // Nobody asks for what has come.
  expect((await line(again)).missing).toEqual([]);
  expect((await ledger(market, again)).missing).toEqual([]);
  expect(everything(bureau, market.id)).toHaveLength(5);
});

let unread = '';
let backup = '';

test('12 and 13 February: after the backup, a decision is taken and a package leaves; then the machine burns', async () => {
  on(12, 15);
  await accept('M1', 'm1', 'm2');
  await sendBack('M2', '摘要', '摘要未写明数据范围');
  const answer = await answerTo(market);
  id.m4 = await writeLicense(market, usccs[3]!);
  on(12, 17);
  backup = (await market.client.call('backup.create', { to: office.root })).path;
  on(13, 9);
  expect(await take(market, answer)).toMatchObject({ accepted: 3, returned: 1 });
  await writeCatalog(market, 2, '本市登记机关核准登记的企业，数据自 2000 年起。', id.M2);
  const third = await send(market);
  expect(await arrive(market, third)).toMatchObject({ sequence: 3, received: 2, missing: [] });
  expect(standing(bureau, 'M2')).toBe('received 2');
  await market.core.close();
  on(13, 16);
  await accept('m4');
  unread = await answerTo(market);
});

let restored: Sent;

test('14 February, a Saturday that is worked: the restored station goes on in a new epoch and hears again what it had been told', async () => {
  on(14, 9);
  seat('market', await restore(backup, at('market-restored')));
  expect(both(market, 'M1', 'M2', 'm4')).toEqual([
    ...['received 1', 'accepted 1', 'received 1', 'received 2', 'pending 1', 'accepted 1'],
  ]);
  restored = await send(market);
  expect(restored).toMatchObject({ sequence: 1, records: 1 });
  expect(await arrive(market, restored)).toMatchObject({ sequence: 1, received: 1, rejected: [], missing: [] });
  expect(both(market, 'm4')).toEqual(['received 1', 'accepted 1']);
  expect((await bureau.client.call('review.waiting', {})).waiting).toMatchObject([
    { partner: market.id, accepted: 4, returned: 1 },
  ]);
  expect(await take(market, await answerTo(market))).toMatchObject({ accepted: 4, returned: 1 });
  expect(both(market, 'M1', 'm1', 'm2', 'm4')).toEqual([
    ...['accepted 1', 'accepted 1', 'accepted 2', 'accepted 2', 'accepted 1', 'accepted 1', 'accepted 1', 'accepted 1'],
  ]);
  expect(standing(market, 'M2')).toBe('returned 1');
  // The file that was under way when the machine burned comes too late and changes nothing.
  await take(market, unread);
  expect(standing(market, 'm4')).toBe('accepted 1');
});

let slow: Sent;
let urgent: Sent;

test('13 and 14 February: an urgent package overtakes the one before it', async () => {
  on(13, 10);
  await writeLicense(civil, usccs[0]!, { 住所: '郑州市金水区花园路126号院5号楼' }, id.c1);
  id.C2 = await writeCatalog(civil, 2);
  id.c3 = await writeLicense(civil, usccs[2]!);
  slow = await send(civil);
  expect(slow).toMatchObject({ sequence: 3, records: 3 });
  on(14, 10);
  id.c4 = await writeLicense(civil, usccs[3]!);
  await civil.client.call('license.noteEvent', {
    ...{ id: id.c1!, base: 2, kind: '吊销', date: '2026-02-14', reason: '严重违法' },
    ...{ document: '郑民罚字〔2026〕3号', validTo: '' },
  });
  expect((await civil.client.call('exchange.outbox', {})).urgent).toEqual({ total: 1, ready: 0 });
  urgent = await send(civil, { urgent: true });
  expect(urgent).toMatchObject({ sequence: 4, records: 1 });
  expect([standing(civil, 'c1'), standing(civil, 'c4')]).toEqual(['sent 3', 'pending 1']);
  on(14, 11);
  expect(await arrive(civil, urgent)).toMatchObject({ sequence: 4, received: 1, missing: [3] });
  const { lines } = await bureau.client.call('review.get', { id: id.c1! });
  expect(lines.filter(({ changed }) => changed).map(({ after }) => after)).toContain('吊销');
  await accept('c1');
  expect(await take(civil, await answerTo(civil))).toMatchObject({ accepted: 1 });
  // Nine days of festival do not count.
  expect(await dueOf(civil, '取回 0003 号包签收回执')).toMatchObject({ date: '2026-02-27', daysLeft: 4 });
});

test('24 February: the overtaken package comes in behind the urgent one', async () => {
  on(24, 9);
  expect(await line(urgent)).toMatchObject({ urgent: true, missing: [3] });
  expect(await arrive(civil, slow)).toMatchObject({ code: '', sequence: 3, received: 3, rejected: [], missing: [] });
  expect(await line(slow)).toMatchObject({ urgent: false, superseded: 1 });
  expect((await line(urgent)).missing).toEqual([]);
  expect(both(civil, 'c1', 'C2', 'c3')).toEqual([
    ...['accepted 3', 'accepted 3', 'received 1', 'received 1', 'received 1', 'received 1'],
  ]);
});

let stolen: Desk;

test('24 February: a stolen machine is revoked; its package is refused, and no answer is signed for it', async () => {
  on(24, 10);
  id.H2 = await writeCatalog(health, 2);
  const late = await send(health);
  stolen = health;
  const revoke = { station: stolen.id, reason: '笔记本电脑被盗，密钥可能泄露' };
  expect(await bureau.client.call('enrol.revoke', revoke)).toMatchObject({ state: 'revoked' });
  on(24, 14);
  expect(await receive(late.paths)).toMatchObject({ ok: false, code: 'sender-revoked', received: 0, receipt: '' });
  // Its entries come again under new keys; what it had sent stands for nothing.
  for (const name of ['H1', 'h1', 'h2', 'h3', 'h4']) await sendBack(name, '', '密钥撤销，由新工作站重新报送');
  expect((await bureau.client.call('review.waiting', {})).waiting).toEqual([]);
  expect((await bureau.client.call('review.release', { to: at('answers') })).files).toEqual([]);
  expect(everything(bureau, stolen.id).map((one) => one.split(' ')[2])).toEqual(Array(5).fill('returned'));
  await stolen.core.close();
});

test('25 February: the department enrols a new station and sends its entries again', async () => {
  on(25, 9);
  seat('health', await office.open('health-new', 'department', '郑州市卫生健康委员会', '11410000005184603J'));
  expect(health.id).not.toBe(stolen.id);
  await owe(health, 2, 4);
  for (const [number, name] of ['H1', 'H2'].entries()) id[name] = await writeCatalog(health, number + 1);
  for (const [number, name] of ['h1', 'h2', 'h3', 'h4'].entries())
    id[name] = await writeLicense(health, usccs[number]!);
  expect(await codeOf(send(health))).toBe('partner-missing');
  await enrol(health, bureau);
  const entries = await send(health);
  expect(await arrive(health, entries)).toMatchObject({
    code: '',
    sequence: 1,
    received: 6,
    rejected: [],
    missing: [],
  });
  await accept('H1', 'H2', 'h1', 'h2', 'h3');
  await sendBack('h4', '核发日期', '与照面不符');
  expect(await take(health, await answerTo(health))).toMatchObject({ accepted: 5, returned: 1 });
});

test('25 February: what was corrected otherwise after the restore is refused by name, and goes as the next revision', async () => {
  on(25, 10);
  await writeCatalog(market, 2, '核准登记的企业，数据自 2010 年起。', id.M2);
  const conflict = await send(market);
  const outcome = await arrive(market, conflict);
  expect(outcome).toMatchObject({ sequence: 2, received: 0, rejected: [{ id: id.M2, code: 'revision-conflict' }] });
  expect(both(market, 'M2')).toEqual(['returned 2', 'received 2']);
  on(25, 11);
  await writeCatalog(market, 2, '核准登记的企业，数据自 2000 年起。', id.M2);
  expect(await arrive(market, await send(market))).toMatchObject({ sequence: 3, received: 1, missing: [] });
  await accept('M2');
  await sendBack('m3', '法定代表人', '与登记库不符');
  expect(await take(market, await answerTo(market))).toMatchObject({ accepted: 1, returned: 1 });
  expect(both(market, 'M2', 'm3')).toEqual(['accepted 3', 'accepted 3', 'returned 1', 'returned 1']);
  const { packageId } = first;
  expect(await bureau.client.call('review.decidePackage', { packageId, outcome: 'stored' })).toEqual({ decided: 1 });
  expect(await take(civil, await answerTo(civil))).toMatchObject({ accepted: 1, returned: 0 });
});

test('26 February: the last package goes from window to window', async () => {
  on(26, 9);
  // Signed for on the 14th; the correction needs both signatures anew.
  await writeLicense(civil, usccs[3]!, { 住所: '郑州市二七区航海路8号' }, id.c4);
  seat('civil', await atWindow(civil, (page) => sendPackage(page, '王建国', '赵海燕', '孙晓东')));
  on(26, 11);
  seat(
    'bureau',
    await atWindow(bureau, async (page) => {
      await intake.receive(page);
      await intake.review(page, '照面的核发日期看不清，请重新扫描', 2);
    }),
  );
  on(26, 15);
  seat('civil', await atWindow(civil, takeAnswers));
  expect(both(civil, 'c3', 'c4', 'C2')).toEqual([
    ...['returned 1', 'returned 1', 'accepted 2', 'accepted 2', 'accepted 1', 'accepted 1'],
  ]);
});

test('28 February: every state on both sides agrees, nothing is under way, and every audit chain holds', async () => {
  on(28, 9);
  for (const desk of [market, civil, health]) {
    expect(everything(desk)).toEqual(everything(bureau, desk.id));
    expect(await desk.client.call('desk.strip', {})).toMatchObject({ unsent: 0, onTheWay: [], receiptsWaiting: 0 });
    expect((await desk.client.call('exchange.outbox', {})).totals).toEqual([]);
  }
  expect(states(market)).toEqual({ accepted: 5, returned: 1 });
  expect(states(civil)).toEqual({ accepted: 4, returned: 1, stored: 1 });
  expect(states(health)).toEqual({ accepted: 5, returned: 1 });
  expect(everything(bureau, '*')).toHaveLength(6 + 6 + 6 + 5);
  expect(await bureau.client.call('desk.strip', {})).toMatchObject({ toReview: 0, toConfirm: 0 });
  expect((await bureau.client.call('review.waiting', {})).waiting).toEqual([]);
  for (const desk of [market, civil, health, bureau])
    expect(await desk.client.call('audit.verify', {})).toMatchObject({ ok: true, brokenAt: null });
});

test('28 February: every figure of the scoreboard is what was counted by hand, and the window says the same', async () => {
  on(28, 10);
  const told = { date: '2026-02-27', source: '市交换平台接入清单' };
  const enter = (desk: Desk, numerator: number | null, denominator: number) =>
    bureau.client.call('score.enter', { partner: desk.id, measure: 'interfaces', numerator, denominator, ...told });
  await enter(market, 1, 2);
  await enter(civil, null, 0);
  await enter(health, null, 0);
  const month = [
    // (20 + 20 + 20 + 15) of 80
    { partner: health.id, figures: figures([2, 2], [2, 2], [1, 1], [3, 4], [null, 0]), total: 93.75, rank: 1 },
    // (20 + 20 + 20 + 12) of 80
    { partner: civil.id, figures: figures([2, 2], [2, 2], [1, 1], [3, 5], [null, 0]), total: 90, rank: 2 },
    // 10 + 10 + 20 + 7.5 + 10
    { partner: market.id, figures: figures([2, 4], [2, 4], [1, 1], [3, 8], [1, 2]), total: 57.5, rank: 3 },
  ];
  expect(await boardOf('month', '2026-02-28')).toEqual(month);
  // Of the first week: only one department had been heard of, with a catalog, and two licenses of five that were accepted by then.
  expect(await boardOf('week', '2026-02-08')).toEqual([
    { partner: civil.id, figures: figures([1, 2], [1, 2], [1, 1], [2, 5], [null, null]), total: 60, rank: 1 },
    { partner: health.id, figures: figures([0, 2], [0, 2], [0, 1], [0, 4], [null, null]), total: 0, rank: 2 },
    { partner: market.id, figures: figures([0, 4], [0, 4], [0, 1], [0, 8], [null, null]), total: 0, rank: 2 },
  ]);
  seat(
    'bureau',
    await atWindow(bureau, async (page) => {
      await openPage(page, '收件');
      const table = page.getByRole('grid', { name: '收到的包' });
      const row = (...words: string[]) =>
        words.reduce((rows, hasText) => rows.filter({ hasText }), table.locator('.table-row'));
      await row('郑州市卫生健康委员会', '已修复').waitFor();
      await row('郑州市卫生健康委员会', '密钥已撤销', '拒收').waitFor();
      await row('郑州市市场监督管理局', '1 件已有更新的版本').waitFor();
      await row('郑州市民政局', '1 件已有更新的版本').waitFor();
      await row('郑州市市场监督管理局', '隔离 1 条').waitFor();
      expect(await row('急件').allInnerTexts()).toEqual([expect.stringMatching(/郑州市民政局.*0004/s)]);
      expect(await row('未到齐').count()).toBe(0);
      await openPage(page, '考核');
      await page.getByText('月报', { exact: true }).click();
      const board = page.getByRole('grid', { name: '各单位得分' });
      await board.getByText('93.75').waitFor();
      for (const [name, total] of [
        ['郑州市卫生健康委员会', '93.75'],
        ['郑州市民政局', '90.00'],
        ['郑州市市场监督管理局', '57.50'],
      ] as const)
        await board.locator('.table-row', { hasText: name }).getByText(total).waitFor();
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').getByText('定稿后的数、分值和名次不再变').waitFor();
      await agree(page);
      await page.getByText(/第 1 稿，李敏定稿/).waitFor();
    }),
  );
  const [sheet] = (await bureau.client.call('score.sheets', { kind: 'month' })).sheets;
  const { rows } = await bureau.client.call('score.board', { sheet: sheet!.sheet });
  expect(rows.map(({ partner, figures, total, rank }) => ({ partner, figures, total, rank }))).toEqual(month);
});
