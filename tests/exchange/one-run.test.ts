import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { emptyLicense } from '../../shared/license/license.ts';
import { writeLicensePackages } from '../fixtures/license-packages.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { both, type Desk, enrol, makeOffice } from './desks.ts';

// Several packages in one run: the next is proved and read while one is written, and yet each comes in as if it came alone.

const office = makeOffice();
afterAll(() => office.close());

/** A department with its bureau, and an empty folder for packages. */
async function pair(name: string): Promise<{ department: Desk; bureau: Desk; folder: string }> {
  const department = await office.open(`${name}-department`, 'department', '郑州市园林局', '11410100MB1A23748Y');
  const bureau = await office.open(`${name}-bureau`, 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  const folder = join(office.root, name);
  mkdirSync(folder);
  return { department, bureau, folder };
}

const receive = async ({ client }: Desk, folder: string) =>
  (await client.call('intake.receive', { paths: [folder] })).packages;

/** Does this once the first package of a run is in, before the next has its turn. */
function afterTheFirst({ client }: Desk, work: () => void): void {
  const off = client.on('changed', () => {
    off();
    work();
  });
}

test('licenses of a type that came with the package before are read by it', async () => {
  const { department, bureau, folder } = await pair('types');
  const name = '古树名木移植许可证';
  const { type } = await department.client.call('licenseType.blank', {});
  await department.client.call('licenseType.save', { type: { ...type, name }, submit: true });
  await department.client.call('exchange.pack', { to: folder, ...both });
  const own = await department.client.call('license.type', { name });
  for (let at = 0; at < 40; at++) {
    const face = Object.fromEntries(
      own.fields.map(({ key, kind, label }) => [key, kind === 'date' ? '2020-03-01' : `${label}${at}`]),
    );
    const holders = [{ name: '', idKind: '001', idNumber: '91410000170001401D' }];
    const license = { ...emptyLicense(own), face, holders };
    await department.client.call('license.save', { license, state: 'pending' });
  }
  await department.client.call('exchange.pack', { to: folder, ...both });
  expect(await receive(bureau, folder)).toMatchObject([
    { ok: true, received: 1, rejected: [] },
    { ok: true, received: 40, rejected: [] },
  ]);
});

test('a second package of the same number is refused, though it was proved before the first was in', async () => {
  const { department, bureau, folder } = await pair('fork');
  for (const name of ['one', 'two']) {
    mkdirSync(join(folder, name));
    await writeLicensePackages(department.core.context.station, join(folder, name), 1, 100);
  }
  expect(await receive(bureau, folder)).toMatchObject([
    { ok: true, received: 100 },
    { ok: false, code: 'out-of-sequence', received: 0 },
  ]);
});

test('a run that is cancelled keeps what is in, and the rest comes with the next', async () => {
  const { department, bureau, folder } = await pair('cancelled');
  await writeLicensePackages(department.core.context.station, folder, 3, 100);
  afterTheFirst(bureau, () => void bureau.client.call('job.cancel', { job: 'run' }));
  const run = () => bureau.client.call('intake.receive', { paths: [folder], job: 'run' });
  expect(await codeOf(run)).toBe('cancelled');
  expect(await receive(bureau, folder)).toMatchObject([
    { code: 'already-received', received: 100 },
    { code: '', received: 100, missing: [] },
    { code: '', received: 100, missing: [] },
  ]);
});

test('a sender that is revoked during the run is refused from then on', async () => {
  const { department, bureau, folder } = await pair('revoked');
  await writeLicensePackages(department.core.context.station, folder, 3, 100);
  afterTheFirst(bureau, () => void bureau.client.call('enrol.revoke', { station: department.id, reason: '密钥遗失' }));
  expect(await receive(bureau, folder)).toMatchObject([
    { ok: true, received: 100 },
    { ok: false, code: 'sender-revoked', received: 0 },
    { ok: false, code: 'sender-revoked', received: 0 },
  ]);
});
