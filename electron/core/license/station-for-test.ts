import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '../../../shared/contract/client.ts';
import { createDispatcher, type Handler } from '../../../shared/contract/dispatcher.ts';
import { licenseMethods } from '../../../shared/license/methods.ts';
import { firstUserRoles } from '../../../shared/station/roles.ts';
import type { Context } from '../context.ts';
import { resourceFile } from '../places.ts';
import { createSession } from '../session.ts';
import { createStation, type Station } from '../store/station.ts';
import { licenseHandlers } from './license.ts';

export interface LicenseStation {
  readonly client: Client<typeof licenseMethods>;
  readonly station: Station;
  close(): void;
}

export const organ = { name: '郑州市市场监督管理局', uscc: '11410100005252709W' };
const user = '李敏';
const password = 'heyan-2026-QZ';

/** A real department station in a temporary folder, with only the license methods before it. */
export async function openLicenseStation(): Promise<LicenseStation> {
  const dir = mkdtempSync(join(tmpdir(), 'yidi-license-'));
  await createStation(dir, {
    role: 'department',
    info: {
      ...organ,
      organ: '市市场监管局',
      division: '410100',
      level: '市',
      address: '',
      leader: '',
      office: '',
      contact: '',
      phone: '',
    },
    admin: { name: user, password, roles: firstUserRoles('department') },
  });
  const session = createSession(dir, () => {});
  await session.unlock(user, password);
  const { station, user: signedIn } = session.current!;
  const context: Context = {
    station,
    user: signedIn,
    session,
    now: () => new Date(),
    emit: () => {},
    changed: () => {},
    job: (_, work) => work({ signal: new AbortController().signal, progress: () => {} }),
  };
  const handlers = Object.fromEntries(
    Object.entries(licenseHandlers).map(([name, handler]) => [
      name,
      ((input: never) => (handler as (input: never, context: Context) => unknown)(input, context)) as Handler,
    ]),
  );
  const dispatch = createDispatcher({
    methods: licenseMethods,
    handlers,
    authorize: () => {},
    report: (method, error) => {
      throw new Error(`${method} failed`, { cause: error });
    },
  });
  const client = createClient<typeof licenseMethods>({
    invoke: dispatch,
    listen: () => () => {},
    blobUrl: (id) => id,
  });
  return {
    client,
    station,
    close() {
      session.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** One of the sample scans or tables under resources/samples/licenses. */
export function sample(name: string): Uint8Array {
  return new Uint8Array(readFileSync(resourceFile(`samples/licenses/${name}`)));
}
