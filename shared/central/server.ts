import { z } from 'zod';

const address = z
  .string()
  .trim()
  .refine(
    (text) => z.ipv4().safeParse(text).success || z.ipv6().safeParse(text).success,
    '须填中心库的 IP 地址，不能填名称',
  );
const word = (what: string) => z.string().trim().min(1, `须填${what}`).max(63, `${what}不超过 63 个字符`);

/** Where the central database is. A number and no name: a name would be asked of a name server, and this program asks nobody. */
export const CentralServer = z
  .object({
    host: address,
    port: z.int('须填端口号').min(1, '端口是 1–65535').max(65535, '端口是 1–65535'),
    database: word('库名'),
    login: word('用户名'),
    /** Whether the connection is encrypted; the server then proves itself by `certificate`. */
    tls: z.boolean(),
    /** PEM of the server's certificate, or of the authority that signed it. */
    certificate: z.string().trim().max(40_000, '证书过长'),
  })
  .refine(({ tls, certificate }) => !tls || /^-----BEGIN CERTIFICATE-----/.test(certificate), {
    path: ['certificate'],
    error: '加密连接须贴上服务器证书（PEM，以 BEGIN CERTIFICATE 开头）',
  });
export type CentralServer = z.infer<typeof CentralServer>;

export const newServer: CentralServer = { host: '', port: 5432, database: '', login: '', tls: false, certificate: '' };

/** `10.0.3.8:5432/share`, as failures and the list of runs name a server. */
export function serverName({ host, port, database }: Pick<CentralServer, 'host' | 'port' | 'database'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}
