import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyLicense } from '../../shared/license/license.ts';
import type { LicenseType } from '../../shared/license/type.ts';
import { emptyField } from '../../shared/license/type-record.ts';
import { both, type Desk, enrol, makeOffice } from './desks.ts';

// Entries of the license catalog travel and are reviewed like every record, with their templates and all versions.

const office = makeOffice();
const name = '古树名木移植许可证';
const original = new Uint8Array(5000).map((_, index) => (index * 31) % 253);
const law = { basis: '《郑州市城市园林绿化条例》第三十条', effective: '2027-03-01', opinion: '同意更新' };
let department: Desk;
let bureau: Desk;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市园林局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
}, 60_000);
afterAll(() => office.close());

async function save(type: LicenseType, id?: string) {
  return department.client.call('licenseType.save', { type, submit: true, ...(id ? { id } : {}) });
}
async function typeLicense(number: string, desk = department): Promise<string> {
  const type = await desk.client.call('license.type', { name });
  const face = Object.fromEntries(
    type.fields.map(({ key, kind, label }) => [key, kind === 'date' ? '2020-03-01' : key === 'ZZBH' ? number : label]),
  );
  const holders = [{ name: '', idKind: '001', idNumber: '91410000170001401D' }];
  const license = { ...emptyLicense(type), face, holders };
  return (await desk.client.call('license.save', { license, state: 'pending' })).row.id;
}
async function send() {
  const { files } = await department.client.call('exchange.pack', { to: office.media, ...both });
  const { packages } = await bureau.client.call('intake.receive', { paths: [files[0]!.path] });
  return packages[0]!;
}

test('licenses of two versions are read at the bureau by the version that each was typed against', async () => {
  const file = await department.client.call('licenseType.addFile', { name: '许可证底版.psd', bytes: original });
  const { type } = await department.client.call('licenseType.blank', {});
  const first = await save({ ...type, name, template: { files: [file], face: null, seals: [] } });
  const old = await typeLicense('A-1');
  const added = { ...emptyField(4), label: '移植地点', required: true };
  const id = first.record!.id;
  await save({ ...first.type, fields: [...first.type.fields, added], change: law }, id);
  const later = await typeLicense('A-2');
  expect(await send()).toMatchObject({ ok: true, received: 3, rejected: [] });

  const lines = async (license: string) => (await bureau.client.call('review.get', { id: license })).lines;
  expect((await lines(old)).map(({ label }) => label)).not.toContain('移植地点');
  expect((await lines(later)).find(({ label }) => label === '移植地点')).toMatchObject({ after: '移植地点' });
  const shown = await bureau.client.call('review.get', { id });
  expect(shown.findings.filter(({ level }) => level === 'error')).toEqual([]);
  expect(shown.lines.find(({ field }) => field === 'change.basis')).toMatchObject({ after: law.basis });
  const [kept] = shown.blobs;
  expect(kept!.name).toBe('许可证底版.psd');
  expect(Buffer.from(bureau.core.context.station.blobs.get(kept!.id)).equals(original)).toBe(true);
});

test('a returned entry opens with the remark at its field, and its next version is compared with the one before', async () => {
  const { rows } = await department.client.call('licenseType.list', {});
  const id = rows.find((row) => row.name === name)!.id;
  await bureau.client.call('review.decide', {
    id,
    revision: 2,
    outcome: 'returned',
    remarks: [{ field: 'fields.3', remark: '移植地点应写到街道' }],
  });
  const { files } = await bureau.client.call('review.release', { to: office.media });
  await department.client.call('exchange.takeAnswers', { paths: files.map(({ path }) => path) });
  const opened = await department.client.call('licenseType.get', { ref: id });
  expect(opened.record).toMatchObject({ state: 'returned', remarks: [{ field: 'fields.3' }] });

  const fields = opened.type.fields.map((field, at) => (at === 3 ? { ...field, label: '移植地点（街道）' } : field));
  const next = await save({ ...opened.type, fields }, id);
  expect(next.type.version).toBe(3);
  expect(await send()).toMatchObject({ ok: true, received: 1 });
  const shown = await bureau.client.call('review.get', { id });
  expect(shown.previous).toMatchObject({ revision: 2 });
  expect(shown.lines.filter(({ changed }) => changed).map(({ field }) => field)).toEqual(['version', 'fields.3']);
});

test('a license of a version that the bureau does not have goes in with a warning', async () => {
  const opened = await department.client.call('licenseType.get', { ref: name });
  const id = opened.record!.id;
  const fields = [...opened.type.fields, { ...emptyField(5), label: '移植去向', required: true }];
  await save({ ...opened.type, fields }, id);
  const license = await typeLicense('A-4');
  // The entry is in work again, so that it stays here while its license goes.
  const draft = { ...opened.type, fields, organ: '郑州市园林绿化局' };
  await department.client.call('licenseType.save', { id, type: draft, submit: false });
  expect(await send()).toMatchObject({ ok: true, received: 1, rejected: [] });
  const shown = await bureau.client.call('review.get', { id: license });
  expect(shown.findings).toMatchObject([{ level: 'warning', code: 'unknown-type-version' }]);
});

test("a person's identity number is masked in every list, and whole in the record that is opened", async () => {
  const type = await department.client.call('license.type', { name: '居民身份证' });
  const face = {
    ...{ XM: '张三', XB: '男', MZ: '汉', CSRQ: '1949-12-31', ZZ: '郑州市', GMSFHM: '11010519491231002X' },
    ...{ QFJG: '郑州市公安局', YXQXQ: '2010-01-01', YXQXZ: '长期' },
  };
  const saved = await department.client.call('license.save', {
    license: {
      ...emptyLicense(type),
      face: Object.fromEntries(type.fields.map(({ key }) => [key, face[key as 'XM'] ?? ''])),
    },
    state: 'pending',
  });
  const masked = '110105********002X';
  const { rows: found } = await department.client.call('search.find', { query: '张三' });
  expect(found.map(({ code }) => code)).toEqual([masked]);
  await send();
  const { rows } = await bureau.client.call('review.list', { query: '张三' });
  expect(rows.map(({ code }) => code)).toEqual([masked]);
  const { id } = saved.row;
  const shown = await bureau.client.call('review.get', { id });
  expect(shown.lines.map(({ after }) => after)).toContain('11010519491231002X');
  await bureau.client.call('review.decide', {
    ...{ id, revision: 1, outcome: 'returned', remarks: [{ field: 'face.XM', remark: '影像不清' }] },
  });
  // Meanwhile somebody here went on writing: it is kept, beside the remark.
  const wrote = { ...saved.license, face: { ...saved.license.face, ZZ: '郑州市金水区文化路9号' } };
  await department.client.call('license.save', { id, license: wrote, state: 'draft' });
  const { files } = await bureau.client.call('review.release', { to: office.media });
  await department.client.call('exchange.takeAnswers', { paths: files.map(({ path }) => path) });
  const opened = await department.client.call('license.get', { id });
  expect(opened.license.face['ZZ']).toBe('郑州市金水区文化路9号');
  expect(opened.record).toMatchObject({ remarks: [{ field: 'face.XM', remark: '影像不清' }] });
  expect((await department.client.call('desk.summary', {})).returned.map(({ code }) => code)).not.toContain(
    '11010519491231002X',
  );
});

test('what a bureau has accepted of one organ it dispatches to the others, who type against it and keep the version they typed', async () => {
  const neighbour = await office.open('neighbour', 'department', '郑州市林业局', '114101000052530151');
  await enrol(neighbour, bureau);
  const { rows } = await bureau.client.call('review.list', { kind: 'licenseType', states: ['received'] });
  for (const { id, revision } of rows)
    await bureau.client.call('review.decide', { id, revision, outcome: 'accepted', remarks: [] });
  const { reports } = await bureau.client.call('dispatch.takeTypes', {});
  expect(reports).toEqual([{ part: 'licenseTypes', department: '', taken: 1, rejected: [] }]);
  const dispatch = async (folder: string) => {
    const { files } = await bureau.client.call('dispatch.send', { to: `${office.root}/${folder}` });
    const paths = files.map(({ path }) => path);
    return (await neighbour.client.call('exchange.takeAnswers', { paths })).outcomes.find(({ ok }) => ok)!.message;
  };
  expect(await dispatch('types-1')).toBe('证照类型 1 项已采用。');
  const known = (await neighbour.client.call('license.types', {})).types.find((type) => type.name === name)!;
  expect(known).toMatchObject({ version: 3, own: false, state: 'library' });
  const kept = await typeLicense('B-1', neighbour);

  const third = await bureau.client.call('license.type', { name });
  expect(third.fields.map(({ label }) => label)).toContain('移植地点（街道）');
  const changed = { ...third, fields: third.fields.filter(({ label }) => label !== '移植地点（街道）') };
  const file = async (types: unknown[]) =>
    bureau.client.call('dispatch.prepare', { name: '类型.json', bytes: Buffer.from(JSON.stringify({ types })) });
  const bad = await file([changed, { ...changed, name: '坏的', validity: '五个月圆' }, changed]);
  expect(bad.reports[0]).toMatchObject({ taken: 1, rejected: [{ row: 2 }, { row: 3, message: `“${name}”重复` }] });
  await file([changed]);
  expect(await dispatch('types-2')).toBe('证照类型 1 项已采用。');
  await typeLicense('B-2', neighbour);
  const versions = async (id: string) => (await neighbour.client.call('license.get', { id })).type;
  expect((await versions(kept)).version).toBe(3);
  expect((await versions(kept)).fields).toHaveLength(changed.fields.length + 1);
  expect(await neighbour.client.call('license.type', { name })).toMatchObject({ version: 4 });

  const { files } = await neighbour.client.call('exchange.pack', { to: office.media, ...both });
  const { packages } = await bureau.client.call('intake.receive', { paths: [files[0]!.path] });
  expect(packages[0]).toMatchObject({ ok: true, received: 2, rejected: [] });
  const { findings, lines } = await bureau.client.call('review.get', { id: kept });
  expect(findings.map(({ code }) => code)).not.toContain('unknown-license-type');
  expect(lines.map(({ label }) => label)).toContain('移植地点（街道）');

  // The organ that made the type goes on by its own entry.
  const own = (await department.client.call('license.types', {})).types.find((type) => type.name === name)!;
  expect(own).toMatchObject({ own: true, version: 4 });
});
