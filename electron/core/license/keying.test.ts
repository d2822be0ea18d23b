import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../../shared/contract/failures.ts';
import { criticalFields, defaultRules, type KeyingRules } from '../../../shared/license/keying.ts';
import { emptyLicense, type License } from '../../../shared/license/license.ts';
import { type Department, openDepartment, organ, sample } from '../../../tests/fixtures/department.ts';
import { scannedFace } from '../../../tests/fixtures/scanned-face.ts';
import { shippedTypes } from './library.ts';
import { countLooks } from './second-look.ts';

const type = shippedTypes().find(({ name }) => name === '营业执照')!;
const face = {
  TYSHXYDM: '914100001699995779',
  MC: '宇通客车股份有限公司',
  LX: '股份有限公司',
  FDDBR: '王建国',
  JYFW: '客车制造、销售',
  CLRQ: '1997-01-08',
  ZS: '郑州市管城区样例路6号',
  DJJG: organ.name,
  FZRQ: '2018-05-17',
};
const license = (more: Record<string, string> = {}): License => ({ ...emptyLicense(type), face: { ...face, ...more } });
const second = (more: Record<string, string> = {}) =>
  Object.fromEntries(
    Object.entries({ YYQXZ: '', YYQXZ2: '', ...face, ...more }).map(([key, value]) => [`face.${key}`, value]),
  );
const password = 'heyan-2026-QZ';

let at: Department;
beforeAll(async () => {
  at = await openDepartment();
  const users = [
    { name: '王芳', roles: ['clerk'] },
    { name: '赵静', roles: ['reviewer'] },
    { name: '孙局', roles: ['head'] },
  ] as const;
  for (const { name, roles } of users) await at.client.call('user.add', { name, roles: [...roles], password });
}, 60_000);
afterAll(() => at.close());
beforeEach(async () => {
  await as('李敏');
  await at.client.call('keying.setRules', defaultRules);
});
afterEach(() => {
  vi.useRealTimers();
  at.clear();
  at.station.db.exec('DELETE FROM keyed_field; DELETE FROM keyed_record; DELETE FROM declared_field');
});

async function as(user: string): Promise<void> {
  if (at.core.context.session.current?.user.name === user) return;
  await at.client.call('station.lock', {});
  await at.client.call('station.unlock', { user, password });
}
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error.failure.code;
    throw error;
  }
  return '';
};
const handIn = async (more: Record<string, string> = {}): Promise<string> =>
  (await at.client.call('license.save', { license: license(more), state: 'pending' })).row.id;
const key = async (id: string, more: Record<string, string> = {}) => {
  const { revision, fields } = await at.client.call('keying.open', { id });
  const values = second(more);
  return at.client.call('keying.save', {
    id,
    base: revision,
    values: Object.fromEntries(fields.map(({ path }) => [path, values[path] ?? ''])),
    seconds: 12,
    keys: 60,
  });
};
const rules = async (more: Partial<KeyingRules>): Promise<number> => {
  await as('李敏');
  return (await at.client.call('keying.setRules', { ...defaultRules, ...more })).open;
};
const dayLater = (days: number): void => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 });
};
const tasks = async (): Promise<string[]> => (await at.client.call('keying.queue', {})).rows.map(({ task }) => task);
const auditOf = (action: string) =>
  at.station.db.prepare('SELECT old, new FROM audit WHERE action = ? ORDER BY seq DESC LIMIT 1').get(action) as {
    old: string;
    new: string;
  };

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
