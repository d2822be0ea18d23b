import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mediumAt } from '../../electron/core/exchange/media.ts';
import type { Drive } from '../../electron/core/station/station.ts';
import { slipCode } from '../../shared/exchange/medium.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { both, type Desk, enrol, makeOffice, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
const year = String(new Date().getFullYear());
const numbered = (serial: string): string => `ZZSMZJ-${year}-${serial}`;
let department: Desk;
let bureau: Desk;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市民政局', '114101000052530151');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
});
afterAll(() => office.close());

const book = async () => (await department.client.call('medium.list', {})).media;
const medium = async (number: string) => (await book()).find((one) => one.number === number)!;
const ledger = async (id: string) =>
  (await department.client.call('exchange.packages', {})).packages.find((one) => one.id === id)!;
const pack = async (uscc: string) => {
  await writeLicense(department, uscc);
  return department.client.call('exchange.pack', { to: office.media, ...both });
};
const handOver = (id: string, number?: string) =>
  department.client.call('exchange.handOver', { package: id, courier: '孙晓东', medium: number });

describe('numbers', () => {
  test('are unit, year and serial number, and none is given twice', async () => {
    expect((await department.client.call('medium.list', {})).next).toBe(numbered('001'));
    const stick = { number: numbered('001'), kind: 'stick' as const, model: '金士顿 32 GB', serial: '60A4' };
    expect(await department.client.call('medium.register', stick)).toMatchObject({ state: 'kept', secrecy: '非涉密' });
    expect(await codeOf(department.client.call('medium.register', stick))).toBe('medium-known');
    expect((await department.client.call('medium.list', {})).next).toBe(numbered('002'));
    for (const number of ['3', '民政-2026-001', 'ZZ-26-001'])
      expect(await codeOf(department.client.call('medium.register', { ...stick, number }))).toBe('invalid-input');
  });

  test('a stick that is plugged in again is known by its file system, a new one is entered', async () => {
    const { station, user } = department.core.context;
    const drive = (identity: string): Promise<Drive> =>
      Promise.resolve({
        path: '/media/a',
        label: '',
        kind: 'stick',
        model: 'Kingston',
        serial: 'S1',
        fileSystem: 'FAT32',
        identity,
        readOnly: false,
      });
    const at = (identity: string) => mediumAt({ station, user }, '/media/a', drive(identity));
    expect(await at('1A2B-3C4D')).toBe(numbered('002'));
    expect(await at('1A2B-3C4D')).toBe(numbered('002'));
    expect(await at('5E6F-7081')).toBe(numbered('003'));
    expect(await at('')).toBe('');
    expect(await medium(numbered('002'))).toMatchObject({ kind: 'stick', model: 'Kingston', serial: 'S1' });
    await department.client.call('medium.move', { number: numbered('003'), what: 'destroy', text: '格式化后粉碎' });
    expect(await codeOf(at('5E6F-7081'))).toBe('medium-state');
  });
});

describe('a package on its way', () => {
  let id: string;

  test('is handed over with the medium that it lies on, and the slip says so', async () => {
    id = (await pack(usccs[0]!)).packageId;
    expect(await codeOf(department.client.call('exchange.handOver', { package: id, courier: '' }))).toBe(
      'invalid-input',
    );
    const wrongId = { package: id, courier: '孙晓东', courierId: '410102199003072345' };
    expect(await codeOf(department.client.call('exchange.handOver', wrongId))).toBe('invalid-input');
    expect(await ledger(id)).toMatchObject({ step: 'written' });
    await department.client.call('exchange.handOver', {
      package: id,
      courier: '孙晓东',
      courierId: '豫A-公务-0231',
      virusProgram: '瑞星 V17',
      virusAt: '2026-11-23 09:30',
      secrecy: '内部',
      medium: numbered('001'),
    });
    const slip = await department.client.call('exchange.slip', { package: id });
    expect(slip).toMatchObject({
      sequence: 1,
      sender: { name: '郑州市民政局', uscc: '114101000052530151' },
      recipient: { name: '郑州市大数据管理局' },
      counts: { license: 1 },
      media: [{ number: numbered('001'), kind: 'stick', model: '金士顿 32 GB' }],
      sheets: [],
      handOver: { courier: '孙晓东', courierId: '豫A-公务-0231', virusProgram: '瑞星 V17', secrecy: '内部' },
      usualVirusProgram: '瑞星 V17',
    });
    expect(slip.approvals.map(({ kind, person }) => `${kind} ${person}`)).toEqual([
      '上报审批 王建国',
      '保密审查 赵海燕',
    ]);
    expect(slipCode(slip)).toBe(`YIDI1 ${id} ${slip.volumes[0]!.digest.slice(0, 16)}`.toUpperCase());
    expect(await medium(numbered('001'))).toMatchObject({ state: 'away', waiting: [1] });
  });

  test('goes back to be written when its medium is lost, and the book says what happened', async () => {
    const lose = { number: numbered('001'), what: 'lose' as const, text: '11 月 23 日送件途中遗失，已报保密员' };
    expect(await department.client.call('medium.move', lose)).toMatchObject({ state: 'lost', waiting: [] });
    expect(await ledger(id)).toMatchObject({ step: 'sealed', handedAt: '', writtenAt: '' });
    expect(await codeOf(department.client.call('medium.move', lose))).toBe('medium-state');
    expect(await codeOf(handOver(id, numbered('001')))).toBe('medium-state');
    await department.client.call('exchange.write', {
      package: id,
      to: join(office.root, 'second'),
      medium: numbered('002'),
    });
    await handOver(id);
    expect(await ledger(id)).toMatchObject({ step: 'handed' });
    const { entries } = await medium(numbered('001'));
    expect(entries.map(({ what, sequence }) => `${what} ${sequence}`)).toEqual([
      'register 0',
      'write 1',
      'handOver 1',
      'lose 0',
    ]);
    expect((await medium(numbered('002'))).entries.map(({ what }) => what)).toEqual(['register', 'write', 'handOver']);
  });

  test('that has been signed for stays signed for, whatever happens to its medium', async () => {
    const { volumes } = await ledger(id);
    const receipts = join(office.root, 'receipts');
    await bureau.client.call('intake.receive', {
      paths: volumes.map(({ medium: folder, file }) => join(folder, file)),
      receiptTo: receipts,
    });
    await department.client.call('exchange.takeAnswers', { paths: [receipts] });
    expect(await medium(numbered('002'))).toMatchObject({ state: 'away', waiting: [] });
    await department.client.call('medium.move', { number: numbered('002'), what: 'lose', text: '回程遗失' });
    expect(await ledger(id)).toMatchObject({ step: 'received' });
  });
});

test.skipIf(spawnSync('xorriso', ['-version']).status !== 0)(
  'an image for a disc has volumes and note, stands in the ledger, and is taken in as what it holds',
  async () => {
    const { packageId, files } = await pack(usccs[2]!);
    const to = join(office.root, 'images');
    mkdirSync(to);
    const { path } = await department.client.call('exchange.image', { package: packageId, to });
    expect(path).toBe(join(to, files[0]!.name.replace('.ydp', '.iso')));
    expect((await ledger(packageId)).volumes[0]).toMatchObject({ medium: path, mediumNumber: '', cached: true });
    const disc = join(office.root, 'disc');
    spawnSync('xorriso', ['-osirrox', 'on', '-indev', path, '-extract', '/', disc]);
    expect(readdirSync(disc).sort()).toEqual([files[0]!.name, 'README-交接说明.txt'].sort());
    const [taken] = (await bureau.client.call('intake.receive', { paths: [disc] })).packages;
    expect(taken).toMatchObject({ ok: true, packageId });
    const burn = { package: packageId, device: `stdio:${join(to, 'other')}` };
    expect(await codeOf(department.client.call('exchange.burn', burn))).toBe('disc-failed');
    expect(readdirSync(to)).toHaveLength(1);
  },
);

test('the sheet that is signed on paper lists what goes, and its number follows from that', async () => {
  const first = await writeLicense(department, usccs[1]!);
  const sheet = await department.client.call('exchange.approvalSheet', {});
  expect(sheet).toMatchObject({ department: '郑州市民政局', recipient: '郑州市大数据管理局', total: 1, approvals: [] });
  expect(sheet.items).toEqual([expect.objectContaining({ id: first, revision: 1, change: 'new' })]);
  expect((await department.client.call('exchange.approvalSheet', {})).digest).toBe(sheet.digest);
  await writeLicense(department, usccs[1]!, { 法定代表人: '王敏' }, first);
  expect((await department.client.call('exchange.approvalSheet', {})).digest).not.toBe(sheet.digest);
});
