import { BlockList, isIP } from 'node:net';

const local = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  local.addSubnet(net, bits);
for (const [net, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  local.addSubnet(net, bits, 'ipv6');

/**
 * The root of an eSCL scanner from what a person typed: `10.0.3.8`, `10.0.3.8:8080`, `http://10.0.3.8/eSCL`. Null unless it is a number of
 * this machine or of a private network: a name would be asked of a name server, and this program asks nobody.
 */
export function scannerAddress(typed: string): string | null {
  const text = typed.trim();
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  if (!url || url.protocol !== 'http:' || url.username || url.password || url.search || url.hash) return null;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const version = isIP(host);
  if (host !== 'localhost' && (version === 0 || !local.check(host, version === 6 ? 'ipv6' : 'ipv4'))) return null;
  const path = url.pathname.replace(/\/+$/, '');
  return `http://${host === 'localhost' ? `127.0.0.1${url.port ? `:${url.port}` : ''}` : url.host}${path || '/eSCL'}`;
}
