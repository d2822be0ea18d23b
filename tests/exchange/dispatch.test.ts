import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureMessages } from '../../shared/contract/failures.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { both, type Desk, enrol, makeOffice, openCopy, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
let department: Desk;
let neighbour: Desk;
let bureau: Desk;
let stranger: Desk;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市民政局', '114101000052530151');
  neighbour = await office.open('neighbour', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  stranger = await office.open('stranger', 'bureau', '洛阳市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  await enrol(neighbour, bureau);
});
afterAll(() => office.close());

const prepare = (value: unknown, desk = bureau, to = department) =>
  desk.client.call('dispatch.prepare', {
    station: to.id,
    name: '文件.json',
    bytes: new TextEncoder().encode(JSON.stringify(value)),
  });
const send = async (folder: string, desk = bureau, to = department): Promise<string> => {
  const { files } = await desk.client.call('dispatch.send', { stations: [to.id], to: join(office.root, folder) });
  expect(files).toHaveLength(1);
  return files[0]!.path;
};
const take = async (path: string, desk = department) =>
  (await desk.client.call('exchange.takeAnswers', { paths: [path] })).outcomes[0]!;
const inForce = (desk: Desk): unknown[] =>
  desk.core.context.station.db.prepare('SELECT part, version, body FROM in_force ORDER BY part').all();
const obligation = (text: string, more = {}) => ({ code: '06-99', text, kind: '数据', ...more });

let first: string;
let second: string;

test('a list, obligations and a calendar go out signed and are in force at the department', async () => {
  await prepare({
    list: [{ name: '低保对象信息', code: '307021', due: '2026-12-31' }, { name: '婚姻登记信息' }],
    obligations: [obligation('救助对象', { expected: 31, due: '2026-12-01' })],
    calendar: { holidays: ['2027-01-01', '2027-02-05'], makeupDays: ['2027-02-13'] },
  });
  first = await send('first');
  expect(basename(first)).toMatch(/^dispatch-[0-9a-f]{8}-\d{4}\.ydp$/);
  expect(await take(first)).toMatchObject({
    ok: true,
    kind: 'dispatch',
    received: 3,
    message: '目录清单 2 项已采用；应交材料 1 项已采用；工作日历 2027 年已采用。',
  });
  const { obligations } = await department.client.call('obligation.list', {});
  expect(obligations.map(({ text, expected, due }) => ({ text, expected, due }))).toEqual([
    { text: '救助对象', expected: 31, due: '2026-12-01' },
  ]);
  const { checks } = await department.client.call('selfcheck.run', {});
  expect(checks.find(({ name }) => name === '工作日历')?.result).toBe('2004—2027 年');
});

test('the same file again, and the same contents in another file, change nothing', async () => {
  const before = inForce(department);
  expect(await take(first)).toMatchObject({ ok: true, code: 'already-received', received: 3 });
  expect(inForce(department)).toEqual(before);
  expect(await codeOf(send('again'))).toBe('nothing-to-dispatch');
});

test('a newer list replaces; the older dispatch, taken for the first time after it, is refused and says by what', async () => {
  await prepare({ list: [{ name: '殡葬信息' }] });
  second = await send('second');
  await prepare({ list: [{ name: '养老机构信息' }] });
  const third = await send('third');
  expect(await take(third)).toMatchObject({ ok: true, received: 1 });
  const before = inForce(department);
  const late = await take(second);
  expect(late).toMatchObject({ ok: false, code: 'dispatch-outdated', received: 0 });
  expect(late.message).toMatch(/^这份下发包里的目录清单（2\d{3}-.*）比现行的（2\d{3}-.*）旧，没有采用，现行的不变。/);
  expect(inForce(department)).toEqual(before);
});

test('of a late dispatch the parts that are newer are taken, the older one is named', async () => {
  await prepare({ list: [{ name: '社会组织信息' }], obligations: [obligation('社会组织')] });
  const both = await send('both');
  await prepare({ list: [{ name: '志愿服务信息' }] });
  expect((await take(await send('newest'))).ok).toBe(true);
  const mixed = await take(both);
  expect(mixed).toMatchObject({ ok: true, received: 1 });
  expect(mixed.message).toMatch(/目录清单.*旧，没有采用；应交材料 1 项已采用。/);
});

test('hand-made lines and what was counted here stay when the bureau dispatches obligations', async () => {
  const own = {
    ...obligation('自列材料', { code: '自-01', kind: '电子文书' }),
    id: '',
    catalogs: [],
    licenseTypes: [],
  };
  await department.client.call('obligation.save', { ...own, kind: '电子文书', expected: 4, due: '', note: '' });
  const [line] = (await department.client.call('obligation.list', {})).obligations;
  await department.client.call('obligation.save', { ...line!, expected: 77, note: '已核定' });
  await prepare({ obligations: [obligation('社会组织登记')] });
  await take(await send('obligations'));
  const { obligations } = await department.client.call('obligation.list', {});
  expect(obligations.map(({ text, expected, note }) => `${text} ${expected} ${note}`)).toEqual([
    '社会组织登记 77 已核定',
    '自列材料 4 ',
  ]);
});

test('a dispatch from a bureau that this station does not know, or does not trust any more, has its own code', async () => {
  const { name, bytes } = await department.client.call('enrol.request', {});
  await stranger.client.call('enrol.accept', { name, bytes });
  await prepare([{ name: '甲' }], stranger);
  const path = await send('stranger', stranger);
  const before = inForce(department);
  expect(await take(path)).toMatchObject({ ok: false, code: 'unknown-sender' });
  const keys = await stranger.client.call('enrol.request', {});
  await department.client.call('enrol.finish', { name: keys.name, bytes: keys.bytes });
  await department.client.call('enrol.revoke', { station: stranger.id, reason: '误接入' });
  expect(await take(path)).toMatchObject({ ok: false, code: 'sender-revoked' });
  expect(inForce(department)).toEqual(before);
});

test('a dispatch for somebody else, a cut one and one with a changed byte are refused, each by its code', async () => {
  expect(await take(second, neighbour)).toMatchObject({ ok: false, code: 'not-for-this-station' });
  const whole = readFileSync(second);
  const path = join(office.root, 'broken.ydp');
  writeFileSync(path, whole.subarray(0, 300));
  expect((await take(path)).ok).toBe(false);
  for (let at = 40; at < whole.length; at += Math.ceil(whole.length / 40)) {
    const changed = Buffer.from(whole);
    changed[at]! ^= 1;
    writeFileSync(path, changed);
    const { ok, code } = await take(path);
    // What only holds bytes twice may be changed without harm: then it is the old dispatch that it was.
    expect({ ok, known: code in failureMessages }).toEqual({ ok: false, known: true });
  }
});

test('a dispatch that was signed by other keys than the known ones of its station is refused as such', async () => {
  await prepare([{ name: '伪造' }], stranger);
  const { station } = stranger.core.context;
  const forged = join(office.root, 'forged');
  mkdirSync(forged);
  // The stranger calls itself by the bureau's id: its own signature is not the bureau's.
  const { writePackage } = await import('../../electron/core/exchange/format/format.ts');
  const { recipientIdOf } = await import('../../electron/core/crypto/station-id.ts');
  const json = Buffer.from(JSON.stringify({ parts: [{ part: 'list', version: Date.now() + 1e9, body: [] }] }));
  const publicKey = department.core.context.station.keys.encryption.publicKey;
  await writePackage({
    kind: 'dispatch',
    sender: {
      stationId: bureau.id,
      signingPrivateKey: station.keys.signing.privateKey,
      signingPublicKey: station.keys.signing.publicKey,
    },
    recipients: [{ id: recipientIdOf(publicKey), publicKey }],
    epoch: 1,
    sequence: 1,
    previous: undefined,
    auditHead: station.auditHead(),
    created: new Date(),
    entries: [{ path: 'dispatch.json', size: json.length, bytes: json }],
    out: { dir: forged, name: 'f' },
    volumeBytes: undefined,
    recovery: false,
  });
  const before = inForce(department);
  expect(await take(join(forged, 'f.ydp'))).toMatchObject({ ok: false, code: 'signature-invalid' });
  expect(inForce(department)).toEqual(before);
});

test('a bureau restored from an older backup goes on with newer versions', async () => {
  const copy = join(office.root, 'restored');
  cpSync(bureau.dir, copy, { recursive: true });
  await prepare([{ name: '备份之后' }]);
  expect((await take(await send('after-backup'))).ok).toBe(true);
  rmSync(join(copy, 'lock'), { force: true });
  const restored = await openCopy(copy);
  try {
    await prepare([{ name: '恢复之后' }], restored);
    const { files } = await restored.client.call('dispatch.send', { stations: [department.id], to: office.media });
    expect(await take(files[0]!.path)).toMatchObject({ ok: true, received: 1 });
  } finally {
    await restored.core.close();
  }
});

test('the next package tells the bureau what is in force there', async () => {
  const standing = async () => {
    const { targets } = await bureau.client.call('dispatch.overview', {});
    return targets.find(({ station }) => station === department.id)!.parts.find(({ part }) => part === 'calendar')!;
  };
  expect(await standing()).toMatchObject({ size: 1, changed: false, inForce: 0 });
  await writeLicense(department, usccs[0]!);
  const { files } = await department.client.call('exchange.pack', { to: office.media, ...both });
  await bureau.client.call('intake.receive', { paths: [files[0]!.path] });
  const { version, inForce: there } = await standing();
  expect(there).toBe(version);
});

test('one signature, many copies: a dispatch is written again byte for byte', async () => {
  const { sent } = await bureau.client.call('dispatch.overview', {});
  const one = sent.find(({ file }) => file === basename(first))!;
  expect(one).toMatchObject({ parts: ['list', 'obligations', 'calendar'], name: '郑州市民政局' });
  const kept = readFileSync(first);
  copyFileSync(first, `${first}.old`);
  const { file } = await bureau.client.call('dispatch.write', { id: one.id, to: join(office.root, 'copy') });
  expect(readFileSync(file.path).equals(kept)).toBe(true);
});

test('lines are added, changed and taken away by hand; a twin and a line that is gone are named', async () => {
  const station = neighbour.id;
  const call = bureau.client.call;
  const line = { name: '企业登记信息', code: '', abstract: '', reason: '', due: '' };
  const { line: added } = await call('dispatch.saveLine', { station, line });
  expect(await codeOf(call('dispatch.saveLine', { station, line }))).toBe('list-line-twice');
  await call('dispatch.saveLine', { station, line: { ...added, due: '2026-12-31' } });
  expect((await call('dispatch.list', { station })).rows.map(({ line }) => line)).toEqual([
    { ...added, due: '2026-12-31' },
  ]);
  await call('dispatch.removeLine', { station, id: added.id });
  expect(await codeOf(call('dispatch.saveLine', { station, line: added }))).toBe('list-line-missing');
  expect(await codeOf(call('dispatch.saveLine', { station, line: { ...line, due: '明年' } }))).toBe('invalid-input');
  expect(await codeOf(call('dispatch.prepare', { station: '不存在', name: 'a', bytes: new Uint8Array() }))).toBe(
    'partner-unknown',
  );
});

test('one sheet with the lists of many departments is divided by its provider; lines of others are named', async () => {
  const { call } = bureau.client;
  const rows = [
    '信息资源名称,信息资源提供方,资源提供方代码,期限',
    '残疾人信息,郑州市民政局,,2027-06-30',
    '食品抽检信息,市场监管局,,',
    '广告监管信息,,11410100mb1a23748y,',
    '户籍信息,郑州市公安局,,',
    '殡葬服务信息,,,',
  ];
  const file = { name: '全市清单.csv', bytes: new TextEncoder().encode(rows.join('\n')) };
  const names = async (desk: Desk) =>
    (await call('dispatch.list', { station: desk.id })).rows.map(({ line }) => line.name);
  const before = { department: await names(department), neighbour: await names(neighbour) };
  const rejected = [
    { row: 5, message: '“郑州市公安局”没有接入本站' },
    { row: 6, message: '没有写明是哪个单位的' },
  ];
  expect(await call('dispatch.prepare', file)).toEqual({
    reports: [
      { part: 'list', department: '郑州市民政局', taken: 1, rejected },
      { part: 'list', department: '郑州市市场监督管理局', taken: 2, rejected: [] },
    ],
  });
  expect(await names(department)).toEqual([...before.department, '残疾人信息']);
  expect(await names(neighbour)).toEqual([...before.neighbour, '食品抽检信息', '广告监管信息']);
  const { reports } = await call('dispatch.prepare', { ...file, station: department.id });
  expect(reports).toMatchObject([{ department: '郑州市民政局', taken: 2 }]);
  expect(reports[0]!.rejected.map(({ message }) => message)).toEqual([
    '是“市场监管局”的，不是“郑州市民政局”的',
    '是“11410100MB1A23748Y”的，不是“郑州市民政局”的',
    '是“郑州市公安局”的，不是“郑州市民政局”的',
  ]);
  const nobody = { ...file, bytes: new TextEncoder().encode('资源名称\n甲\n') };
  expect(await codeOf(call('dispatch.prepare', nobody))).toBe('dispatch-file');
});

test('what the bureau does is refused at a department, and a file that is no dispatch says what it is', async () => {
  const { bytes } = { bytes: new TextEncoder().encode('[{"name":"甲"}]') };
  expect(await codeOf(department.client.call('dispatch.prepare', { name: 'a', bytes }))).toBe('not-allowed');
  const { outcomes } = await department.client.call('exchange.takeAnswers', { paths: [first], kinds: ['receipt'] });
  expect(outcomes[0]).toMatchObject({ ok: false, code: 'wrong-kind' });
});
