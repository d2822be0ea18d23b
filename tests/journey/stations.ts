import { join } from 'node:path';
import { createCore, type LocalCore } from '../../electron/core/core.ts';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import type { StationRole } from '../../shared/station/roles.ts';

export interface Desk {
  readonly core: LocalCore;
  readonly client: Client<Methods>;
  readonly dir: string;
}

export const password = 'Zheng-zhou-2019';

/** Makes a station under `root` and signs its first user in. */
export async function makeStation(root: string, role: StationRole, name: string, uscc: string): Promise<Desk> {
  const dir = join(root, role);
  const core = createCore({ dir });
  const client = createClient<Methods>(directTransport(core));
  const info = {
    name,
    uscc,
    organ: role === 'department' ? '市市场监管局' : '',
    division: '410100',
    level: '市' as const,
  };
  const rest = { address: '郑州市中原区', leader: '赵建国', office: '数据科', contact: '李敏', phone: '0371-67170000' };
  await client.call('station.create', { role, info: { ...info, ...rest }, user: '李敏', password });
  return { core, client, dir };
}

/** 单位接入 both ways, with the fingerprints compared as the two offices would on paper. */
export async function enrol(department: Desk, bureau: Desk): Promise<void> {
  const print = async (desk: Desk): Promise<string> => (await desk.client.call('station.info', {})).fingerprint;
  const request = await department.client.call('enrol.request', {});
  const { answer } = await bureau.client.call('enrol.accept', {
    ...fileOf(request),
    fingerprint: await print(department),
  });
  await department.client.call('enrol.finish', { ...fileOf(answer), fingerprint: await print(bureau) });
}

const fileOf = ({ name, bytes }: { name: string; bytes: Uint8Array }): { name: string; bytes: Uint8Array } => ({
  name,
  bytes,
});
