import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourceFile } from '../../electron/core/places.ts';
import type { Client } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import type { EventKind } from '../../shared/license/event.ts';
import type { Role } from '../../shared/station/roles.ts';
import { type Desk, enrol, makeStation, password } from '../../tests/journey/stations.ts';
import {
  bureau,
  completeDrafts,
  department,
  enterLicenses,
  importCatalogs,
  review,
  scanSheet,
  takeAnswers,
} from '../../tests/journey/steps.ts';
import type { LicenseRow } from '../samples/license-rows.ts';
import { dayFromNow, workingDaysAgo } from './days.ts';
import { answerList, prepareDispatch } from './dispatch.ts';
import { makeTypes } from './own-types.ts';
import { Register, sit } from './register.ts';

/** Two stations in the middle of their work, closed again. */
export interface Story {
  readonly department: string;
  readonly bureau: string;
  /** The medium that goes between the two offices. */
  readonly media: string;
}

/**
 * Two offices after a few days: the first package came back with remarks, the second carries what was corrected and is on its way,
 * and new records wait for the signatures.
 *
 * @param home the folder that both find under 主目录
 */
export async function tellStory(home: string): Promise<Story> {
  const media = join(home, '介质');
  mkdirSync(media, { recursive: true });
  workingDaysAgo(8);
  const clerk = await makeStation(home, 'department', department.name, department.uscc);
  const officer = await makeStation(home, 'bureau', bureau.name, bureau.uscc);
  try {
    await addPeople(clerk.client, [
      ['陈晓雨', ['clerk', 'scanner']],
      ['赵静', ['reviewer', 'clerk']],
      ['王建国', ['head']],
      ['赵海燕', ['secrecyOfficer']],
      ['孙晓东', ['exchangeOfficer', 'scanner']],
      ['刘淑芬', ['sealKeeper']],
    ]);
    await addPeople(officer.client, [
      ['周立群', ['licenseAuditor']],
      ['韩雪', ['catalogAuditor', 'dataManager']],
    ]);
    await enrol(clerk, officer);
    await prepareDispatch(officer.client, department.name);
    const register = new Register(clerk);
    await importCatalogs(clerk);
    await completeDrafts(clerk, 10);
    await scanSheet(clerk);
    await makeTypes(clerk);
    await enterLicenses(clerk, 6);
    await register.enter('特种设备使用登记证', '21', 4);
    await owe(clerk);
    await sit(clerk, '陈晓雨');
    await register.enter('营业执照', '08', 8);

    workingDaysAgo(7);
    await register.enter('食品经营许可证', '12', 7);
    await sit(clerk, '赵静');
    await register.keyAgain(9);
    await sit(clerk, '李敏');
    await register.decide(1);
    await register.enter('营业执照', '09', 6);

    workingDaysAgo(6);
    const first = await send(clerk, media);
    await officer.client.call('intake.receive', { paths: [media], receiptTo: media });
    workingDaysAgo(5);
    await returnMore(officer);
    await review(officer, first, media);
    await store(officer, media);
    workingDaysAgo(4);
    await takeAnswers(clerk, media);
    await correct(clerk);
    await register.enter('特种设备使用登记证', '21', 5);
    await sit(clerk, '陈晓雨');
    await register.enter('食品经营许可证', '12', 6);
    workingDaysAgo(3);
    await register.enter('营业执照', '08', 9);
    await sit(clerk, '李敏');
    await send(clerk, media);
    await officer.client.call('intake.receive', { paths: [media], receiptTo: media });

    workingDaysAgo(1);
    await sit(clerk, '陈晓雨');
    await register.scanned('存量三批', '10', 5, 2);
    await register.enter('食品经营许可证', '13', 5);
    await register.leaveWarned('08', 9);
    await register.setAside('08', ['印章盖住核发日期，待查原始档案', '缺第二页']);
    await sit(clerk, '赵静');
    await register.keyAgain(6, 3);

    workingDaysAgo(0);
    await sit(clerk, '李敏');
    await completeDrafts(clerk, 4);
    await happen(clerk);
    await count(clerk);
    await answerList(clerk.client, officer.client, media);
    await register.waiting('存量四批', '11', waitingRows);
    await clerk.client.call('backup.create', { to: '' });
    await officer.client.call('backup.create', { to: '' });
  } finally {
    workingDaysAgo(0);
    await clerk.core.close();
    await officer.core.close();
  }
  return { department: clerk.dir, bureau: officer.dir, media };
}

async function addPeople(
  client: Client<Methods>,
  people: readonly (readonly [name: string, roles: Role[]])[],
): Promise<void> {
  for (const [name, roles] of people) await client.call('user.add', { name, roles, password });
}

/** What the notice asks of this organ, with numbers and days as the office agreed them. */
async function owe({ client }: Desk): Promise<void> {
  const { obligations } = await client.call('obligation.list', {});
  const numbers: Readonly<Record<string, number>> = { 资源目录: 24, 证照目录: 12, 数据: 8, 印模: 3, 证照模板: 1 };
  for (const [at, line] of obligations.entries()) {
    const expected = numbers[line.kind];
    if (expected === undefined) continue;
    await client.call('obligation.save', { ...line, expected, due: dayFromNow([-3, 2, 11, 24][at % 4] ?? 11) });
  }
}

async function send({ client }: Desk, to: string): Promise<string> {
  const paper = { date: dayFromNow(0), text: '同意' };
  const { packageId } = await client.call('exchange.pack', {
    to,
    head: { ...paper, person: '王建国' },
    secrecy: { ...paper, person: '赵海燕', text: '非涉密' },
  });
  await client.call('exchange.handOver', { package: packageId, courier: '孙晓东' });
  return packageId;
}

/** Three more remarks than the journey has, so that the department's desk has lines to show. */
async function returnMore({ client }: Desk): Promise<void> {
  const remarks = [
    ['catalog', 'cycle', '更新周期与摘要所述不一致，请核实后改正'],
    ['catalog', 'abstract', '摘要须写明数据范围和来源系统'],
    ['license', 'face.ZS', '住所缺门牌号，请对照原件补全'],
  ] as const;
  for (const [kind, field, remark] of remarks) {
    const { rows } = await client.call('review.list', { kind, states: ['received'], limit: 1 });
    for (const { id, revision } of rows)
      await client.call('review.decide', { id, revision, outcome: 'returned', remarks: [{ field, remark }] });
  }
}

/** The clerk corrects one returned catalog and one returned license and hands them in again. */
async function correct({ client }: Desk): Promise<void> {
  const [catalog] = (await client.call('catalog.list', { states: ['returned'], limit: 1 })).rows;
  if (!catalog) throw new Error('no catalog was returned');
  const opened = await client.call('catalog.get', { id: catalog.id });
  await client.call('catalog.save', {
    id: catalog.id,
    base: opened.row.revision,
    body: {
      ...opened.body,
      abstract: `${opened.body.abstract}数据来源于市级政务业务系统，范围为本市行政区域。`,
      cycle: '每季度',
      office: '数据管理科',
      share: { ...opened.body.share, uses: ['工作参考', '数据校核'] },
    },
    submit: true,
  });
  const [license] = (await client.call('license.list', { states: ['returned'], limit: 1 })).rows;
  if (!license) throw new Error('no license was returned');
  const found = await client.call('license.get', { id: license.id });
  const face = Object.entries(found.license.face).map(([key, value]) => [
    key,
    key === 'ZS' ? `${value}1 幢 2 单元` : value,
  ]);
  await client.call('license.save', {
    id: license.id,
    base: found.record.revision,
    license: { ...found.license, face: Object.fromEntries(face) },
    state: 'pending',
  });
}

/** Some of what was accepted goes into the bureau's store. */
async function store({ client }: Desk, to: string): Promise<void> {
  const { rows } = await client.call('review.list', { kind: 'license', states: ['accepted'], limit: 8 });
  for (const { id, revision } of rows)
    await client.call('review.decide', { id, revision, outcome: 'stored', remarks: [] });
  await client.call('review.release', { to });
}

/** One license is given as a pledge, and its papers are filed with it. */
async function happen({ client }: Desk): Promise<void> {
  const { rows } = await client.call('license.list', { states: ['accepted', 'stored'], type: '营业执照', limit: 100 });
  const row = rows.find(({ pages }) => pages > 0);
  if (!row) throw new Error('no scanned license was accepted');
  const named = async (kind: EventKind, reason: string, document: string): Promise<void> => {
    const { record } = await client.call('license.get', { id: row.id });
    const what = { kind, date: dayFromNow(-1), reason, document };
    await client.call('license.noteEvent', { id: row.id, base: record.revision, validTo: '', ...what });
  };
  await named('挂起', '涉及股权纠纷，法院裁定暂停办理变更', '（2026）豫0105财保118号民事裁定书');
  await named('解除挂起', '裁定已解除', '（2026）豫0105财保118号之一');
  const { record } = await client.call('license.get', { id: row.id });
  const paper = (code: string) => new Uint8Array(readFileSync(resourceFile(`samples/licenses/${code}.jpg`)));
  const files = [
    { name: '民事裁定书（2026）豫0105财保118号.jpg', bytes: paper('91410100MA44X4F98J') },
    { name: '营业执照正本及副本复印件（加盖公章，一式两份）.jpg', bytes: paper('93411422MA457KNLXW') },
  ];
  await client.call('license.attach', { id: row.id, base: record.revision, files });
}

/** How many papers there are, as somebody counted them box by box. */
async function count({ client }: Desk): Promise<void> {
  const counted = [
    ['营业执照', '', 5200],
    ['营业执照', '07', 120],
    ['营业执照', '08', 96],
    ['营业执照', '09', 104],
    ['营业执照', '10', 110],
    ['食品经营许可证', '', 860],
    ['食品经营许可证', '12', 80],
    ['特种设备使用登记证', '', 9],
  ] as const;
  for (const [type, box, expected] of counted) await client.call('stock.expect', { type, box, expected });
}

/** The first face of the batch that is typed in the pictures: a code that fails its check, a term that is over, a long scope. */
export const waitingRows: readonly Partial<LicenseRow>[] = [
  {
    统一社会信用代码: '91410100577627848T',
    名称: '河南中原豫通冷链物流有限公司',
    '法定代表人(负责人/经营者)': '王建国',
    经营范围:
      '道路普通货物运输；冷藏保鲜货物专用运输；仓储服务（易燃易爆及危险化学品除外）；装卸搬运；食用农产品、预包装食品批发兼零售；货物进出口。（依法须经批准的项目，经相关部门批准后方可开展经营活动）',
    注册资本: '壹仟贰佰万圆整',
    成立日期: '2011-07-09',
    营业期限: '2011年07月09日至2021年07月08日',
    '住所(经营场所)': '郑州市金水区花园路126号院3号楼2单元1407室',
    核发日期: '2016-03-14',
  },
  ...Array<Partial<LicenseRow>>(8).fill({}),
];
