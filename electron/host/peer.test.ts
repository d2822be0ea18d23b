import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { belongsToAnotherUser, ownerOf } from './peer.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:10E1 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 1 1 0000000000000000 20 4 0 10 -1
   1: 0100007F:C350 0100007F:10E1 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0000000000000000 20 4 0 10 -1
`;

test('the owner is that of the other end, not of ours', () => {
  expect(ownerOf(table, 0xc350, 0x10e1)).toBe(1001);
  expect(ownerOf(table, 0x10e1, 0xc350)).toBe(0);
  expect(ownerOf(table, 1, 2)).toBeUndefined();
});

test('a connection of our own is ours', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const client = connect(port, '127.0.0.1');
  await new Promise((done) => client.once('connect', done));
  expect(await belongsToAnotherUser(client.localPort!, port)).toBe(false);
  if (process.platform === 'linux') {
    expect(ownerOf(readFileSync('/proc/net/tcp', 'latin1'), client.localPort!, port)).toBe(process.getuid!());
  }
  client.destroy();
  server.close();
});
