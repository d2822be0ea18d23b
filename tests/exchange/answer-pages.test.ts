import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomFrom } from '../../build/samples/picture.ts';
import { codesOf } from '../../electron/core/exchange/answer-codes.ts';
import type { AnswerSheet } from '../../shared/exchange/answer-page.ts';
import { answerScans } from '../fixtures/answer-page.ts';
import { startEsclScanner } from '../fixtures/escl-scanner.ts';
import { pdfOfScans } from '../fixtures/pdf.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { both, type Desk, enrol, makeOffice, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
let department: Desk;
let bureau: Desk;
let ids: string[];
let packageId: string;
let decided: AnswerSheet;
/** Its pages as they are scanned. */
let scans: Buffer[];

const asScanned = { dpi: 150, angle: 1.4, grain: 14, quality: 55 } as const;
const files = (scans: readonly Uint8Array[]) => scans.map((bytes, at) => ({ name: `扫描-${at + 1}.jpg`, bytes }));
const stateOf = (desk: Desk, id: string): string => desk.core.context.station.records.get(id).state;
/** Remarks that do not compress, so that the decision has some pages. */
const random = randomFrom(6);
const remark = (): string =>
  Array.from({ length: 950 }, () => String.fromCodePoint(0x4e00 + Math.floor(random() * 20_000))).join('');

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  ids = [];
  for (const uscc of usccs.slice(0, 4)) ids.push(await writeLicense(department, uscc));
  const sealed = await department.client.call('exchange.pack', { to: office.media, ...both });
  packageId = sealed.packageId;
  await bureau.client.call('intake.receive', { paths: [sealed.files[0]!.path] });
});
afterAll(() => office.close());

describe('a receipt on paper', () => {
  test('is the stored receipt, and the department takes it from a scan upside down', async () => {
    const sheet = await bureau.client.call('intake.receiptSheet', { packageId });
    expect(sheet).toMatchObject({
      kind: 'receipt',
      from: '郑州市大数据管理局',
      to: '郑州市市场监督管理局',
      sequences: [1],
      received: 4,
      rejected: 0,
    });
    const { bytes } = await bureau.client.call('intake.receipt', { packageId });
    expect(sheet.codes).toEqual(codesOf(bytes));
    const [scan] = await answerScans(sheet.codes, { ...asScanned, angle: 180 });
    const taken = await department.client.call('exchange.takeAnswers', { files: files([scan!]) });
    expect(taken).toMatchObject({
      outcomes: [{ ok: true, code: '', kind: 'receipt', received: 4, file: `二维码页 ${sheet.answer}` }],
      incomplete: [],
    });
    expect(stateOf(department, ids[0]!)).toBe('received');
    const again = await department.client.call('exchange.takeAnswers', {
      files: [{ name: 'r.ydp', bytes }, ...files([scan!])],
    });
    expect(again.outcomes.map(({ code }) => code)).toEqual(['already-received']);
  });
});

describe('decisions on paper', () => {
  test('what waits is signed once and printed as often as wanted', async () => {
    const records = bureau.core.context.station.records;
    const about = (id: string) => ({ id, revision: records.get(id).revision });
    for (const id of ids.slice(0, 2)) await bureau.client.call('review.decide', { ...about(id), outcome: 'accepted' });
    for (const id of ids.slice(2))
      await bureau.client.call('review.decide', {
        ...about(id),
        outcome: 'returned',
        remarks: ['住所', '名称', '经营范围'].map((field) => ({ field, remark: remark() })),
      });
    const [waiting] = (await bureau.client.call('review.answers', {})).rows;
    expect(waiting).toMatchObject({ id: '', partner: department.id, accepted: 2, returned: 2, signedAt: '' });
    decided = await bureau.client.call('review.answerSheet', { partner: department.id });
    expect(decided).toMatchObject({ kind: 'decision', accepted: 2, returned: 2, stored: 0, sequences: [1] });
    expect(decided.codes).toHaveLength(18);
    scans = await answerScans(decided.codes, asScanned);
    const { rows } = await bureau.client.call('review.answers', {});
    expect(rows).toEqual([
      expect.objectContaining({ partnerName: '郑州市市场监督管理局', bytes: decided.bytes, writtenAt: '' }),
    ]);
    expect(rows[0]!.printedAt).not.toBe('');
    const answer = rows[0]!.id;
    expect((await bureau.client.call('review.answerSheet', { answer })).codes).toEqual(decided.codes);
    expect(await codeOf(bureau.client.call('review.answerSheet', { partner: department.id }))).toBe(
      'decisions-missing',
    );
    // What was handed over on paper does not go along with the next files.
    expect(await bureau.client.call('review.release', { to: office.media })).toEqual({ files: [], decisions: 0 });
    const { path } = await bureau.client.call('review.writeAnswer', { answer, to: office.media });
    expect(codesOf(readFileSync(path))).toEqual(decided.codes);
  });

  test('pages in the wrong order, one twice and one missing: what is missing is named, and nothing has changed', async () => {
    const slip = await answerScans(['YIDI1 3F9A1C07 00']);
    const some = [scans[2]!, slip[0]!, scans[0]!, scans[2]!, ...scans.slice(3)];
    const first = await department.client.call('exchange.takeAnswers', { files: files(some) });
    expect(first.outcomes).toEqual([]);
    expect(first.incomplete).toMatchObject([
      { answer: decided.answer, of: decided.codes.length, missing: [{ page: 2, codes: [7, 8, 9, 10, 11, 12] }] },
    ]);
    expect(first.pages.slice(0, 4)).toMatchObject([
      { found: [{ page: 3, codes: 6, again: 0 }], unread: 0, others: [] },
      { found: [], others: ['介质交接单'] },
      { found: [{ page: 1, codes: 6, again: 0 }] },
      { found: [{ page: 3, codes: 0, again: 6 }] },
    ]);
    expect(stateOf(department, ids[2]!)).toBe('received');

    const { codes } = first.incomplete[0]!;
    const [spoilt] = await answerScans(
      decided.codes.slice(6, 12),
      asScanned,
      () => '<rect x="14" y="128" width="190" height="75"/>',
    );
    const second = await department.client.call('exchange.takeAnswers', { codes, files: files([spoilt!]) });
    expect(second.incomplete[0]!.missing).toEqual([{ page: 2, codes: [9, 10] }]);

    const third = await department.client.call('exchange.takeAnswers', {
      codes: second.incomplete[0]!.codes,
      files: files([scans[1]!]),
    });
    expect(third.pages).toMatchObject([{ found: [{ page: 2, codes: 2, again: 4 }] }]);
    expect(third).toMatchObject({ outcomes: [{ ok: true, kind: 'decision' }], accepted: 2, returned: 2 });
    expect(ids.map((id) => stateOf(department, id))).toEqual(['accepted', 'accepted', 'returned', 'returned']);
    expect(department.core.context.station.records.get(ids[2]!).remarks).toHaveLength(3);
  });

  test('sheets in a feeder that jams: what came through is kept and goes on with the rest', async () => {
    const scanner = await startEsclScanner({ pages: scans, after: { pages: 2, fault: 'jam' } });
    const profile = {
      name: '输稿器',
      device: `escl:${scanner.address}`,
      source: 'feeder' as const,
      dpi: 200,
      colour: 'grey' as const,
      size: 'A4' as const,
      extra: {},
    };
    const { ended, pages, incomplete } = await department.client.call('exchange.takeAnswers', { profile });
    await scanner.close();
    expect(ended).toMatchObject({ code: 'scanner-jammed', message: expect.stringContaining('已读的 2 页已收下') });
    expect(pages.map(({ found }) => found[0]!.page)).toEqual([1, 2]);
    const rest = await department.client.call('exchange.takeAnswers', {
      codes: incomplete[0]!.codes,
      files: files(scans.slice(2)),
    });
    expect(rest).toMatchObject({ outcomes: [{ code: 'already-received', kind: 'decision' }], incomplete: [] });
  });

  test('a torn file among the pages is named, and the others are read', async () => {
    const pdf = pdfOfScans([{ jpeg: scans[0]!, width: 1270, height: 1780 }]);
    const { pages, incomplete } = await department.client.call('exchange.takeAnswers', {
      files: [
        { name: 'a.pdf', bytes: pdf },
        { name: 'b.jpg', bytes: scans[1]!.subarray(0, 3000) },
        { name: 'c.jpg', bytes: scans[2]! },
      ],
    });
    expect(pages).toMatchObject([
      { found: [{ page: 1 }] },
      { file: 'b.jpg', message: expect.stringContaining('b.jpg') },
      { found: [{ page: 3 }] },
    ]);
    expect(incomplete[0]!.missing.map(({ page }) => page)).not.toContain(1);
  });

  test('another department cannot open them', async () => {
    const other = await office.open('other', 'department', '郑州市民政局', '114101000052530151');
    await enrol(other, bureau);
    const { outcomes } = await other.client.call('exchange.takeAnswers', { codes: decided.codes });
    expect(outcomes).toMatchObject([{ ok: false, code: 'not-for-this-station' }]);
  });

  test('a folder is searched for packages, a picture named by itself is a page', async () => {
    const path = join(office.media, '扫描.jpg');
    writeFileSync(path, scans[0]!);
    const inFolder = await department.client.call('exchange.takeAnswers', { paths: [office.media] });
    expect(inFolder.pages).toEqual([]);
    expect((await department.client.call('exchange.takeAnswers', { paths: [path] })).pages).toHaveLength(1);
  });
});
