// Takes packages in one after another until it is killed or all are in, and says on stdout which receipt it was given.
import { readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createCore } from '../../electron/core/core.ts';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { password } from '../journey/stations.ts';

const [dir = '', media = '', receipts = ''] = process.argv.slice(2);
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};
const core = createCore({ dir });
const client = createClient<Methods>(directTransport(core));
await client.call('station.unlock', { user: '李敏', password });
say('ready');
for (const name of readdirSync(media).sort()) {
  const { packages } = await client.call('intake.receive', { paths: [join(media, name)], receiptTo: receipts });
  for (const { packageId, received, code } of packages) say(`received ${packageId} ${received} ${code}`);
}
await core.close();
