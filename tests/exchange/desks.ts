import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCore, type LocalCore } from '../../electron/core/core.ts';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { emptyLicense, type License } from '../../shared/license/license.ts';
import type { StationRole } from '../../shared/station/roles.ts';

/** One station with its first user signed in. */
export interface Desk {
  readonly core: LocalCore;
  readonly client: Client<Methods>;
  readonly dir: string;
  readonly id: string;
  readonly fingerprint: string;
}

export const password = 'Zheng-zhou-2019';
export const paper = { person: '王建国', date: '2026-11-20', text: '同意上报' };
export const both = { head: paper, secrecy: { ...paper, person: '赵海燕', text: '非涉密' } };

/** A folder of its own for one test file, with stations in it. */
export function makeOffice(): { root: string; media: string; open: typeof openDesk; close: () => Promise<void> } {
  const root = mkdtempSync(join(tmpdir(), 'yidi-exchange-'));
  const desks: Desk[] = [];
  return {
    root,
    media: join(root, 'media'),
    async open(dir, role, name, uscc) {
      const desk = await openDesk(join(root, dir), role, name, uscc);
      desks.push(desk);
      return desk;
    },
    async close() {
      for (const desk of desks) await desk.core.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function openDesk(dir: string, role: StationRole, name: string, uscc: string): Promise<Desk> {
  const core = createCore({ dir });
  const client = createClient<Methods>(directTransport(core));
  const rest = {
    organ: '',
    division: '410100',
    level: '市' as const,
    address: '',
    leader: '',
    office: '',
    contact: '',
    phone: '',
  };
  const { id, fingerprint } = await client.call('station.create', {
    role,
    info: { name, uscc, ...rest },
    user: '李敏',
    password,
  });
  return { core, client, dir, id, fingerprint };
}

/** Opens a copy of a station's folder, as somebody would who carries it to another machine. */
export async function openCopy(dir: string): Promise<Desk> {
  const core = createCore({ dir });
  await core.context.session.unlock('李敏', password);
  const client = createClient<Methods>(directTransport(core));
  const { id, fingerprint } = await client.call('enrol.own', {});
  return { core, client, dir, id, fingerprint };
}

export async function enrol(department: Desk, bureau: Desk): Promise<void> {
  const { name, bytes } = await department.client.call('enrol.request', {});
  const { answer } = await bureau.client.call('enrol.accept', { name, bytes, fingerprint: department.fingerprint });
  await department.client.call('enrol.finish', {
    name: answer.name,
    bytes: answer.bytes,
    fingerprint: bureau.fingerprint,
  });
}

const faces: Readonly<Record<string, string>> = {
  统一社会信用代码: '91410100MA44X4F98J',
  名称: '郑州创万瑞酒店管理有限公司',
  类型: '有限责任公司（自然人投资或控股）',
  法定代表人: '李敏',
  经营范围: '酒店管理；住宿服务',
  注册资本: '伍佰万圆整',
  成立日期: '2018-03-14',
  住所: '郑州市金水区花园路126号院3号楼',
  登记机关: '郑州市市场监督管理局',
  核发日期: '2018-03-14',
};

/** A complete business license, pending; `change` replaces face values by label. */
export async function writeLicense(
  desk: Desk,
  uscc: string,
  change: Record<string, string> = {},
  id?: string,
): Promise<string> {
  const license = await businessLicense(desk, { 统一社会信用代码: uscc, ...change });
  const saved = await desk.client.call('license.save', { id, license, state: 'pending' });
  return saved.row.id;
}

async function businessLicense(desk: Desk, change: Record<string, string>): Promise<License> {
  const type = await desk.client.call('license.type', { name: '营业执照' });
  const license = emptyLicense(type);
  const values = { ...faces, ...change };
  for (const field of type.fields) {
    const label =
      Object.keys(values).find((one) => field.label === one) ??
      Object.keys(values).find((one) => field.label.startsWith(one));
    if (label) license.face[field.key] = values[label] ?? '';
  }
  return license;
}

export const usccs = [
  '91410000170001401D',
  '91410100MA44X4F98J',
  '93411422MA457KNLXW',
  '914100001699995779',
  '911100001000044477',
];
