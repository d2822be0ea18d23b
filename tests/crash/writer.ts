// Saves catalogs, seals packages and writes them until it is killed, and says on stdout what it is about to do and what it was told is done. What an
// earlier run has sealed and not written comes first. With `finish` it saves nothing, sends what waits and ends.
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createCore } from '../../electron/core/core.ts';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { Catalog } from '../../shared/catalog/catalog.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { password } from '../journey/stations.ts';

const [dir = '', media = '', template = '', finish = ''] = process.argv.slice(2);
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};
const core = createCore({ dir });
const client = createClient<Methods>(directTransport(core));
await client.call('station.unlock', { user: '李敏', password });
const body = Catalog.parse(JSON.parse(template));
const paper = { person: '王建国', date: '2026-11-23' };

async function write(id: string): Promise<void> {
  say(`writing ${id}`);
  await client.call('exchange.write', { package: id, to: media });
  say(`written ${id}`);
}
async function send(): Promise<void> {
  say('packing');
  const { packageId } = await client.call('exchange.pack', { head: paper, secrecy: paper, volumeSize: 200_000 });
  say(`packed ${packageId}`);
  await write(packageId);
}

say('ready');
for (const { id, writtenAt } of (await client.call('exchange.packages', {})).packages)
  if (writtenAt === '') await write(id);
if (finish) {
  if ((await client.call('exchange.outbox', {})).totals.length > 0) await send();
  await core.close();
}
for (let n = 0; !finish; n++) {
  say('saving');
  const { row } = await client.call('catalog.save', {
    body: { ...body, code: '102001410101/', name: `${body.name} ${process.pid}-${n}` },
    submit: true,
  });
  say(`saved ${row.id} ${row.revision}`);
  if (n % 5 === 0) {
    // Something that does not shrink makes the next package one of several volumes.
    const { blobs, db } = core.context.station;
    db.prepare('UPDATE record SET blobs = json_array(?) WHERE id = ?').run(
      blobs.put(randomBytes(200_000), 'scan').id,
      row.id,
    );
  }
  if (n % 5 === 4) await send();
}
