import { X509Certificate } from 'node:crypto';
import { Socket } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { Client, DatabaseError } from 'pg';
import { type CentralServer, serverName } from '../../../shared/central/server.ts';
import { Refusal } from '../../../shared/contract/failures.ts';

/** A server that says nothing at all for so long is gone, ms. */
const silence = 120_000;
/** Longest wait for a connection, ms. */
const patience = 10_000;

/** What is stored of the one server: under the station's own encryption, and never in an audit line, a reply or a message. */
export interface StoredServer {
  readonly server: CentralServer;
  readonly password: string;
}

/**
 * Connects to the server that the bureau has named, by its number: nothing of the environment, no name server and no other file of the machine has a
 * say in where (docs/adr/0038-central-database.md). Refuses `central-unreachable`, `central-login`, `central-failed`.
 */
export async function connect({ server, password }: StoredServer, signal?: AbortSignal): Promise<Client> {
  const { host, port, database, login } = server;
  const socket = new Socket();
  socket.setTimeout(silence, () => socket.destroy(new Error('silent')));
  const client = new Client({
    ...{ host, port, database, user: login, password },
    ssl: server.tls ? trusting(server) : false,
    stream: () => socket,
    connectionTimeoutMillis: patience,
    application_name: 'yidi',
    keepAlive: true,
  });
  // What breaks later is told by the query that is under way.
  client.on('error', () => {});
  const stop = (): void => void socket.destroy(new Error('stopped'));
  signal?.addEventListener('abort', stop);
  client.once('end', () => signal?.removeEventListener('abort', stop));
  try {
    await client.connect();
    return client;
  } catch (error) {
    stop();
    throw centralFailure(error, server, true);
  }
}

/** Only who holds the certificate, or one that its owner has signed for this number, is the server. */
function trusting({ host, certificate }: CentralServer) {
  let pinned: Buffer | undefined;
  try {
    pinned = new X509Certificate(certificate).raw;
  } catch {
    throw new Refusal('central-certificate');
  }
  return {
    ca: certificate,
    host,
    rejectUnauthorized: true,
    checkServerIdentity: (_: string, peer: PeerCertificate): Error | undefined =>
      pinned.equals(peer.raw) ? undefined : checkServerIdentity(host, peer),
  };
}

/** What PostgreSQL and the network say, as the failure that names it; anything else comes back as the bug it is. */
export function centralFailure(error: unknown, server: CentralServer, connecting = false): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error;
  const where = serverName(server);
  if (error instanceof DatabaseError) {
    const code = error.code ?? '';
    if (code.startsWith('28')) return new Refusal('central-login', { server: where, login: server.login });
    // Shut down, starting up, or out of connections: the class of what goes by itself.
    if (code.startsWith('57P'))
      return new Refusal(connecting ? 'central-unreachable' : 'central-lost', { server: where });
    return new Refusal('central-failed', { server: where, reason: `${error.message}（${code}）` });
  }
  if (error instanceof TypeError || error instanceof RangeError) return error;
  if ('code' in error && /CERT|SIGNED|ERR_TLS/.test(String(error.code)))
    return new Refusal('central-certificate', { server: where });
  return new Refusal(connecting ? 'central-unreachable' : 'central-lost', { server: where });
}
