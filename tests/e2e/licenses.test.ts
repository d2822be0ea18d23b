import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { resourceFile } from '../../electron/core/places.ts';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { enrol, makeStation, password } from '../journey/stations.ts';
import { acceptReady, receive } from './bureau.ts';
import { bringScans, declareAsOnPaper, noteEvent, typeLicense } from './entry.ts';
import { medium } from './office.ts';
import { chooseMedium, openPage, signInAs, unlock } from './place.ts';
import { sendPackage, takeAnswers } from './send.ts';
import { mapTable, writeBusinessTable } from './table.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-licenses-'));
const browsers: Browser[] = [];
let office: Program;
let bureau: Program;

const organ = '郑州市市场监督管理局';
/** Four business licenses as they stand on the face; the registry and the scope repeat and are carried over by F4, '' leaves what is there. */
const business = [
  ['91410100MA44YYWG0E', '1-1', '郑州望江商贸有限公司', '王建国', '50万', '180104', '郑州市中原区桐柏路18号'],
  ['91410100MA456P0W15', '1-1', '郑州和润餐饮服务有限公司', '李素芳', '120万', '190611', '郑州市二七区大学路66号'],
  ['91410100MA46Y2EXX1', '1-1', '河南鼎盛建筑工程有限公司', '𠮷村浩', '3000万', '200315', '郑州市金水区文化路9号'],
  ['91410100MA47A1WE6A', '1-1', '郑州嵩岳文化传播有限公司', '赵㐂乐', '200万', '210920', '郑州市管城回族区东大街1号'],
];
const bodies = [
  [
    '11410100005252100Y',
    '郑州市档案馆',
    '机关',
    '郑州市中原区互助路73号',
    '陈卫东',
    '中共郑州市委机构编制委员会办公室',
    '180601',
  ],
  ['1141010000525320XM', '郑州市残疾人联合会', '群团', '郑州市中原区嵩山南路85号', '周丽', '', '190712'],
  ['11410100005254309L', '郑州市红十字会', '群团', '郑州市二七区淮河路22号', '吴建军', '', '200803'],
];
const permits = [
  [
    '91410100MA46Y2EXX1',
    '建字第410100201900018号',
    '河南鼎盛建筑工程有限公司',
    '望江花园一期3号楼',
    '郑州市金水区文化路西',
    '地上18层，建筑面积21560.4平方米',
  ],
  [
    '91410100MA44YYWG0E',
    '建字第410100202000127号',
    '郑州望江商贸有限公司',
    '望江仓储中心',
    '郑州市管城回族区第八大街南',
    '单层，建筑面积8800平方米',
  ],
  [
    '11410100005254309L',
    '建字第410100202100305号',
    '郑州市红十字会',
    '应急物资库',
    '郑州市二七区淮河路22号院内',
    '地上3层，建筑面积2100平方米',
  ],
];

const remark = '登记机关应写全称，请对照原件更正';

/** The program on a station of its own in a browser of its own, with its user signed in. */
async function open(dir: string): Promise<Program> {
  const browser = await launchChromium();
  browsers.push(browser);
  const program = await openProgram({ browser, dir });
  await unlock(program.page, password);
  return program;
}

beforeAll(async () => {
  // Both offices find the medium under 主目录.
  mkdirSync(join(root, 'home', medium), { recursive: true });
  vi.stubEnv('HOME', join(root, 'home'));
  const department = await makeStation(root, 'department', organ, '11410100MB1A23748Y');
  const authority = await makeStation(root, 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, authority);
  await department.client.call('user.add', { name: '赵静', roles: ['reviewer'], password });
  await department.client.call('user.add', { name: '王芳', roles: ['clerk', 'reviewer'], password });
  for (const { core } of [department, authority]) await core.close();
  office = await open(department.dir);
  bureau = await open(authority.dir);
});
afterAll(async () => {
  await office?.close();
  await bureau?.close();
  for (const browser of browsers) await browser.close();
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

/** Chooses a type on the first page of the entry desk and begins without a scan, by keyboard. */
async function chooseType(name: string): Promise<void> {
  const { page } = office;
  await page.getByRole('combobox', { name: '证照类型' }).waitFor();
  await page.locator('input[role=combobox]:focus').waitFor();
  await page.keyboard.insertText(name);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+d');
  await page.locator('[data-field^="face."] input:focus').first().waitFor();
}

/** Saves and waits until the form stands empty for the next one. */
async function saveAndNext(first: string): Promise<void> {
  const { page } = office;
  await page.keyboard.press('Control+Enter');
  await page.locator(`[data-field="${first}"] input[value=""]:focus`).waitFor();
}

// Some hundred and thirty fields.
test('ten licenses of three types are typed by keyboard alone', async () => {
  const { page } = office;
  await openPage(page, '录入台');
  await chooseType('营业执照');
  for (const [code, copy, name, person, capital, founded, place] of business) {
    await typeLicense(page, [
      code!,
      copy!,
      name!,
      '有限责任公司（自然人独资）',
      person!,
      '日用百货、五金交电的批发兼零售',
    ]);
    await typeLicense(page, [capital!, founded!, founded!, 'cq', place!, organ, '230105']);
    if (code === business[0]![0]) {
      // 档号, then past the state to the copies.
      await typeLicense(page, ['07', '02', '036']);
      await page.keyboard.press('Tab');
      await typeLicense(page, ['2', '1-1,1-2']);
    }
    await saveAndNext('face.TYSHXYDM');
  }
  await page.keyboard.press('Alt+b');
  await chooseType('机关、群团');
  for (const values of bodies) {
    await typeLicense(page, values);
    await saveAndNext('face.TYSHXYDM');
  }
  await page.keyboard.press('Alt+b');
  await chooseType('建设工程规划');
  for (const [code, ...values] of permits) {
    await typeLicense(page, [...values, '', '郑州市自然资源和规划局', '210315', code!]);
    await saveAndNext('face.ZSBH');
  }
  await openPage(page, '证照');
  await page.getByText('共 10 条').waitFor();
}, 600_000);

test('one whose number fails its check digit is declared 照面如此 from its scan', async () => {
  const { page } = office;
  await bringScans(page, [resourceFile('samples/licenses/91410000170001401D.jpg')]);
  await declareAsOnPaper(page, '91410000170001401E', '李敏');
  await typeLicense(page, ['', '', '宇通客车股份有限公司', '其他股份有限公司（上市）', '王建国', '客车及配件制造']);
  await typeLicense(page, ['22亿', '970108', '970108', 'cq', '郑州市管城回族区样例路6号', organ, '180517']);
  await page.keyboard.press('Control+Enter');
  await page.getByText('本批已录到末尾').waitFor();
  await openPage(page, '证照');
  await page.getByText('草稿 1').waitFor();
});

test('a messy table goes in but for the row that is wrong and the one whose number is there already', async () => {
  const { page } = office;
  const file = join(root, '台账.xlsx');
  await writeBusinessTable(file, [
    ['91410100MA44X4F98J', '郑州创万瑞酒店管理有限公司'],
    ['91410000171080594J', '河南豫星百货有限公司', '1997-02-30'],
    ['91410100MA44X4F98J', '郑州创万瑞酒店'],
    ['9141000070678701XL', '河南𠮷㐂建筑工程有限公司'],
  ]);
  await mapTable(page, file);
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/，2 行未导入/).waitFor();
  await dialog
    .getByText(/成立日期：不是存在的日期/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('共 13 条').waitFor();
});

const as = (user: string): Promise<void> => signInAs(office, user, password);

test('three are keyed again and 照面如此 is confirmed by a second person, and a third decides the one that differs', async () => {
  const { page } = office;
  await as('赵静');
  await openPage(page, '复核台');
  for (const [index, [code, , name, , , founded, place]] of business.slice(0, 3).entries()) {
    await page.locator('[data-field="face.TYSHXYDM"] input[value=""]:focus').waitFor();
    const keyed = index === 1 ? name!.replace('餐饮', '餐钦') : name!;
    await typeLicense(page, [code!, keyed, founded!, 'cq', place!, organ]);
    await page.keyboard.insertText('230105');
    await page.keyboard.press('Control+Enter');
    if (index === 1) await page.getByText('名称与首录不同，已转待裁定').waitFor();
  }
  await page.locator('[data-field="face.TYSHXYDM"] input[value=""]:focus').waitFor();

  await page.keyboard.press('F3');
  await page.keyboard.press('F3');
  await page.getByRole('heading', { name: '核对照面如此' }).waitFor();
  const crop = page.locator('.look-crop');
  expect(await crop.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(
    50,
  );
  await page.getByText('91410000170001401E').first().waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('没有待你核对的照面如此').waitFor();

  await as('王芳');
  await openPage(page, '复核台');
  await page.keyboard.press('F3');
  await page.getByRole('heading', { name: '两次录入不同' }).waitFor();
  // The two stand in the order of their characters: 餐钦, 餐饮.
  await page.keyboard.press('2');
  await page.locator('.key-bar .ant-btn-primary:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('没有待你裁定的差异').waitFor();
  await as('李敏');
});

/** What the bureau is shown of how a license was made. */
interface Made {
  readonly name: string;
  readonly from: string;
  readonly review: string;
  /** 照面如此: its line and the pieces of the scan. */
  readonly asOnPaper: string;
  readonly pieces: number;
  readonly copies: string;
}

/** Reads the license that is under review. */
async function made(): Promise<Made> {
  const { page } = bureau;
  const textOf = async (field: string): Promise<string> => {
    const line = page.locator(`.review-fields [data-line="${field}"] td`);
    return (await line.count()) === 0 ? '' : line.last().innerText();
  };
  return {
    name: await page.locator('.review-fields h2').first().innerText(),
    ...{ from: await textOf('from'), review: await textOf('review'), asOnPaper: await textOf('asOnPaper') },
    copies: await textOf('copies.numbers'),
    pieces: await page.locator('.review-fields img.review-piece').count(),
  };
}

/** Returns the license under review with a remark at the field of this label. */
async function giveBack(label: string): Promise<void> {
  const { page } = bureau;
  const line = page.locator('.review-fields').getByText(label, { exact: true });
  await line.waitFor();
  await line.click();
  await page.keyboard.press('r');
  await page.locator('[id^="remark-"]:focus').waitFor();
  await page.keyboard.insertText(remark);
  await page.getByRole('button', { name: /退回修改（1 处）/ }).waitFor();
  await page.keyboard.press('Control+Enter');
}

/** Accepts what is to be reviewed one by one, and writes the decisions to the medium; gives what was shown of each. */
async function acceptAll(count: number, decided: number): Promise<Made[]> {
  const { page } = bureau;
  const accept = acceptReady(page);
  const shown: Made[] = [];
  for (let before = decided; before < decided + count; before++) {
    if (before > 0) await page.getByText(`写出审核结果（${before} 件）`).waitFor();
    await accept.waitFor();
    shown.push(await made());
    await accept.click();
  }
  await page.getByText(`写出审核结果（${decided + count} 件）`).waitFor();
  await page.keyboard.press('F2');
  await chooseMedium(page);
  await page.getByText(/审核结果已写出 1 份/).waitFor();
  return shown;
}

/** The one that is typed beside its scan. */
const scanned = '宇通客车股份有限公司';

test('a state is changed, and all go to the bureau, which sees how each was made and returns one', async () => {
  const { page } = office;
  await openPage(page, '证照');
  await page.keyboard.press('/');
  await page.keyboard.insertText('郑州市档案馆');
  await page.getByText('共 1 条').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '郑州市档案馆' }).waitFor();
  await noteEvent(page, '挂起', '机构改革', '郑编〔2026〕6号');
  await sendPackage(page, '王建设', '赵海燕', '孙晓东');

  await receive(bureau.page);
  await openPage(bureau.page, '审核');
  await bureau.page.getByText('照面如此 1', { exact: true }).waitFor();
  await bureau.page.locator('.review-fields').getByText('登记机关', { exact: true }).waitFor();
  const first = await made();
  await giveBack('登记机关');
  const all = [first, ...(await acceptAll(12, 1))];
  const one = (name: string): Made => all.find((license) => license.name === name)!;
  expect(all.filter(({ from }) => /^键入 \d+ 项/.test(from))).toHaveLength(11);
  expect(all.filter(({ from }) => from === '导入 9 项')).toHaveLength(2);
  expect(one(business[0]![2]!).review).toBe('复录 7 项（赵静）');
  expect(one(business[0]![2]!).copies).toBe('1-1、1-2');
  expect(one(business[1]![2]!).review).toBe('复录 7 项（赵静），其中 1 项经裁定（王芳）');
  expect(all.filter(({ review }) => review === '没有复录' || review.startsWith('读图一致'))).toHaveLength(10);
  // Its scan is read while it is typed: what was read by then is the second reading.
  expect(all.filter(({ review }) => review.startsWith('读图一致')).map(({ name }) => name)).toBeOneOf([[], [scanned]]);
  expect(one(scanned)).toMatchObject({
    asOnPaper: '1 项：统一社会信用代码（李敏声明，赵静核对）',
    pieces: 1,
  });
  expect(all.filter(({ asOnPaper }) => asOnPaper !== '')).toHaveLength(1);
});

test('the returned one opens at its field, is corrected and accepted', async () => {
  const { page } = office;
  await takeAnswers(page);
  await openPage(page, '工作台');
  await page.getByText(remark).first().click();
  await page.keyboard.press('Enter');
  await page.getByText(`退回意见：${remark}`).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-field="face.DJJG"] input:focus').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(`${organ}（登记注册处）`);
  await page.keyboard.press('Control+Enter');
  await page.getByText('已保存，并送签批').waitFor();
  await sendPackage(page, '王建设', '赵海燕', '孙晓东');
  await receive(bureau.page);
  await openPage(bureau.page, '审核');
  await bureau.page.getByText(`${organ}（登记注册处）`).first().waitFor();
  await acceptAll(1, 0);
  await takeAnswers(page);
  await openPage(page, '证照');
  await page.getByText('审核通过 13').waitFor();
});
