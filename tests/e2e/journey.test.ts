import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resourceFile } from '../../electron/core/places.ts';
import { keyByPassword } from '../../electron/core/store/credentials.ts';
import { openStation } from '../../electron/core/store/station.ts';
import { filesToSearch, findLeaks } from '../leak/search.ts';
import { receive, review } from './bureau.ts';
import { type TypedCatalog, typeCatalog } from './catalog.ts';
import { exportKeys, takeKeys } from './enrol.ts';
import { bringScans, typeLicense } from './entry.ts';
import { medium, type Office, openOffice } from './office.ts';
import { openPage } from './place.ts';
import { scanSheet } from './seal.ts';
import { sendPackage, takeAnswers } from './send.ts';
import { setUp } from './set-up.ts';
import { standings } from './standings.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-window-'));
const media = join(root, 'home', medium);
const owner = {
  role: 'department',
  name: '郑州市市场监督管理局',
  uscc: '11410100MB1A23748Y',
  user: '李敏',
  password: 'Zheng-zhou-2019',
  contact: '方晓晴',
  phone: '0371-67170001',
} as const;
const catalog: TypedCatalog = {
  name: '企业法人登记基础信息',
  abstract: '本市登记机关核准登记的企业法人的名称、类型、法定代表人等信息。',
  items: [
    ['统一社会信用代码', 'tyshxydm', 'C', '18'],
    ['企业名称', 'qymc', 'C', '200'],
    ['注册资本', 'zczb', 'Y', '18,2'],
  ],
  condition: '经登记注册处核准',
  scope: '市直各有关部门',
};
const license = [
  '91410000170001401D',
  '1-1',
  '宇通客车股份有限公司',
  '其他股份有限公司（上市）',
  '王建国强',
  '客车及配件制造、销售',
  '22亿',
  '19970108',
  '19970108',
  '长期',
  '郑州市管城回族区样例路6号',
  '郑州市市场监督管理局',
  '20180517',
];
const people = { head: '王建设国', secrecy: '赵海燕平', courier: '孙晓东升' };
const remark = '核发日期与照面不符请更正';
const reason = '笔迹已去除环文完整';

let department: Office;
let bureau: Office;

beforeAll(async () => {
  department = await openOffice(root, 'department');
  bureau = await openOffice(root, 'bureau');
});
afterAll(async () => {
  await department?.close();
  await bureau?.close();
  rmSync(root, { recursive: true, force: true });
});

test('the main job once in the window: two offices, one medium, one package, signed answers', async () => {
  await setUp(department.page, owner);
  await setUp(bureau.page, {
    ...owner,
    role: 'bureau',
    name: '郑州市大数据管理局',
    uscc: '11410100MB1A236098',
    user: '周立群',
  });
  await exportKeys(department.page);
  const own = readdirSync(media);
  await takeKeys(bureau.page, media, 'bureau', []);
  await takeKeys(department.page, media, 'department', own);

  await department.picture('enrolled');

  await typeCatalog(department.page, catalog);
  await department.picture('catalog');
  await bringScans(department.page, [resourceFile('samples/licenses/91410000170001401D.jpg')]);
  await typeLicense(department.page, license);
  await department.picture('license');
  await department.page.keyboard.press('Control+Enter');
  await department.page.getByText('本批已录到末尾').waitFor();
  await scanSheet(department.page, resourceFile('samples/seals/sheet.jpg'), reason);
  await department.picture('seals');
  await sendPackage(department.page, people.head, people.secrecy, people.courier);
  await department.picture('sent');

  await receive(bureau.page);
  await bureau.picture('received');
  await review(bureau.page, remark, 4);
  await bureau.picture('reviewed');
  await takeAnswers(department.page);
  await openPage(department.page, '工作台');
  await department.page.getByText(remark).waitFor();
  await department.picture('answered');
  expect(department.problems).toEqual([]);
  expect(bureau.problems).toEqual([]);
});

test('both stations agree on every state', async () => {
  const theirs = await standings(bureau, '周立群', owner.password);
  expect(theirs).toHaveLength(5);
  expect(await standings(department, '李敏', owner.password)).toEqual(theirs);
});

const entered = [
  ...Object.values(catalog).flat(2),
  ...license,
  ...Object.values(people),
  remark,
  reason,
  owner.name,
  owner.contact,
  owner.phone,
  '2200000000',
  '1997-01-08',
  '2018-05-17',
];

test('no entered value stands anywhere on the disk of either office: station, temporary files, browser profile', () => {
  for (const office of [department, bureau])
    expect(findLeaks(entered, filesToSearch([office.dir, ...office.scratch], office.processes()))).toEqual([]);
});

test('the same search finds the values when encryption is switched off', async () => {
  const copy = join(root, 'plain');
  mkdirSync(copy);
  cpSync(department.dir, join(copy, 'station'), { recursive: true });
  const station = openStation(
    join(copy, 'station'),
    await keyByPassword(join(copy, 'station'), '李敏', owner.password, Date.now()),
  );
  station.db.pragma('journal_mode = DELETE');
  station.db.pragma("rekey = ''");
  const blobs = station.db.prepare('SELECT id FROM blob').pluck().all() as string[];
  for (const id of blobs) writeFileSync(join(copy, 'station', 'blobs', id), station.blobs.get(id));
  station.close();
  const found = new Set(findLeaks(entered, filesToSearch([copy])).map((leak) => leak.value));
  expect(found).toContain(owner.name);
  expect(found).toContain('宇通客车股份有限公司');
  expect(found).toContain('91410000170001401D');
  expect(found.size).toBeGreaterThan(15);
});
