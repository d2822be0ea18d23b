import { directTransport } from '../../electron/core/transport/direct.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import type { Stage } from './stage.ts';

const list = {
  list: [
    {
      name: '企业登记基本信息',
      code: '102001410101',
      abstract: '本市登记机关核准登记的企业名称、类型、住所、法定代表人、注册资本、成立日期等。',
      reason: '企业开办“一件事”、招投标主体资格核验',
      due: '2026-12-18',
    },
    {
      name: '个体工商户登记信息',
      code: '102001410101',
      abstract: '',
      reason: '纳税人、社保参保户比对',
      due: '2026-12-18',
    },
    {
      name: '食品经营许可信息',
      code: '3070213001',
      abstract: '食品经营许可证的经营者、主体业态、经营项目、有效期。',
      reason: '校园食堂、网络订餐平台资质核验',
      due: '2026-12-31',
    },
    { name: '特种设备使用登记信息', code: '3070213002', abstract: '', reason: '应急指挥调度', due: '2026-12-31' },
    { name: '婚姻登记信息', code: '', abstract: '', reason: '人口库核对', due: '' },
    { name: '行政处罚决定信息', code: '3070213003', abstract: '', reason: '信用信息归集公示', due: '2027-01-29' },
  ],
  calendar: {
    firstYear: 2027,
    lastYear: 2027,
    holidays: [
      '2027-01-01',
      '2027-02-05',
      '2027-02-06',
      '2027-02-07',
      '2027-02-08',
      '2027-02-09',
      '2027-02-10',
      '2027-02-11',
    ],
    makeupDays: ['2027-02-13'],
  },
} as const;

/** What the bureau asks of the department: a list, and the days off of the coming year. */
export async function prepareDispatch(bureau: Client<Methods>, station: string): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(list));
  await bureau.call('dispatch.prepare', { station, name: '清单.json', bytes });
}

/** 下发: the list of a department, what it owes, and what is the same for all. */
export async function shootDispatch({ page, press, go, shoot }: Stage): Promise<void> {
  await go('/dispatch');
  await page.getByText('食品经营许可信息').first().waitFor();
  await shoot('dispatch');
  await press('F3');
  await page.getByRole('grid', { name: '应交材料' }).waitFor();
  await shoot('dispatch-obligations');
  await press('F3');
  await shoot('dispatch-shared');
}

/** The list as the department has it: dispatched, taken in, and answered but for two lines. */
export async function answerList(department: Client<Methods>, bureau: Client<Methods>, media: string): Promise<void> {
  const { files } = await bureau.call('dispatch.send', { to: media });
  await department.call('exchange.takeAnswers', { paths: files.map(({ path }) => path) });
  const { rows } = await department.call('list.lines', {});
  const lineOf = (name: string): string => rows.find(({ line }) => line.name === name)?.line.id ?? '';
  for (const name of ['企业登记基本信息', '食品经营许可信息'])
    await department.call('list.answer', { line: lineOf(name), answer: 'confirmed' });
  await department.call('list.answer', {
    line: lineOf('特种设备使用登记信息'),
    answer: 'revised',
    name: '特种设备使用登记证信息',
    code: '3070213002',
    reason: '与证照目录的名称一致',
  });
  await department.call('list.answer', {
    line: lineOf('婚姻登记信息'),
    answer: 'refused',
    reason: '婚姻登记由市民政局办理，本单位不产生此项信息',
  });
}

/** 目录清单: the lines with their answers, an answer that is being given, and the sheet that is signed. */
export async function shootList({ page, program, press, go, shoot, paper }: Stage): Promise<void> {
  await go('/catalog-list');
  await page.getByText('婚姻登记信息').first().waitFor();
  await shoot('catalog-list');
  const client = createClient<Methods>(directTransport(program.core));
  const { rows } = await client.call('list.lines', {});
  const refused = rows.find(({ answer }) => answer?.answer === 'refused')?.answer;
  await go(`/catalog-list/${refused?.id}`);
  await press('r');
  await page.getByRole('dialog').waitFor();
  await shoot('catalog-list-answer');
  await press('Escape');
  await paper('catalog-list-paper', 'Control+p', 'portrait');
}
