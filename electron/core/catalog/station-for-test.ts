import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '../../../shared/contract/client.ts';
import type { Methods } from '../../../shared/contract/methods.ts';
import { createCore, type LocalCore } from '../core.ts';
import type { Station } from '../store/station.ts';
import { directTransport } from '../transport/direct.ts';

export interface TestStation {
  readonly client: Client<Methods>;
  readonly core: LocalCore;
  readonly station: Station;
  /** Takes all records away: opening another station costs a second of key derivation. */
  clear(): void;
  close(): Promise<void>;
}

export const organ = { name: '郑州市市场监督管理局', uscc: '11100000000013338W' };

/** A real department station in a temporary folder with its first user signed in. */
export async function openTestStation(): Promise<TestStation> {
  const dir = mkdtempSync(join(tmpdir(), 'yidi-catalog-'));
  const core = createCore({
    dir: join(dir, 'station'),
    report: (method, error) => {
      throw new Error(`${method} failed`, { cause: error });
    },
  });
  const client = createClient<Methods>(directTransport(core));
  await client.call('station.create', {
    role: 'department',
    info: {
      ...organ,
      organ: '市市场监管局',
      division: '410100',
      level: '市',
      address: '',
      leader: '',
      office: '登记注册处',
      contact: '',
      phone: '',
    },
    user: '李敏',
    password: 'mulu-2026-QZ',
  });
  return {
    client,
    core,
    get station() {
      return core.context.station;
    },
    clear() {
      core.context.station.db.exec('DELETE FROM record_search; DELETE FROM record;');
    },
    async close() {
      await core.close();
      rmSync(dir, { recursive: true });
    },
  };
}
