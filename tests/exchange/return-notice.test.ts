import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workingCalendar } from '../../electron/core/calendar/calendar.ts';
import { emptyCatalog } from '../../shared/catalog/catalog.ts';
import { addWorkingDays } from '../../shared/china/working-days.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { completeCatalog } from '../journey/complete-catalog.ts';
import { both, type Desk, enrol, makeOffice, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
const owner = { name: '郑州市市场监督管理局', uscc: '11410100MB1A23748Y' };
let department: Desk;
let bureau: Desk;
let license: string;
let catalog: string;

beforeAll(async () => {
  department = await office.open('department', 'department', owner.name, owner.uscc);
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  license = await writeLicense(department, usccs[0]!);
  const named = { ...emptyCatalog(), name: '企业登记信息', abstract: '登记事项' };
  const body = completeCatalog({ ...named, code: '307019410101/000001' }, owner);
  catalog = (await department.client.call('catalog.save', { body, submit: true })).row.id;
  await department.client.call('exchange.pack', { to: office.media, ...both });
  await bureau.client.call('intake.receive', { paths: [office.media] });
});
afterAll(() => office.close());

const decide = (id: string, outcome: 'accepted' | 'returned', remarks: { field: string; remark: string }[] = []) =>
  bureau.client.call('review.decide', { id, revision: 1, outcome, remarks });
const notice = (which: { answer: string } | { partner: string }) => bureau.client.call('review.returnNotice', which);
const release = () => bureau.client.call('review.release', { to: join(office.root, 'decisions') });

test('what was returned stands on one sheet by the labels of its fields, before and after it is signed; what was accepted does not', async () => {
  await decide(license, 'accepted');
  expect(await codeOf(notice({ partner: department.id }))).toBe('returns-missing');
  await decide(catalog, 'returned', [
    { field: 'abstract', remark: '摘要过短' },
    { field: '', remark: '请附依据' },
  ]);
  const before = await notice({ partner: department.id });
  expect(before).toMatchObject({ from: '郑州市大数据管理局', to: owner.name, number: '', total: 1 });
  expect(before.rows).toEqual([
    {
      record: catalog,
      kind: 'catalog',
      name: '企业登记信息',
      code: '307019410101/000001',
      revision: 1,
      sequence: 1,
      remarks: [
        { label: '信息资源摘要', remark: '摘要过短' },
        { label: '', remark: '请附依据' },
      ],
    },
  ]);
  await release();
  expect(await codeOf(notice({ partner: department.id }))).toBe('returns-missing');
  const { rows } = await bureau.client.call('review.answers', {});
  const signed = await notice({ answer: rows[0]!.id });
  expect(signed).toMatchObject({ number: rows[0]!.id.slice(0, 8).toUpperCase(), rows: before.rows });
  const { station } = bureau.core.context;
  const due = addWorkingDays(rows[0]!.signedAt.slice(0, 10), 15, workingCalendar(station)).date;
  expect(signed.catalogsBy).toBe(due);
  expect(await codeOf(notice({ answer: '0'.repeat(32) }))).toBe('package-missing');
});
