import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyLicense } from '../../../shared/license/license.ts';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { scannedFace } from '../../../tests/fixtures/scanned-face.ts';

const type = '结婚证';
let at: Department;
const added = async (scan: Buffer): Promise<string> => {
  const batch = await at.client.call('entry.openBatch', { name: '识读', type, box: '' });
  await at.client.call('entry.addPages', { batch: batch.id, pages: [{ name: '001.jpg', bytes: scan }] });
  return (await at.client.call('entry.queue', { batch: batch.id })).pages[0]!.blob;
};
const read = async (blob: string, key: string, rotation: 0 | 180 = 0) =>
  (await at.client.call('entry.read', { blob, rotation, type, version: 1, key })).read;

beforeAll(async () => {
  at = await openDepartment();
}, 30_000);
afterAll(() => at.close());

describe('a zone of a scan', () => {
  it('is read where the face lies askew under a lid, and nothing is where the page shows no such face', async () => {
    const { scan, stored } = await scannedFace(type, 5);
    const blob = await added(scan);
    const number = (await read(blob, 'SFZJH_M'))!;
    expect(number).toMatchObject({ value: stored['SFZJH_M'], doubtful: [] });
    // 126 mm into the face, which lies within 6 mm of lid and turned by 2.4°.
    const mm = number.zone.x / (300 / 25.4);
    expect(mm).toBeGreaterThan(127);
    expect(mm).toBeLessThan(140);
    expect((await read(blob, 'CSRQ_F'))!.value).toBe(stored['CSRQ_F']);
    expect(await read(blob, 'DJJG')).toBeNull();
    expect(await read(blob, 'SFZJH_M', 180)).toBeNull();
  }, 60_000);

  it('shows where its doubtful characters stand', async () => {
    const { scan } = await scannedFace(type, 5, { angle: -2, printed: { SFZJH_M: '410105198003074513' } });
    const number = (await read(await added(scan), 'SFZJH_M'))!;
    expect(number.value).toBe('410105198003074513');
    // The check digit is wrong: all 18 are doubtful, one beside the other on the line, which rises to the right.
    expect(number.places).toHaveLength(18);
    const { zone, places } = number;
    for (const [index, at] of places.entries()) {
      const before = places[index - 1];
      expect(at.x).toBeGreaterThan(before ? before.x + 8 : zone.x - 20);
      expect(at.x + at.width).toBeLessThan(zone.x + zone.width);
      expect(at.y).toBeGreaterThan(zone.y);
      expect(at.y + at.height).toBeLessThan(zone.y + zone.height);
    }
    expect(places[17]!.y).toBeLessThan(places[0]!.y - 8);
  }, 60_000);

  it('is read where the version has it that the license is typed against', async () => {
    const { scan, stored } = await scannedFace(type, 5);
    const blob = await added(scan);
    const { client } = at;
    const name = '婚姻登记证';
    const shipped = await client.call('license.type', { name: type });
    const own = { ...shipped, name, code: 'HYDJZ', organ: '民政局', unverified: false, version: 1 };
    const first = await client.call('licenseType.save', { type: own, submit: true });
    const { fields } = await client.call('license.type', { name });
    await client.call('license.save', { license: emptyLicense({ ...own, fields }), state: 'draft' });
    const moved = first.type.fields.map((field) => (field.key === 'SFZJH_M' ? { ...field, zone: null } : field));
    const change = { basis: '《婚姻登记条例》第二十条', effective: '2027-03-01', opinion: '同意更新' };
    const changed = { ...first.type, fields: moved, change };
    await client.call('licenseType.save', { id: first.record!.id, type: changed, submit: true });
    const of = async (version: number) =>
      (await client.call('entry.read', { blob, rotation: 0, type: name, version, key: 'SFZJH_M' })).read?.value;
    expect((await client.call('license.type', { name })).version).toBe(2);
    expect([await of(1), await of(2)]).toEqual([stored['SFZJH_M'], undefined]);
  }, 60_000);

  it('is read through the ink of a seal that stands on it', async () => {
    const seals = [{ x: 176, y: 112, diameterMm: 34, turn: 10 }];
    const { scan, stored } = await scannedFace(type, 5, { lid: null, seals });
    expect((await read(await added(scan), 'SFZJH_F'))!.value).toBe(stored['SFZJH_F']);
  }, 60_000);
});
