import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programDir } from '../../electron/core/places.ts';
import { readTable } from '../../electron/core/spreadsheet/spreadsheet.ts';
import { dayNumber, dayOf, localDay } from '../../shared/china/dates.ts';
import type { Board } from '../../shared/score/methods.ts';
import type { Measure } from '../../shared/score/score.ts';
import { both, type Desk, enrol, makeOffice, password, usccs, writeLicense } from '../exchange/desks.ts';
import { completeCatalog } from '../fixtures/catalog.ts';
import { codeOf } from '../fixtures/refusal.ts';

const office = makeOffice();
const today = localDay();
const week = { kind: 'week' as const, day: today };
let market: Desk;
let civil: Desk;
let bureau: Desk;

const board = (day = today): Promise<Board> => bureau.client.call('score.board', { period: { kind: 'week', day } });
const rowOf = ({ rows }: Board, desk: Desk) => rows.find(({ partner }) => partner === desk.id)!;
const figureOf = async (desk: Desk, measure: Measure) => rowOf(await board(), desk).figures[measure];
const behind = (
  desk: Desk,
  measure: Measure,
  of: Parameters<typeof bureau.client.call<'score.behind'>>[1]['of'] = { period: week },
) => bureau.client.call('score.behind', { of, partner: desk.id, measure });
const enter = (
  desk: Desk,
  measure: Measure,
  numerator: number | null,
  denominator: number | null,
  change: object = {},
) =>
  bureau.client.call('score.enter', {
    ...{ partner: desk.id, measure, numerator, denominator, date: today, source: '市交换平台接入清单' },
    ...change,
  });

async function writeCatalog(desk: Desk, number: number): Promise<string> {
  const body = completeCatalog({
    name: `企业登记信息之${number}`,
    code: `102001410101/${String(number).padStart(6, '0')}`,
    releaseDate: dayOf(dayNumber(today) - 1),
  });
  const { row } = await desk.client.call('catalog.save', { body, submit: true });
  return row.id;
}

async function owe(desk: Desk, kind: '资源目录' | '数据', expected: number | null): Promise<void> {
  const line = { id: '', code: '04-01', text: '营业执照信息', kind, catalogs: [], licenseTypes: [], due: '', note: '' };
  await desk.client.call('obligation.save', { ...line, expected });
}

async function send(desk: Desk): Promise<string> {
  const media = join(office.media, desk.id);
  mkdirSync(media, { recursive: true });
  const { packageId } = await desk.client.call('exchange.pack', { to: media, ...both });
  const { packages } = await bureau.client.call('intake.receive', { paths: [media], files: [] });
  expect(packages.find((one) => one.packageId === packageId)).toMatchObject({ ok: true, rejected: [] });
  return packageId;
}

async function decide(id: string, outcome: 'accepted' | 'returned'): Promise<void> {
  const { row } = await bureau.client.call('review.get', { id });
  const remarks = outcome === 'returned' ? [{ field: '', remark: '请更正' }] : [];
  await bureau.client.call('review.decide', { id, revision: row.revision, outcome, remarks });
}

let catalogs: string[] = [];
let licenses: string[] = [];
let packageId = '';

beforeAll(async () => {
  market = await office.open('market', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  civil = await office.open('civil', 'department', '郑州市民政局', '114101000052530151');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(market, bureau);
  await enrol(civil, bureau);
});
afterAll(() => office.close());

test('before anything came nobody has a rank by what is not known, and nobody is connected', async () => {
  const { rows, weights, head } = await board();
  expect(weights).toEqual({ catalogs: 20, completion: 20, access: 20, collection: 20, interfaces: 20 });
  expect(head).toBe(null);
  expect(rows.map(({ total, rank }) => [total, rank])).toEqual([
    [0, 1],
    [0, 1],
  ]);
  expect(rowOf({ rows } as Board, market).figures).toMatchObject({
    catalogs: { numerator: 0, denominator: null, denominatorFrom: 'none' },
    access: { numerator: 0, denominator: 1 },
    interfaces: { numerator: null, denominator: null },
  });
});

test('figures are counted from what was signed: handed in, accepted, and what the department says it owes', async () => {
  await owe(market, '资源目录', 4);
  await owe(market, '数据', 10);
  await owe(market, '数据', null);
  catalogs = [await writeCatalog(market, 1), await writeCatalog(market, 2), await writeCatalog(market, 3)];
  licenses = [
    await writeLicense(market, usccs[0]!),
    await writeLicense(market, usccs[1]!),
    await writeLicense(market, usccs[2]!),
  ];
  packageId = await send(market);
  expect(await figureOf(market, 'catalogs')).toMatchObject({
    numerator: 3,
    denominator: 4,
    denominatorFrom: 'reported',
  });
  expect(await figureOf(market, 'completion')).toMatchObject({ numerator: 0, denominator: 4 });
  await decide(catalogs[0]!, 'accepted');
  await decide(catalogs[1]!, 'accepted');
  await decide(catalogs[1]!, 'returned');
  await decide(catalogs[2]!, 'returned');
  for (const id of licenses) await decide(id, 'accepted');
  expect(await figureOf(market, 'catalogs')).toMatchObject({ numerator: 3 });
  expect(await figureOf(market, 'completion')).toMatchObject({
    numerator: 1,
    denominator: 4,
    numeratorFrom: 'counted',
  });
  expect(await figureOf(market, 'collection')).toMatchObject({
    numerator: 3,
    denominator: 10,
    uncounted: expect.any(Number),
  });
  expect((await figureOf(market, 'collection')).uncounted).toBeGreaterThan(0);
  expect(await figureOf(market, 'access')).toMatchObject({ numerator: 1, denominator: 1 });
  // 15 + 5 + 20 + 6 of the 80 that can be reckoned.
  expect(rowOf(await board(), market)).toMatchObject({ total: 57.5, rank: 1, before: null });
  expect(rowOf(await board(), civil)).toMatchObject({ total: 0, rank: 2 });
});

test('every figure opens what it counts', async () => {
  const ids = async (measure: Measure) => (await behind(market, measure)).rows.map(({ id }) => id);
  expect(await ids('catalogs')).toEqual(catalogs);
  expect(await ids('completion')).toEqual([catalogs[0]]);
  expect(await ids('collection')).toEqual(licenses);
  expect(await ids('access')).toEqual([packageId]);
  const { lines, total } = await behind(market, 'completion');
  expect(total).toBe(1);
  expect(lines).toContainEqual(expect.objectContaining({ kind: '资源目录', expected: 4 }));
  expect((await behind(civil, 'catalogs')).rows).toEqual([]);
  const page = await bureau.client.call('score.behind', {
    of: { period: week },
    partner: market.id,
    measure: 'catalogs',
    limit: 2,
  });
  expect([page.total, page.rows.length]).toEqual([3, 2]);
  const rest = await bureau.client.call('score.behind', {
    ...{ of: { period: week }, partner: market.id, measure: 'catalogs', limit: 2, after: page.next! },
  });
  expect(rest.rows.map(({ id }) => id)).toEqual([catalogs[2]]);
});

test('what the program cannot count is typed in with day and source; the latest day holds, and an empty one gives the count back', async () => {
  const yesterday = dayOf(dayNumber(today) - 1);
  await enter(market, 'interfaces', 3, 4);
  await enter(market, 'interfaces', 1, 8, { date: yesterday, source: '月初清单' });
  expect(await figureOf(market, 'interfaces')).toMatchObject({
    numerator: 3,
    denominator: 4,
    numeratorFrom: 'entered',
  });
  const { entries } = await behind(market, 'interfaces');
  expect(entries.map(({ source, by }) => [source, by])).toEqual([
    ['市交换平台接入清单', '李敏'],
    ['月初清单', '李敏'],
  ]);
  await enter(market, 'completion', null, 2);
  expect(await figureOf(market, 'completion')).toMatchObject({
    numerator: 1,
    denominator: 2,
    denominatorFrom: 'entered',
  });
  await enter(market, 'completion', null, null);
  expect(await figureOf(market, 'completion')).toMatchObject({
    numerator: 1,
    denominator: 4,
    denominatorFrom: 'reported',
  });
  expect(await codeOf(enter(market, 'interfaces', 1, 2, { date: dayOf(dayNumber(today) + 1) }))).toBe('invalid-input');
  expect(await codeOf(enter(market, 'interfaces', 1, 2, { source: ' ' }))).toBe('invalid-input');
  expect(await codeOf(enter(market, 'interfaces', -1, 2))).toBe('invalid-input');
  await enter(civil, 'interfaces', null, 0, { source: '无接口' });
  expect(rowOf(await board(), civil).figures.interfaces).toMatchObject({ denominator: 0 });
});

test('weights change the total and the ranks, and make 100', async () => {
  const weights = { catalogs: 40, completion: 40, access: 10, collection: 10, interfaces: 0 };
  expect(await codeOf(bureau.client.call('score.weigh', { weights: { ...weights, access: 0 } }))).toBe('invalid-input');
  await bureau.client.call('score.weigh', { weights });
  // 30 + 10 + 10 + 3
  expect(rowOf(await board(), market).total).toBe(53);
});

test('an issued sheet stays as it is, whatever comes later; a correction is the next draft', async () => {
  const head = await bureau.client.call('score.issue', { period: week });
  expect(head).toMatchObject({ kind: 'week', number: 1, issuedBy: '李敏' });
  const of = { sheet: head.sheet };
  const issued = await bureau.client.call('score.board', of);
  await new Promise((rest) => setTimeout(rest, 5));
  await decide(catalogs[0]!, 'returned');
  await enter(market, 'interfaces', 4, 4);
  await bureau.client.call('score.weigh', {
    weights: { catalogs: 20, completion: 20, access: 20, collection: 20, interfaces: 20 },
  });
  expect(await bureau.client.call('score.board', of)).toEqual(issued);
  expect(rowOf(issued, market)).toMatchObject({ total: 53, figures: { completion: { numerator: 1 } } });
  // What stood behind it then still opens.
  expect((await behind(market, 'completion', of)).rows.map(({ id }) => id)).toEqual([catalogs[0]]);
  expect((await behind(market, 'interfaces', of)).entries[0]).toMatchObject({ numerator: 3 });
  expect((await behind(market, 'completion')).rows).toEqual([]);
  const next = await bureau.client.call('score.issue', { period: week });
  expect(next.number).toBe(2);
  const { sheets } = await bureau.client.call('score.sheets', { kind: 'week' });
  expect(sheets.map(({ number }) => number)).toEqual([2, 1]);
  expect(await codeOf(bureau.client.call('score.board', { sheet: 99 }))).toBe('sheet-missing');
  const { db } = bureau.core.context.station;
  expect(() => db.exec("UPDATE score_sheet SET rows = '[]'")).toThrow('never changes');
  expect(() => db.exec('DELETE FROM score_sheet')).toThrow('never goes');
});

test('the next period is held against the last draft of this one, and one that has not begun is not issued', async () => {
  const later = dayOf(dayNumber(today) + 7);
  const row = rowOf(await board(later), market);
  // 15 + 0 + 20 + 6 + 20
  expect(row.before).toEqual({ total: 61, rank: 1 });
  expect(await codeOf(bureau.client.call('score.issue', { period: { kind: 'week', day: later } }))).toBe('score-early');
  const { rows } = await bureau.client.call('score.history', { kind: 'week', partner: market.id });
  expect(rows.map(({ number, total, rank, of }) => [number, total, rank, of])).toEqual([[2, 61, 1, 2]]);
});

test('a period that is over is counted up to its last day', async () => {
  const { db } = bureau.core.context.station;
  db.prepare("UPDATE record SET created_at = '2020-05-06T10:00:00.000+08:00' WHERE id = ?").run(catalogs[0]);
  db.prepare(
    "UPDATE acceptance SET since = '2020-05-07T10:00:00.000+08:00', until = '2020-06-02T10:00:00.000+08:00' WHERE code = ?",
  ).run('102001410101/000001');
  const at = async (day: string) => {
    const { figures } = rowOf(await bureau.client.call('score.board', { period: { kind: 'month', day } }), market);
    return [figures.catalogs.numerator, figures.completion.numerator, figures.collection.numerator];
  };
  expect(await at('2020-04-30')).toEqual([0, 0, 0]);
  expect(await at('2020-05-31')).toEqual([1, 1, 0]);
  expect(await at('2020-06-30')).toEqual([1, 0, 0]);
});

test('a revoked department is not on the board; a department has none; an inspector reads and issues nothing', async () => {
  await bureau.client.call('enrol.revoke', { station: civil.id, reason: '撤并' });
  expect((await board()).rows.map(({ partner }) => partner)).toEqual([market.id]);
  expect(await codeOf(market.client.call('score.board', { period: week }))).toBe('wrong-station');
  await bureau.client.call('user.add', { name: '周督察', roles: ['inspector'], password: 'Du-cha-2026-11' });
  const { session } = bureau.core.context;
  session.lock('user');
  await session.unlock('周督察', 'Du-cha-2026-11');
  expect((await board()).rows).toHaveLength(1);
  expect(await codeOf(bureau.client.call('score.issue', { period: week }))).toBe('not-allowed');
  expect(await codeOf(enter(market, 'interfaces', 1, 1))).toBe('not-allowed');
});

test('the sheet goes out as xlsx and csv with what is above and below each line', async () => {
  const of = { sheet: 1 };
  for (const format of ['xlsx', 'csv'] as const) {
    const { path } = await bureau.client.call('score.export', { of, format, to: office.root, as: `sheet.${format}` });
    const { rows } = await readTable(readFileSync(path), path);
    const texts = rows.map(({ cells }) => cells.map((cell) => String(cell ?? '')));
    const line = texts.find((cells) => cells.includes('郑州市市场监督管理局'))!;
    expect(line.slice(0, 6)).toEqual(['1', '郑州市市场监督管理局', '3', '4', '统计/单位上报', '30']);
    expect(line).toContain('53');
  }
});

test('the command line says, types in, issues and writes the same', async () => {
  const { dir } = bureau;
  await bureau.core.close();
  const run = (...words: string[]) => {
    const env = { ...process.env, YIDI_PASSWORD: password };
    const command = [join(programDir, 'bin', 'yidi'), 'score', ...words, '--dir', dir, '--json'];
    const { stdout, status } = spawnSync(process.execPath, command, { encoding: 'utf8', env });
    return { status, value: JSON.parse(stdout) };
  };
  const given = ['--partner', market.id, '--measure', 'interfaces', '--numerator', '2', '--denominator', '4'];
  expect(run('enter', ...given, '--source', '接口清单')).toEqual({ status: 0, value: { ok: true, files: [] } });
  expect(run('enter', ...given.with(5, 'two'), '--source', '接口清单').status).toBe(2);
  const shown = run('show', '--period', 'week', '--day', today);
  expect(shown.value.rows[0]).toMatchObject({ name: '郑州市市场监督管理局', total: 51, rank: 1 });
  const weights = ['--catalogs', '100', '--completion', '0', '--access', '0', '--collection', '0', '--interfaces', '0'];
  expect(run('weigh', ...weights).status).toBe(0);
  expect(run('weigh', ...weights.with(1, '90'))).toMatchObject({
    status: 1,
    value: { ok: false, code: 'invalid-input' },
  });
  const issued = run('issue', '--period', 'month', '--day', today);
  expect(issued).toMatchObject({ status: 0, value: { ok: true, kind: 'month', number: 1 } });
  const out = join(office.root, 'month.csv');
  const sheet = String(issued.value.sheet);
  expect(run('export', '--sheet', sheet, '--format', 'csv', '--out', out).value.files[0].path).toBe(out);
  expect(readFileSync(out, 'utf8')).toContain('第 1 稿');
  expect(run('sheets', '--period', 'month').value).toMatchObject({ total: 1, rows: [{ kind: 'month', number: 1 }] });
}, 120_000);
