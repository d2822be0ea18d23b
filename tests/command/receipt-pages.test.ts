import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programDir } from '../../electron/core/places.ts';
import { both, type Desk, enrol, makeOffice, password, usccs, writeLicense } from '../exchange/desks.ts';
import { answerScans } from '../fixtures/answer-page.ts';
import { pdfOfScans } from '../fixtures/pdf.ts';
import { scannedPage } from '../fixtures/scanned-page.ts';

const office = makeOffice();
const at = (name: string): string => join(office.root, name);
let department: Desk;
let codes: readonly string[];
let scans: Buffer[];
let blank: Buffer;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  const bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  for (const uscc of usccs.slice(0, 2)) await writeLicense(department, uscc);
  const sealed = await department.client.call('exchange.pack', { to: office.media, ...both });
  await bureau.client.call('intake.receive', { paths: [sealed.files[0]!.path] });
  const { packageId } = sealed;
  await bureau.client.call('review.decidePackage', { packageId, outcome: 'accepted', field: '', remark: '' });
  const receipt = await bureau.client.call('intake.receiptSheet', { packageId });
  const decision = await bureau.client.call('review.answerSheet', { partner: department.id });
  await department.core.close();
  const how = { dpi: 150, angle: 1.5, quality: 60 };
  codes = receipt.codes;
  scans = [...(await answerScans(receipt.codes, how)), ...(await answerScans(decision.codes, how))];
  blank = await scannedPage('', how);
});
afterAll(() => office.close());

const yidi = (...files: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    join(programDir, 'bin', 'yidi'),
    ['receipt', '--dir', department.dir, '--json', ...files.map(at)],
    { encoding: 'utf8', env: { ...process.env, YIDI_PASSWORD: password } },
  );
  return { status, value: JSON.parse(stdout), stderr };
};

test('a page without codes, and a page with a code torn, are exit 1 by name', async () => {
  writeFileSync(at('blank.jpg'), blank);
  expect(yidi('blank.jpg')).toMatchObject({
    status: 1,
    value: { ok: false, code: 'answer-codes-missing', accepted: 0 },
  });
  const [half] = await answerScans(['YIDI-SP 3F9A'], { dpi: 100 });
  writeFileSync(at('other.jpg'), half!);
  expect(yidi('other.jpg').value.message).toContain('另有上报审批单的二维码');
  const torn = await answerScans(codes, { dpi: 150 }, () => '<rect x="110" y="128" width="90" height="75"/>');
  writeFileSync(at('torn.jpg'), torn[0]!);
  const { status, value } = yidi('torn.jpg');
  expect(status).toBe(1);
  expect(value).toMatchObject({ code: 'answer-incomplete', received: 0, files: [{ ok: false, kind: '' }] });
  expect(value.message).toContain('第 1 页的 4 号');
});

test('a PDF from the feeder, blank backs between, brings receipt and decisions together', async () => {
  const size = { width: 1240, height: 1754 };
  const pages = scans.flatMap((jpeg) => [jpeg, blank]).map((jpeg) => ({ jpeg, ...size }));
  writeFileSync(at('扫描.pdf'), pdfOfScans(pages));
  const { status, value, stderr } = yidi('扫描.pdf');
  expect(value).toMatchObject({ ok: true, code: '', received: 2, accepted: 2, returned: 0 });
  expect(status).toBe(0);
  expect(stderr).toContain('第 1 页，新读 6 个码');
});
