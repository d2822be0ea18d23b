import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyLicense } from '../../../shared/license/license.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { emptyField } from '../../../shared/license/type-record.ts';
import { type Department, openDepartment, organ } from '../../../tests/fixtures/department.ts';
import { codeOf } from '../../../tests/fixtures/refusal.ts';
import { changesDue } from './types.ts';

let at: Department;
beforeAll(async () => {
  at = await openDepartment();
}, 30_000);
beforeEach(() => at.clear());
afterAll(() => at.close());

const call = () => at.client;
const name = '古树名木移植许可证';
async function permit(changes: Partial<LicenseType> = {}): Promise<LicenseType> {
  const { type } = await call().call('licenseType.blank', {});
  return { ...type, name, code: 'zz-园林-1'.replace(/[^a-z0-9-]/g, ''), ...changes };
}
const typed = async (version?: number) => {
  const type = await call().call('license.type', { name, ...(version ? { version } : {}) });
  const face = Object.fromEntries(
    type.fields.map(({ key, kind }) => [key, kind === 'date' ? '2020-03-01' : `值${key}`]),
  );
  return call().call('license.save', { license: { ...emptyLicense(type), face }, state: 'draft' });
};
const law = { basis: '《郑州市城市园林绿化条例》第三十条', effective: '2027-03-01', opinion: '同意更新' };

describe('an entry of the license catalog', () => {
  it('is usable once it is handed in, not while it is a draft', async () => {
    const draft = await call().call('licenseType.save', { type: await permit(), submit: false });
    expect(draft).toMatchObject({ record: { state: 'draft', code: 'ZZ--1' }, frozen: false, type: { version: 1 } });
    expect(await codeOf(call().call('license.type', { name }))).toBe('license-type-draft');
    const names = async () => (await call().call('license.types', {})).types.map((type) => type.name);
    expect(await names()).not.toContain(name);
    await call().call('licenseType.save', { id: draft.record!.id, type: draft.type, submit: true });
    expect(await names()).toContain(name);
    expect((await typed()).license.type).toEqual({ name, code: 'ZZ--1', version: 1 });
  });

  it('with an error is kept as a draft and not handed in', async () => {
    const type = await permit({ organ: '', validity: '看情况' });
    expect(await codeOf(call().call('licenseType.save', { type, submit: true }))).toBe('record-incomplete');
    const { record, findings } = await call().call('licenseType.save', { type, submit: false });
    expect(record).toMatchObject({ state: 'draft', errors: 2 });
    expect(findings.map(({ field }) => field)).toEqual(['code', 'organ', 'validity']);
  });

  it('has a name and a code of its own', async () => {
    await call().call('licenseType.save', { type: await permit(), submit: true });
    const { findings } = await call().call('licenseType.check', { type: await permit() });
    expect(findings.map(({ code }) => code)).toEqual(['name-taken', 'code-taken', 'code-form']);
    const shipped = await call().call('licenseType.check', { type: await permit({ name: '营业执照' }) });
    expect(shipped.findings.map(({ code }) => code)).toContain('name-taken');
  });

  it('in use is changed by a next version, and a license keeps the fields that it was typed against', async () => {
    const first = await call().call('licenseType.save', { type: await permit(), submit: true });
    const { row } = await typed();
    const added = { ...emptyField(4), label: '移植地点', required: true };
    const changed = { ...first.type, fields: [...first.type.fields, added], change: law };
    const opened = await call().call('licenseType.get', { ref: name });
    expect(opened.frozen).toBe(true);
    const next = await call().call('licenseType.save', { id: first.record!.id, type: changed, submit: false });
    expect(next).toMatchObject({
      type: { version: 2 },
      changes: true,
      frozen: false,
      earlier: [{ version: 1, fields: 3, licenses: 1 }],
    });
    expect((await call().call('license.type', { name })).version).toBe(1);
    await call().call('licenseType.save', { id: first.record!.id, type: next.type, submit: true });
    const now = await call().call('license.type', { name });
    expect(now).toMatchObject({ version: 2 });
    expect(now.fields.at(-1)).toMatchObject({ key: 'YZDD', label: '移植地点', order: 4 });

    const old = await call().call('license.get', { id: row.id });
    expect(old.type.fields).toHaveLength(3);
    expect(old.findings.map(({ field }) => field)).not.toContain('face.YZDD');
    expect((await typed()).license).toMatchObject({ type: { version: 2 }, face: { YZDD: '值YZDD' } });
    const { rows } = await call().call('license.checkAll', {});
    expect(rows.map((one) => one.findings.filter(({ level }) => level === 'error').length)).toEqual([0, 0]);
    const { bytes } = await call().call('license.export', { format: 'csv', purpose: '核对版次' });
    const [, ...lines] = new TextDecoder().decode(bytes).trim().split('\n');
    expect(lines.filter((line) => line.includes('值YZDD'))).toHaveLength(1);
  });

  it('that nobody used yet is corrected in its own version', async () => {
    const first = await call().call('licenseType.save', { type: await permit(), submit: true });
    const again = { ...first.type, organ: '郑州市园林局' };
    const saved = await call().call('licenseType.save', { id: first.record!.id, type: again, submit: true });
    expect(saved).toMatchObject({ type: { version: 1, organ: '郑州市园林局' }, earlier: [] });
  });

  it('handed over is changed by a next version that states its law and its deadline', async () => {
    const first = await call().call('licenseType.save', { type: await permit(), submit: true });
    const id = first.record!.id;
    at.station.records.step(id, { cause: 'seal' });
    const changed = { ...first.type, validity: '3年、长期' };
    expect(await codeOf(call().call('licenseType.save', { id, type: changed, submit: true }))).toBe(
      'record-incomplete',
    );
    const { findings } = await call().call('licenseType.check', { id, type: changed });
    expect(findings.filter(({ level }) => level === 'error').map(({ field }) => field)).toEqual([
      'change.basis',
      'change.effective',
    ]);
    const next = await call().call('licenseType.save', { id, type: { ...changed, change: law }, submit: false });
    expect(next).toMatchObject({ type: { version: 2, validity: '3年^长期' }, record: { revision: 2, state: 'draft' } });
    expect(next.deadline).toMatchObject({ date: '2027-02-08', provisional: true });
    expect(changesDue(at.station, '2026-11-26')).toEqual([{ id, name, effective: '2027-03-01', date: '2027-02-08' }]);
    const { due } = await call().call('desk.summary', {});
    expect(due).toContainEqual(expect.objectContaining({ title: `更新证照目录：${name}`, date: '2027-02-08' }));
  });

  it('of the library becomes an own one as its next version, and the library version stays readable', async () => {
    const shipped = await call().call('licenseType.get', { ref: '营业执照' });
    expect(shipped).toMatchObject({ record: null, type: { version: 1, library: true } });
    const type = { ...shipped.type, organ: organ.name };
    const own = await call().call('licenseType.save', { type, submit: true });
    expect(own).toMatchObject({
      type: { version: 2, library: false, organ: organ.name },
      changes: false,
      earlier: [{ version: 1, library: true }],
    });
    expect((await call().call('license.type', { name: '营业执照', version: 1 })).library).toBe(true);
    expect(await codeOf(call().call('licenseType.save', { type, submit: true }))).toBe('record-incomplete');
    const { rows } = await call().call('licenseType.list', {});
    expect(rows.filter((row) => row.name === '营业执照')).toMatchObject([{ version: 2, state: 'pending' }]);
    expect(rows).toHaveLength(23);
  });

  it('is taken away while no license was typed against it', async () => {
    const first = await call().call('licenseType.save', { type: await permit(), submit: true });
    const { row } = await typed();
    expect(await codeOf(call().call('licenseType.remove', { id: first.record!.id }))).toBe('type-in-use');
    await call().call('license.remove', { id: row.id });
    await call().call('licenseType.remove', { id: first.record!.id });
    expect(await codeOf(call().call('license.type', { name }))).toBe('unknown-license-type');
  });

  it('changed by somebody else meanwhile is not overwritten', async () => {
    const first = await call().call('licenseType.save', { type: await permit(), submit: false });
    const edit = (organ: string) =>
      call().call('licenseType.save', {
        id: first.record!.id,
        base: first.record!.revision,
        type: { ...first.type, organ },
        submit: false,
      });
    await edit('甲局');
    expect(await codeOf(edit('乙局'))).toBe('record-changed');
  });
});

describe('a template', () => {
  it('keeps its original files byte for byte, in every version that has them', async () => {
    const bytes = new Uint8Array(3000).map((_, index) => (index * 37) % 251);
    const file = await call().call('licenseType.addFile', { name: '许可证底版.CDR', bytes });
    expect(Buffer.from(at.station.blobs.get(file.blob)).equals(bytes)).toBe(true);
    const face = await call().call('licenseType.addFace', {
      name: '底图.png',
      bytes: await sharp({ create: { width: 1169, height: 827, channels: 3, background: '#fffbe6' } })
        .withMetadata({ density: 100 })
        .png()
        .toBuffer(),
    });
    expect(face).toMatchObject({ width: 1169, height: 827, widthMm: 296.9, heightMm: 210.1 });
    const { widthMm: _, heightMm: _h, ...picture } = face;
    const template = {
      files: [file],
      face: picture,
      seals: [{ zone: { x: 200, y: 150, width: 42, height: 42 }, imprint: '' }],
    };
    const first = await call().call('licenseType.save', { type: await permit({ template }), submit: true });
    expect(first.findings.map(({ code }) => code)).toEqual(['code-form', 'zone-missing']);
    const id = first.record!.id;
    expect(at.station.records.get(id).blobs).toEqual([file.blob, face.blob]);
    at.station.records.step(id, { cause: 'seal' });
    const bare = { ...first.type, template: { ...template, files: [], face: null }, change: law };
    const next = await call().call('licenseType.save', { id, type: bare, submit: true });
    // The face of the version before is still what its licenses are shown on; its files went with their own package.
    expect(at.station.records.get(id).blobs).toEqual([face.blob]);
    expect((await call().call('license.type', { name, version: 1 })).template).toMatchObject({
      files: [],
      face: picture,
    });
    expect(next.type.template.seals).toEqual(template.seals);
  });

  it('refuses what is no original file, no picture, or not in the station', async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    expect(await codeOf(call().call('licenseType.addFile', { name: '底版.exe', bytes }))).toBe('file-type');
    expect(await codeOf(call().call('licenseType.addFace', { name: '底图.png', bytes }))).toBe('not-a-picture');
    const files = [{ blob: 'ab', name: '底版.pdf', bytes: 3, sm3: '0'.repeat(64) }];
    const type = await permit({ template: { files, face: null, seals: [] } });
    expect(await codeOf(call().call('licenseType.save', { type, submit: false }))).toBe('record-missing');
  });

  it('is tried on a scan of which nothing is kept', async () => {
    const blobs = () => at.station.db.prepare('SELECT count(*) FROM blob').pluck().get();
    const before = blobs();
    const paper = await sharp({ create: { width: 1000, height: 700, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const scan = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#333' } })
      .composite([{ input: paper, left: 120, top: 80 }])
      .png()
      .toBuffer();
    const { place, picture } = await call().call('licenseType.try', { name: '扫描件.png', bytes: scan });
    expect(place).toMatchObject({ width: 1200, height: 900, rotation: 0 });
    expect(Math.abs(place.paper.x - 120)).toBeLessThan(4);
    expect(Math.abs(place.paper.width - 1000)).toBeLessThan(6);
    expect(picture.length).toBe(scan.length);
    expect(blobs()).toBe(before);
  });
});
