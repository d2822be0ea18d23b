import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readIdentifier } from '../../../shared/license/identifier.ts';
import { emptyLicense, type License } from '../../../shared/license/license.ts';
import { type Department, openDepartment, organ } from '../../../tests/fixtures/department.ts';
import { shippedTypes } from './library.ts';

const business = shippedTypes().find(({ name }) => name === '营业执照')!;
const license: License = {
  ...emptyLicense(business),
  face: {
    ...{ TYSHXYDM: '91410000170001401D', MC: '宇通客车', LX: '股份有限公司', FDDBR: '王建国', JYFW: '客车制造' },
    ...{ CLRQ: '1997-01-08', YYQXQ: '1997-01-08', YYQXZ: '2047-01-07', ZS: '郑州市', DJJG: organ.name },
    FZRQ: '2016-05-17',
  },
};
const paper = { name: '决定书.pdf', bytes: new TextEncoder().encode('%PDF-1.7 决定') };

let at: Department;
let id = '';
beforeAll(async () => {
  at = await openDepartment();
}, 30_000);
beforeEach(async () => {
  at.clear();
  id = (await at.client.call('license.save', { license, state: 'pending' })).row.id;
});
afterAll(() => at.close());

const note = (kind: '过期' | '挂起' | '解除挂起' | '质押' | '注销' | '延续', base: number, more: object = {}) =>
  at.client.call('license.noteEvent', {
    ...{ id, base, kind, date: '2026-01-05', reason: '涉诉', document: '郑监字〔2026〕6号', ...more },
  });

describe('an event', () => {
  it('makes a version with reason, date and document, and the face before it', async () => {
    const { row, license: kept } = await note('挂起', 1, { file: paper });
    expect(row).toMatchObject({ status: '挂起', state: 'pending', revision: 2 });
    expect(kept.events).toEqual([
      expect.objectContaining({ kind: '挂起', date: '2026-01-05', reason: '涉诉', document: '郑监字〔2026〕6号' }),
    ]);
    expect(kept.events[0]).toMatchObject({ status: '有效', face: license.face, fileName: '决定书.pdf', by: '李敏' });
    const record = at.station.records.get(id, 'license');
    expect(record.blobs).toContain(kept.events[0]!.file);
    expect(at.station.blobs.get(kept.events[0]!.file)).toEqual(paper.bytes);
    const { history } = await at.client.call('license.get', { id });
    expect(history.map(({ action }) => action)).toContain('记入事项');
  });

  it('that is not possible from here is refused, and nothing changes', async () => {
    await expect(note('解除挂起', 1)).rejects.toThrow('event-refused');
    await expect(note('挂起', 1, { date: '2016-01-05' })).rejects.toThrow('event-refused');
    await expect(note('挂起', 7)).rejects.toThrow('record-changed');
    await note('质押', 1);
    await expect(note('注销', 2)).rejects.toThrow('event-refused');
    const opened = await at.client.call('license.get', { id });
    expect(opened.license).toMatchObject({ status: '有效', pledged: true, events: [{ kind: '质押' }] });
  });

  it('that prolongs writes the new last day on the face and counts the identifier on', async () => {
    const { license: kept } = await note('延续', 1, { validTo: '2050-01-01' });
    expect([kept.face['YYQXZ'], kept.validTo]).toEqual(['2050-01-01', '2050-01-01']);
    expect(kept.events[0]!.face['YYQXZ']).toBe('2047-01-07');
    expect(readIdentifier(kept.identifier)?.version).toBe('002');
  });

  it('of 过期 ends a license whose term is over, and 延续 brings it back', async () => {
    const ended = { ...license, face: { ...license.face, YYQXZ: '2025-01-07' } };
    const { row } = await at.client.call('license.save', { id, license: ended, state: 'draft' });
    const over = { date: '2025-01-08', reason: '有效期届满', document: '' };
    await expect(note('过期', row.revision, { ...over, date: '2025-01-07' })).rejects.toThrow('event-refused');
    const { license: kept, row: after } = await note('过期', row.revision, over);
    expect(kept).toMatchObject({ status: '过期', events: [{ kind: '过期', status: '有效', document: '' }] });
    const { license: again } = await note('延续', after.revision, { validTo: '2050-01-01' });
    expect(again).toMatchObject({ status: '有效', validTo: '2050-01-01' });
  });

  it('is neither made nor lost by the form, and the state cannot be typed against it', async () => {
    const { license: kept } = await note('挂起', 1);
    const typed = { ...kept, events: [], pledged: true, status: '有效' as const };
    await expect(at.client.call('license.save', { id, license: typed, state: 'pending' })).rejects.toThrow(
      'record-incomplete',
    );
    const draft = await at.client.call('license.save', { id, license: typed, state: 'draft' });
    expect(draft.license).toMatchObject({ pledged: false, events: [{ kind: '挂起' }] });
    expect(draft.findings.map(({ field, code }) => [field, code])).toContainEqual(['status', 'status-without-event']);
  });
});

it('attachments travel with the license and can be taken away again', async () => {
  const { license: kept } = await at.client.call('license.attach', { id, base: 1, files: [paper, { ...paper }] });
  expect(kept.attachments.map(({ name }) => name)).toContain('决定书.pdf');
  const file = kept.attachments[0]!.file;
  expect(at.station.records.get(id).blobs).toContain(file);
  const without = await at.client.call('license.detach', { id, base: 2, file });
  expect(without.license.attachments).toEqual([]);
  expect(at.station.records.get(id).blobs).toEqual([]);
});
