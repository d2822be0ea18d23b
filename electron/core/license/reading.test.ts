import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  (await at.client.call('entry.read', { blob, rotation, type, key })).read;

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

  it('is read through the ink of a seal that stands on it', async () => {
    const seals = [{ x: 176, y: 112, diameterMm: 34, turn: 10 }];
    const { scan, stored } = await scannedFace(type, 5, { lid: null, seals });
    expect((await read(await added(scan), 'SFZJH_F'))!.value).toBe(stored['SFZJH_F']);
  }, 60_000);
});
