import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
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
  const clerk = await makeStation(home, 'department', department.name, department.uscc);
  const officer = await makeStation(home, 'bureau', bureau.name, bureau.uscc);
  try {
    await addPeople(clerk.client, [
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
    await importCatalogs(clerk);
    await completeDrafts(clerk, 10);
    await enterLicenses(clerk, 6);
    await scanSheet(clerk);
    await owe(clerk);
    const first = await send(clerk, media);
    await officer.client.call('intake.receive', { paths: [media], receiptTo: media });
    await returnMore(officer);
    await review(officer, first, media);
    await takeAnswers(clerk, media);
    await correct(clerk);
    await send(clerk, media);
    await officer.client.call('intake.receive', { paths: [media], receiptTo: media });
    await completeDrafts(clerk, 4);
    await clerk.client.call('backup.create', { to: '' });
    await officer.client.call('backup.create', { to: '' });
  } finally {
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

/** A day as YYYY-MM-DD, `days` from today. */
function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
}
