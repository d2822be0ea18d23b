import { readFile } from 'node:fs/promises';

/**
 * Whether the process at the other end of a loopback connection belongs to another system user: our start address
 * stands in the browser's command line, which everybody on the machine can read. False where the system does not
 * tell (outside Linux).
 *
 * @param remotePort the other end's port
 * @param localPort our own
 */
export async function belongsToAnotherUser(remotePort: number, localPort: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const owner = ownerOf(await readFile('/proc/net/tcp', 'latin1').catch(() => ''), remotePort, localPort);
  return owner !== undefined && owner !== process.getuid?.();
}

/** User id of the socket that connects 127.0.0.1:from to 127.0.0.1:to in the text of /proc/net/tcp. */
export function ownerOf(table: string, from: number, to: number): number | undefined {
  const address = (port: number) => `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of table.split('\n')) {
    const [, local, remote, , , , , uid] = line.trim().split(/\s+/);
    if (local === address(from) && remote === address(to)) return Number(uid);
  }
  return undefined;
}
