import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { createCore } from '../../electron/core/core.ts';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { localDay } from '../../shared/china/dates.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import type { IntakeOutcome } from '../../shared/exchange/package.ts';
import { recordKinds, recordStates } from '../../shared/exchange/record.ts';
import type { Measure } from '../../shared/score/score.ts';
import { launchChromium, openProgram } from '../chromium.ts';
import { type Desk, makeOffice, openCopy, password } from '../exchange/desks.ts';
import { completeCatalog } from '../fixtures/catalog.ts';
import { medium } from './office.ts';
import { unlock } from './place.ts';

// February 2026, as three departments and the bureau live it: nothing goes between them but files. 14 and 28 February are Saturdays that are worked,
// 15 to 23 February is the Spring Festival.

export const office = makeOffice();
export const chunk = 65_536;
const home = process.env.HOME;
const opened: Desk[] = [];
let browser: Browser;
export let market: Desk;
export let civil: Desk;
export let health: Desk;
export let bureau: Desk;
/** Ids of records by the name that the story has for them; capitals are catalogs, the others licenses. */
export const id: Record<string, string> = {};
let media = 0;

/** Opens the four offices on 2 February, with what each department owes. */
export async function begin(): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'] });
  on(2, 8);
  market = await office.open('market', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  civil = await office.open('civil', 'department', '郑州市民政局', '114101000052530151');
  health = await office.open('health', 'department', '郑州市卫生健康委员会', '11410000005184603J');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await owe(market, 4, 8);
  await owe(civil, 2, 5);
  await owe(health, 2, 4);
  mkdirSync(at(medium));
  process.env.HOME = office.root;
  browser = await launchChromium();
}

export async function end(): Promise<void> {
  process.env.HOME = home;
  await browser?.close();
  for (const desk of opened) await desk.core.close();
  await office.close();
  vi.useRealTimers();
}

/** Puts the office at another desk: restored, new, or opened again after somebody sat at its window. */
export function seat(name: 'market' | 'civil' | 'health' | 'bureau', desk: Desk): void {
  if (name === 'market') market = desk;
  else if (name === 'civil') civil = desk;
  else if (name === 'health') health = desk;
  else bureau = desk;
}

/** It is this day and hour of February now, in every station. */
export function on(day: number, hour: number): void {
  vi.setSystemTime(new Date(2026, 1, day, hour));
}
export const at = (...names: string[]): string => join(office.root, ...names);

export async function owe(desk: Desk, catalogs: number, data: number): Promise<void> {
  const line = { id: '', text: '营业执照信息', catalogs: [], licenseTypes: [], due: '', note: '' };
  await desk.client.call('obligation.save', { ...line, code: '04-01', kind: '资源目录', expected: catalogs });
  await desk.client.call('obligation.save', { ...line, code: '04-02', kind: '数据', expected: data });
}

export async function writeCatalog(desk: Desk, number: number, abstract?: string, known?: string): Promise<string> {
  const body = completeCatalog({
    name: `企业登记信息之${number}`,
    code: `102001410101/${String(number).padStart(6, '0')}`,
    releaseDate: '2026-02-02',
    ...(abstract ? { abstract } : {}),
  });
  return (await desk.client.call('catalog.save', { ...(known ? { id: known } : {}), body, submit: true })).row.id;
}

export interface Sent {
  readonly packageId: string;
  readonly sequence: number;
  readonly records: number;
  readonly paths: readonly string[];
}

/** Seals what waits under signed papers, writes it to a medium of its own and gives it to the courier. */
export async function send(desk: Desk, wish: object = {}, number?: string): Promise<Sent> {
  media += 1;
  const paper = { person: '王建国', date: localDay(), text: '同意上报' };
  const { packageId, sequence, records, files } = await desk.client.call('exchange.pack', {
    ...{ to: at('media', String(media)), head: paper, secrecy: { ...paper, person: '赵海燕', text: '非涉密' } },
    ...wish,
  });
  await desk.client.call('exchange.handOver', {
    ...{ package: packageId, courier: '孙晓东' },
    ...(number ? { medium: number } : {}),
  });
  return { packageId, sequence, records, paths: files.map(({ path }) => path) };
}

export async function receive(paths: readonly string[]): Promise<IntakeOutcome> {
  const { packages } = await bureau.client.call('intake.receive', { paths: [...paths], receiptTo: at('receipts') });
  expect(packages).toHaveLength(1);
  return packages[0]!;
}

export const take = (desk: Desk, ...paths: string[]) => desk.client.call('exchange.takeAnswers', { paths });

/** The package reaches the counter, and its receipt the department. */
export async function arrive(desk: Desk, { paths }: Sent): Promise<IntakeOutcome> {
  const outcome = await receive(paths);
  expect(outcome).toMatchObject({ ok: true });
  expect((await take(desk, outcome.receipt)).outcomes).toMatchObject([{ ok: true, sequence: outcome.sequence }]);
  return outcome;
}

export async function accept(...names: string[]): Promise<void> {
  for (const name of names) await decide(id[name]!, 'accepted');
}

export async function sendBack(name: string, label: string, remark: string): Promise<void> {
  await decide(id[name]!, 'returned', label, remark);
}

export async function decide(record: string, outcome: 'accepted' | 'returned', label = '', remark = ''): Promise<void> {
  const { row, lines } = await bureau.client.call('review.get', { id: record });
  const field = label && lines.find((line) => line.label.includes(label))!.field;
  const remarks = outcome === 'returned' ? [{ field, remark }] : [];
  await bureau.client.call('review.decide', { id: record, revision: row.revision, outcome, remarks });
}

/** Signs what was decided about a department; gives the file. */
export async function answerTo(desk: Desk): Promise<string> {
  const { files } = await bureau.client.call('review.release', { to: at('answers'), partner: desk.id });
  expect(files).toHaveLength(1);
  return files[0]!.path;
}

export const standing = (desk: Desk, name: string): string => {
  const { state, revision } = desk.core.context.station.records.get(id[name]!);
  return `${state} ${revision}`;
};
/** Where records stand in the department and at the bureau, one after the other. */
export const both = (desk: Desk, ...names: string[]): string[] =>
  names.flatMap((name) => [standing(desk, name), standing(bureau, name)]);
/** Every record of a station, or of a department at the bureau: kind, id, state and revision. */
export const everything = (desk: Desk, origin = ''): string[] =>
  recordKinds
    .flatMap((kind) => desk.core.context.station.records.list({ kind, origin, limit: 500 }).rows)
    .map(({ kind, id, state, revision }) => `${kind} ${id} ${state} ${revision}`)
    .sort();
/** How many records of a station are in each state. */
export const states = (desk: Desk): Record<string, number> => {
  const all = everything(desk).map((one) => one.split(' ')[2]);
  return Object.fromEntries(
    recordStates.flatMap((state) => {
      const count = all.filter((one) => one === state).length;
      return count > 0 ? [[state, count]] : [];
    }),
  );
};
export const ledger = async (desk: Desk, { packageId }: Sent) =>
  (await desk.client.call('exchange.package', { id: packageId })).package;
export const line = async ({ packageId }: Sent) =>
  (await bureau.client.call('intake.list', {})).rows.find((row) => row.packageId === packageId)!;
export const dueOf = async (desk: Desk, title: string) =>
  (await desk.client.call('desk.summary', {})).due.find((one) => one.title === title);

/** What somebody does at the window of a station, which is closed here meanwhile. Gives the station as it is then. */
export async function atWindow({ core, dir }: Desk, work: (page: Page) => Promise<void>): Promise<Desk> {
  await core.close();
  const program = await openProgram({ browser, dir });
  try {
    await program.page.clock.setFixedTime(new Date());
    await unlock(program.page, password);
    await work(program.page);
  } finally {
    await program.close();
  }
  return reopen(dir);
}

async function reopen(dir: string): Promise<Desk> {
  const desk = await openCopy(dir);
  opened.push(desk);
  return desk;
}

/** The station of a backup, in a new folder. */
export async function restore(backup: string, dir: string): Promise<Desk> {
  const core = createCore({ dir });
  await createClient<Methods>(directTransport(core)).call('backup.restore', { path: backup, user: '李敏', password });
  await core.close();
  return reopen(dir);
}

/** Numerators and denominators of the five measures, in their order. */
export const figures = (...all: readonly (readonly [number | null, number | null])[]) =>
  Object.fromEntries(
    (['catalogs', 'completion', 'access', 'collection', 'interfaces'] satisfies Measure[]).map((measure, index) => {
      const [numerator, denominator] = all[index]!;
      return [measure, expect.objectContaining({ numerator, denominator })];
    }),
  );
export const boardOf = async (kind: 'week' | 'month', day: string) =>
  (await bureau.client.call('score.board', { period: { kind, day } })).rows.map(
    ({ partner, figures, total, rank }) => ({ partner, figures, total, rank }),
  );
