import { describe, expect, it, vi } from 'vitest';
import { defaultRules } from '../../../shared/license/keying.ts';
import { organ } from '../../../tests/fixtures/department.ts';
import { face, keyingOffice, license, password } from '../../../tests/fixtures/keying-office.ts';
import { codeOf } from '../../../tests/fixtures/refusal.ts';
import { countLooks } from './second-look.ts';

const { at, as, handIn, key, rules, dayLater, tasks, auditOf } = keyingOffice();

describe('the second keying', () => {
  it('is asked of somebody else, and no answer before it carries the first value', async () => {
    const id = await handIn();
    expect(await tasks()).toEqual([]);
    expect((await at.client.call('keying.queue', {})).waiting.key).toBe(1);
    await as('赵静');
    const answers = [await at.client.call('keying.queue', {}), await at.client.call('keying.open', { id })];
    for (const value of Object.values(face).filter((text) => text !== organ.name))
      expect(JSON.stringify(answers)).not.toContain(value);
    expect(await codeOf(at.client.call('license.get', { id }))).toBe('to-be-keyed');
    const { fields } = await at.client.call('keying.open', { id });
    expect(fields.map(({ label }) => label)).toEqual([
      '统一社会信用代码',
      '名称',
      '营业期限自',
      '营业期限至',
      '住所',
      '登记机关',
      '核发日期',
    ]);
  });

  it('that agrees is recorded with who and when, and the license stays handed in', async () => {
    const id = await handIn();
    await as('赵静');
    const { agreed, differing, state } = await key(id, { FZRQ: '180517', ZS: '郑州市管城区样例路６号' });
    expect({ agreed, differing, state }).toEqual({ agreed: 7, differing: [], state: 'pending' });
    const opened = await at.client.call('license.get', { id });
    expect(opened.license.review?.['face.MC']).toMatchObject({
      first: face.MC,
      second: face.MC,
      by: '赵静',
      own: false,
      value: face.MC,
    });
    expect(opened.license.face.ZS).toBe(face.ZS);
    expect(await tasks()).toEqual([]);
    expect(JSON.parse(auditOf('keying.save').new)).toMatchObject({ 'face.MC': face.MC, 'face.FZRQ': '2018-05-17' });
  });

  it('must answer every field, of the revision that was opened', async () => {
    const id = await handIn();
    await as('赵静');
    const { revision } = await at.client.call('keying.open', { id });
    const half = { id, base: revision, values: { 'face.MC': face.MC }, seconds: 1, keys: 1 };
    expect(await codeOf(at.client.call('keying.save', half))).toBe('invalid-input');
    expect(await codeOf(at.client.call('keying.save', { ...half, base: 7 }))).toBe('record-changed');
  });

  it('that differs blocks the license until a third person has decided, and both values stay', async () => {
    const id = await handIn({ MC: '宇通客车股份有限公词' });
    await as('赵静');
    const { differing, state } = await key(id);
    expect({ differing, state }).toEqual({ differing: [{ path: 'face.MC', label: '名称' }], state: 'draft' });
    expect(await tasks()).toEqual([]);
    expect(await codeOf(at.client.call('keying.difference', { id }))).toBe('not-yours-to-check');
    await as('李敏');
    expect(await codeOf(at.client.call('keying.difference', { id }))).toBe('not-yours-to-check');
    expect(await codeOf(at.client.call('license.submit', { id }))).toBe('record-incomplete');

    await as('王芳');
    const { revision, fields } = await at.client.call('keying.difference', { id });
    expect(fields).toEqual([
      { path: 'face.MC', label: '名称', values: ['宇通客车股份有限公司', '宇通客车股份有限公词'].sort() },
    ]);
    const decided = await at.client.call('keying.decide', { id, base: revision, values: { 'face.MC': face.MC } });
    expect(decided).toEqual({ state: 'pending', errors: 0 });
    const { license: kept, findings, history } = await at.client.call('license.get', { id });
    expect(kept.face.MC).toBe(face.MC);
    expect(kept.holders[0]?.name).toBe(face.MC);
    expect(kept.review?.['face.MC']).toMatchObject({
      first: '宇通客车股份有限公词',
      second: face.MC,
      value: face.MC,
      by: '赵静',
      decidedBy: '王芳',
    });
    expect(findings).toEqual([]);
    expect(history.map(({ user, action }) => `${user} ${action}`)).toContain('王芳 裁定差异');
    expect(auditOf('keying.decide').old).toContain('宇通客车股份有限公词 / 宇通客车股份有限公司');
    expect(await tasks()).toEqual([]);
  });

  it('is asked anew only for what somebody changed afterwards', async () => {
    const id = await handIn();
    await as('赵静');
    await key(id);
    await as('李敏');
    const { record } = await at.client.call('license.get', { id });
    const changed = license({ FZRQ: '2018-05-18', FDDBR: '王建设' });
    await at.client.call('license.save', { id, base: record.revision, license: changed, state: 'pending' });
    await as('赵静');
    const { fields } = await at.client.call('keying.open', { id });
    expect(fields.map(({ path }) => path)).toEqual(['face.FZRQ']);
  });

  it('cannot be written by a page', async () => {
    const forged = {
      first: 'x',
      second: 'x',
      by: '赵静',
      at: '',
      own: false,
      value: face.MC,
      decidedBy: '',
      decidedAt: '',
    };
    const { license: kept } = await at.client.call('license.save', {
      license: { ...license(), review: { 'face.MC': forged } },
      state: 'pending',
    });
    expect(kept.review).toBeUndefined();
  });

  it('is refused to one who looked at the first value instead', async () => {
    const id = await handIn();
    await as('赵静');
    await at.client.call('keying.giveUp', { id });
    expect((await at.client.call('license.get', { id })).license.face.MC).toBe(face.MC);
    expect(await codeOf(at.client.call('keying.open', { id }))).toBe('not-yours-to-check');
    await as('王芳');
    expect(await tasks()).toEqual(['key']);
  });

  it('is closed to who is neither clerk nor reviewer', async () => {
    const id = await handIn();
    await as('孙局');
    expect(await codeOf(at.client.call('keying.queue', {}))).toBe('not-allowed');
    expect(await codeOf(at.client.call('keying.open', { id }))).toBe('not-allowed');
    expect(await codeOf(at.client.call('keying.setRules', defaultRules))).toBe('not-allowed');
    expect((await at.client.call('license.get', { id })).license.face.MC).toBe(face.MC);
  });
});

describe('an office of one', () => {
  const others = ['王芳', '赵静'];
  const employ = async (disabled: boolean): Promise<void> => {
    await as('李敏');
    const { users } = await at.client.call('user.list', {});
    for (const { id, name } of users) if (others.includes(name)) await at.client.call('user.disable', { id, disabled });
    if (!disabled)
      for (const { id, name } of users)
        if (others.includes(name)) await at.client.call('user.setPassword', { id, password });
  };
  it('keys again itself on a later day, counted apart, and decides by itself', async () => {
    await employ(true);
    const id = await handIn();
    expect(await tasks()).toEqual([]);
    dayLater(1);
    const { rows } = await at.client.call('keying.queue', {});
    expect(rows).toMatchObject([{ id, task: 'key', own: true }]);
    await key(id, { MC: '宇通客车有限公司' });
    const { fields, revision } = await at.client.call('keying.difference', { id });
    expect(fields).toHaveLength(1);
    await at.client.call('keying.decide', { id, base: revision, values: { 'face.MC': '宇通汽车股份有限公司' } });
    const day = new Date().toISOString().slice(0, 10);
    const { keyed, fields: found } = await at.client.call('keying.statistics', {
      from: '2000-01-01',
      to: `${day.slice(0, 4)}-12-31`,
    });
    expect(keyed).toEqual([{ by: '李敏', own: true, records: 1, seconds: 12, keys: 60 }]);
    expect(found.find(({ by }) => by === 'clerk')).toMatchObject({
      name: '李敏',
      own: true,
      keyed: 7,
      agreed: 6,
      wrong: 1,
    });
    vi.useRealTimers();
    await employ(false);
  });
});

describe('the rules', () => {
  it('pick all, a share that is the same at every asking, or the licenses of named clerks', async () => {
    await rules({ records: 'none' });
    for (let n = 0; n < 60; n++) await handIn({ MC: `第${n}公司` });
    const share = await rules({ records: 'share', share: 50 });
    expect(share).toBeGreaterThan(15);
    expect(share).toBeLessThan(45);
    expect(await rules({ records: 'clerks', clerks: ['王芳'] })).toBe(0);
    expect(await rules({ records: 'clerks', clerks: ['李敏'] })).toBe(60);
    expect(await rules({ records: 'share', share: 50 })).toBe(share);
    expect(await rules({ records: 'none' })).toBe(0);
  });

  it('may leave out a number that passes its own check digit', async () => {
    await rules({ skipChecked: true });
    const id = await handIn();
    await as('赵静');
    const { fields } = await at.client.call('keying.open', { id });
    expect(fields.map(({ label }) => label)).not.toContain('统一社会信用代码');
    expect(fields).toHaveLength(6);
  });

  it('may keep back from packing what nobody has keyed again, and say so by name', async () => {
    const id = await handIn();
    expect((await at.client.call('exchange.outbox', {})).items.map((item) => item.id)).toEqual([id]);
    await rules({ beforePacking: true });
    const outbox = await at.client.call('exchange.outbox', {});
    expect(outbox.items).toEqual([]);
    expect(outbox.held).toMatchObject([{ id, reason: 'keying', name: face.MC }]);
    await as('赵静');
    await key(id);
    await as('李敏');
    expect((await at.client.call('exchange.outbox', {})).held).toEqual([]);
    expect((await at.client.call('exchange.outbox', {})).items.map((item) => item.id)).toEqual([id]);
  });
});

it('what waits for a person is counted for the navigation, for that person alone', async () => {
  const count = async (user: string): Promise<number> => {
    await as(user);
    const { counts } = await at.client.call('keying.queue', {});
    const { toLook } = await at.client.call('desk.strip', {});
    expect(toLook).toBe(counts.key! + counts.decide! + counts.confirm!);
    return toLook;
  };
  await handIn();
  const id = await handIn({ MC: '郑州宇通' });
  expect([await count('李敏'), await count('赵静'), await count('王芳')]).toEqual([0, 2, 2]);
  await as('赵静');
  await key(id, { MC: '郑州宇通重工' });
  expect([await count('赵静'), await count('王芳')]).toEqual([1, 2]);
  expect(countLooks(at.station, at.core.context.session.current!.user, 1)).toBe(1);
});
