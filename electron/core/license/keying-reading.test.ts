import { describe, expect, it } from 'vitest';
import { criticalFields } from '../../../shared/license/keying.ts';
import { emptyLicense, type License } from '../../../shared/license/license.ts';
import { face, keyingOffice, type } from '../../../tests/fixtures/keying-office.ts';
import { scannedFace } from '../../../tests/fixtures/scanned-face.ts';

const { at, as, rules } = keyingOffice();

describe('what was read of the scan', () => {
  /** A scan of which every zone has been asked for, the answers by key, and what the face says. */
  async function readScan(seed: number) {
    const { scan, stored } = await scannedFace(type.name, seed);
    const batch = await at.client.call('entry.openBatch', { name: '对读', type: type.name, box: '' });
    await at.client.call('entry.addPages', { batch: batch.id, pages: [{ name: '001.jpg', bytes: scan }] });
    const [page] = (await at.client.call('entry.queue', { batch: batch.id })).pages;
    const answers = new Map<string, string | undefined>();
    for (const { key } of type.fields) {
      const wish = { blob: page!.blob, rotation: 0, type: type.name, version: type.version, key } as const;
      answers.set(key, (await at.client.call('entry.read', wish)).read?.value);
    }
    const enter = (values: Record<string, string>, more: Partial<License> = {}) =>
      at.client.call('entry.save', {
        pages: [page!.id],
        license: { ...emptyLicense(type), face: { ...stored, ...values }, ...more },
        state: 'pending',
      });
    return { stored, answers, enter };
  }
  const due = async (id: string): Promise<string[]> => {
    await as('赵静');
    return (await at.client.call('keying.open', { id })).fields.map(({ path }) => path);
  };
  const critical = criticalFields(type).map(({ path }) => path);

  it('is kept back while a critical field is entered, and stands for the second keying where it is sure and says the same', async () => {
    await rules({ reading: 'withheld' });
    const { stored, answers, enter } = await readScan(7);
    for (const { key, critical: so } of type.fields) if (so) expect(answers.get(key) ?? '').toBe('');
    expect(answers.get('FDDBR')).toBe(stored['FDDBR']);
    const slip = `${stored['MC']!.slice(0, 2)}样${stored['MC']!.slice(3)}`;
    const forged = { 'face.MC': { value: slip, withheld: true, at: '' } };
    const saved = await enter({ MC: slip }, { readings: forged });
    const { id } = saved.row;
    const read = Object.keys(saved.license.readings ?? {});
    expect(read.length).toBeGreaterThanOrEqual(3);
    expect(read).not.toContain('face.MC');
    expect(await due(id)).toEqual(critical.filter((path) => !read.includes(path)));
    const day = new Date();
    const { fields } = await at.client.call('keying.statistics', {
      from: `${day.getFullYear()}-01-01`,
      to: `${day.getFullYear()}-12-31`,
    });
    expect(fields.find(({ by, name }) => by === 'clerk' && name === '李敏')).toMatchObject({
      keyed: 0,
      read: read.length,
    });
    // Another value is nobody's second reading.
    await as('李敏');
    const [path = ''] = read;
    const key = path.slice('face.'.length);
    const { license: body, record } = await at.client.call('license.get', { id });
    const others: Record<string, string> = { ...face, YYQXQ: '2001-01-01', YYQXZ: '2060-01-01' };
    const changed = { ...body, face: { ...body.face, [key]: others[key]! } };
    const again = await at.client.call('license.save', {
      id,
      base: record.revision,
      license: changed,
      state: 'pending',
    });
    expect(Object.keys(again.license.readings ?? {})).toEqual(read.slice(1));
    expect(await due(id)).toContain(path);
    await rules({});
    expect(await due(id)).toEqual(critical);
  }, 120_000);

  it('counts for nothing where it was shown first, unless the rule takes what was proposed', async () => {
    await rules({});
    const { stored, answers, enter } = await readScan(9);
    expect(answers.get('MC')).toBe(stored['MC']);
    const saved = await enter({});
    const shown = Object.values(saved.license.readings ?? {});
    expect(shown.length).toBeGreaterThanOrEqual(2);
    expect(shown.every(({ withheld }) => !withheld)).toBe(true);
    await rules({ reading: 'withheld' });
    expect(await due(saved.row.id)).toEqual(critical);
    await rules({ reading: 'offered' });
    const read = Object.keys(saved.license.readings ?? {});
    expect(await due(saved.row.id)).toEqual(critical.filter((path) => !read.includes(path)));
  }, 120_000);
});
