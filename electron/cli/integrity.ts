import { mkdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { Refusal, refuse } from '../../shared/contract/failures.ts';
import { packagesIn, senderKeyOf } from '../core/exchange/exchange.ts';
import {
  type Damage,
  type DamagedRegion,
  repairPackage,
  type VerifyResult,
  verifyPackage,
} from '../core/exchange/format/format.ts';
import { fileSm3 } from '../core/exchange/write-medium.ts';
import { removableMedia } from '../core/station/places.ts';
import { ioFailure } from '../core/store/io-failures.ts';
import { type CommandSpec, text } from './command.ts';

const regionNames: Readonly<Record<DamagedRegion, string>> = {
  'volume-header': '卷头',
  header: '包头',
  index: '摘要表',
  payload: '内容',
  recovery: '恢复数据',
  end: '文件末尾',
};

const verify: CommandSpec = {
  name: 'verify',
  summary: '检查包是否完整，哪里有损坏，能否复原（不需密钥；给出 --dir 时一并核对发件单位）',
  args: [['<file...>', '.ydp 文件或文件夹']],
  options: [
    ['--dir <folder>', '工作站文件夹'],
    ['--user <name>', '用户'],
    ['--password-file <file>', '从文件的第一行读密码'],
  ],
  async run({ args, options, open }) {
    const station = options['dir'] ? (await open()).context.station : undefined;
    const results: (VerifyResult & { readonly file: string })[] = [];
    for (const found of await packagesIn(args.map((path) => resolve(path)))) {
      const senderKey = station && ((id: string) => senderKeyOf(station, id));
      results.push({ file: found.name, ...(await verifyPackage(found.paths, { senderKey })) });
    }
    const packages = results.map((one) => ({
      file: one.file,
      packageId: one.package?.packageId ?? '',
      ok: one.ok,
      code: one.code ?? '',
      message: one.message ?? '',
      damage: one.damage,
      repairable: one.repairable,
      lostChunks: one.lostChunks,
      signature: one.signature,
    }));
    const bad = packages.filter((one) => !one.ok);
    return {
      value: {
        ok: bad.length === 0 && packages.length > 0,
        code: packages.length === 0 ? 'not-a-package' : (bad[0]?.code ?? ''),
        damage: packages.flatMap((one) => one.damage),
        repairable: bad.length > 0 && bad.every((one) => one.repairable),
        packages,
      },
      text:
        packages.length === 0
          ? ['没有找到 .ydp 文件。请检查介质是否插好、路径是否正确。']
          : results.flatMap((one) => [
              `${one.file}\t${one.ok ? '完整' : one.message}`,
              ...one.damage.map((place) => `  损坏 ${placeWords(place)}`),
              ...(one.ok ? [] : adviceOf(one, args)),
            ]),
      failed: bad.length > 0 || packages.length === 0,
    };
  },
};

/** What became of one package that `repair` was given. */
interface RepairOutcome {
  readonly file: string;
  readonly packageId: string;
  /** Whole as it was, or restored. */
  readonly ok: boolean;
  /** '' for ok ones, `repaired` included; else the failure of the package itself. */
  readonly code: string;
  readonly message: string;
  readonly repaired: boolean;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly sm3: string;
    readonly path: string;
  }[];
}

const repair: CommandSpec = {
  name: 'repair',
  summary: '把损坏的包复原到另一个文件夹（不需密钥，不改动来源介质）',
  args: [['<file...>', '.ydp 文件或文件夹']],
  options: [['--out <folder>', '复原的文件写到这个文件夹，不能在来源介质上']],
  required: ['out'],
  async run({ args, options }) {
    const out = resolve(text(options['out']));
    const found = await packagesIn(args.map((path) => resolve(path)));
    await refuseMedium(
      out,
      found.flatMap(({ paths }) => paths),
    );
    const packages: RepairOutcome[] = [];
    for (const { name, paths, packageId } of found) {
      const before = await verifyPackage(paths);
      const rest = { file: name, packageId, files: [] };
      if (before.damage.length === 0)
        packages.push({
          ...rest,
          ok: before.ok,
          code: before.code ?? '',
          message: before.message ?? '完整，不必复原。',
          repaired: false,
        });
      else packages.push({ ...rest, ...(await repairInto(out, paths)) });
    }
    const bad = packages.find((one) => !one.ok);
    const code = found.length === 0 ? 'not-a-package' : (bad?.code ?? '');
    const files = packages.flatMap((one) => one.files);
    return {
      value: { ok: code === '', ...(code ? { code, message: bad?.message ?? '' } : {}), files, packages },
      text:
        found.length === 0
          ? ['没有找到 .ydp 文件。请检查介质是否插好、路径是否正确。']
          : packages.flatMap((one) => [
              `${one.file}\t${one.message}`,
              ...one.files.map((file) => `  ${file.path} ${file.bytes} 字节 ${file.sm3}`),
            ]),
      failed: code !== '',
    };
  },
};

async function repairInto(
  out: string,
  paths: readonly string[],
): Promise<Pick<RepairOutcome, 'ok' | 'code' | 'message' | 'repaired' | 'files'>> {
  try {
    mkdirSync(out, { recursive: true });
    const { files: names, result } = await repairPackage(paths, out);
    const files: RepairOutcome['files'][number][] = [];
    for (const name of names) {
      const path = join(out, name);
      const sm3 = await fileSm3(path, new AbortController().signal, () => {});
      files.push({ name, bytes: statSync(path).size, sm3, path });
    }
    const missing = result.ok ? '' : (result.message ?? '');
    return {
      ok: result.ok,
      code: result.code ?? '',
      message: `已复原 ${files.length} 卷，逐块与签名的摘要一致。${missing}`,
      repaired: true,
      files,
    };
  } catch (error) {
    const refusal = ioFailure(error, out);
    if (!(refusal instanceof Refusal)) throw error;
    const { code, message } = refusal.failure;
    const beyond = 'lostChunks' in refusal.failure.details ? salvageAdvice : '';
    return { ok: false, code, message: `${message}${beyond}`, repaired: false, files: [] };
  }
}

const salvageAdvice = '无法全部复原；收件单位可用 yidi receive --salvage --confirm 抢救可读部分。';

/** Refuses `repair-on-medium` for a folder on a medium, or below a folder, that one of the files lies in. */
async function refuseMedium(out: string, paths: readonly string[]): Promise<void> {
  const media = (await removableMedia()).map(({ path }) => path);
  for (const path of paths) {
    const places = [join(path, '..'), ...media.filter((medium) => isWithin(path, medium))];
    if (places.some((place) => isWithin(out, place))) refuse('repair-on-medium', { path: out });
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === resolve(path));
}

function placeWords({ file, region, offset, length, firstChunk, chunks }: Damage): string {
  const where =
    firstChunk === undefined || chunks === undefined
      ? ''
      : ` 第 ${chunks === 1 ? firstChunk + 1 : `${firstChunk + 1}–${firstChunk + chunks}`} 块`;
  return `${regionNames[region]}${where}，${file} 第 ${offset} 字节起 ${length} 字节`;
}

/** Whether a package can be restored, and the command that comes next. */
function adviceOf({ damage, repairable, lostChunks, code }: VerifyResult, given: readonly string[]): string[] {
  const words = given.map((path) => (/[\s"'$*?]/.test(path) ? `"${path}"` : path)).join(' ');
  if (repairable) return [`  可以复原：yidi repair ${words} --out 本机的文件夹`];
  if (damage.length === 0 && code !== 'missing-volume') return [];
  const lost = lostChunks > 0 ? `，有 ${lostChunks} 块读不出来` : '';
  return [
    `  无法复原${lost}。先请送出单位把同一包重写介质；来不及的，收件单位可抢救可读部分：yidi receive --dir 工作站 ${words} --salvage --confirm "谁确认、为何"`,
  ];
}

export const integrityCommands: readonly CommandSpec[] = [verify, repair];
