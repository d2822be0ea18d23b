import { describe, expect, it } from 'vitest';
import { sample } from '../../../tests/fixtures/department.ts';
import { keyingOffice, license } from '../../../tests/fixtures/keying-office.ts';
import { codeOf } from '../../../tests/fixtures/refusal.ts';

const { at, as, tasks } = keyingOffice();

describe('照面如此', () => {
  const wrong = '91410000169999577A';
  const declare = async (): Promise<string> => {
    const crop = at.station.blobs.put(sample('91410000170001401D.jpg'), '照面.jpg').id;
    const message = '校验位不符';
    const said = {
      value: wrong,
      code: 'invalid-uscc',
      message,
      crop,
      by: '局长',
      at: '',
      confirmedBy: '局长',
      confirmedAt: 't',
    };
    const { row } = await at.client.call('license.save', {
      license: { ...license({ TYSHXYDM: wrong }), asOnPaper: { 'face.TYSHXYDM': said } },
      state: 'pending',
    });
    expect(row).toMatchObject({ state: 'draft', errors: 1 });
    return row.id;
  };

  it('waits for a second person whatever the page says, keeps its picture, and is handed in by the confirmation', async () => {
    const id = await declare();
    const { license: kept, findings } = await at.client.call('license.get', { id });
    expect(kept.asOnPaper?.['face.TYSHXYDM']).toMatchObject({ by: '李敏', confirmedBy: '' });
    expect(findings.map(({ code, level }) => `${level} ${code}`)).toContain('error as-on-paper-open');
    expect(await tasks()).toEqual([]);
    expect(await codeOf(at.client.call('keying.declared', { id }))).toBe('not-yours-to-check');
    await as('赵静');
    const { fields, revision } = await at.client.call('keying.declared', { id });
    expect(fields).toMatchObject([{ path: 'face.TYSHXYDM', value: wrong, by: '李敏' }]);
    expect(at.station.records.get(id).blobs).toContain(fields[0]?.crop);
    const confirm = { id, base: revision, path: 'face.TYSHXYDM', agree: true };
    expect((await at.client.call('keying.confirm', confirm)).state).toBe('pending');
    const after = await at.client.call('keying.open', { id });
    expect(after.fields.map(({ path }) => path)).not.toContain('face.TYSHXYDM');
    const day = new Date();
    const { declared } = await at.client.call('keying.statistics', {
      from: '2000-01-01',
      to: `${day.getFullYear()}-12-31`,
    });
    expect(declared).toEqual([{ type: '营业执照', name: '统一社会信用代码', declared: 1, confirmed: 1, refused: 0 }]);
  });

  it('that a second person does not find on the paper goes back as 待查', async () => {
    const id = await declare();
    await as('赵静');
    const { revision } = await at.client.call('keying.declared', { id });
    const refusal = { id, base: revision, path: 'face.TYSHXYDM', agree: false, reason: '末位是 D' };
    expect((await at.client.call('keying.confirm', refusal)).state).toBe('draft');
    const { license: kept, findings } = await at.client.call('license.get', { id });
    expect(kept.setAside).toBe('“统一社会信用代码”照面如此未通过核对：末位是 D');
    expect(findings.map(({ code }) => code)).toContain('invalid-uscc');
  });

  it('does not cover another value, nor what a paper cannot carry', async () => {
    const crop = at.station.blobs.put(sample('91410000170001401D.jpg'), '照面.jpg').id;
    const said = {
      value: wrong,
      code: 'required',
      message: '',
      crop,
      by: '',
      at: '',
      confirmedBy: '',
      confirmedAt: '',
    };
    const save = (values: Record<string, string>, code: string) =>
      at.client.call('license.save', {
        license: { ...license(values), asOnPaper: { 'face.TYSHXYDM': { ...said, code } } },
        state: 'draft',
      });
    const other = await save({ TYSHXYDM: '91410000169999577B' }, 'invalid-uscc');
    expect(other.findings.map(({ code }) => code)).toContain('invalid-uscc');
    expect(other.license.asOnPaper).toBeUndefined();
    expect((await save({ TYSHXYDM: wrong }, 'required')).findings.map(({ code }) => code)).toContain('invalid-uscc');
  });
});
