import { z } from 'zod';
import { isDate } from '../china/dates.ts';
import type { Finding } from '../exchange/finding.ts';
import { PageFinding, SealFinding } from './scan.ts';

const blob = z.string().max(100);
const short = z.string().max(100);

/** 印章类型, as those who keep the seals name them. */
export const sealKinds = [
  '单位公章',
  '行政审批专用章',
  '证照专用章',
  '业务专用章',
  '合同专用章',
  '财务专用章',
  '发票专用章',
  '法定代表人名章',
  '钢印',
  '其他',
] as const;

/** 印章登记: what the register holds of the seal itself; '' = not known. */
export const SealEntry = z.object({
  /** 印章类型 */
  kind: z.enum(['', ...sealKinds]).default(''),
  /** 印章编码 as the public security organ gave it: 13 digits, 6 of them the division. */
  code: z.string().max(40).default(''),
  /** 启用日期 */
  since: z.string().max(10).default(''),
  /** 保管人 */
  keeper: z.string().max(40).default(''),
  /** 用印审批号 of this stamping. */
  approval: z.string().max(60).default(''),
});
export type SealEntry = z.infer<typeof SealEntry>;

export const emptyEntry: SealEntry = { kind: '', code: '', since: '', keeper: '', approval: '' };

/** What is wrong with an entry; fields as in `SealEntry`. Nothing in it is owed: the notice asks for the picture alone. */
export function checkEntry({ code, since }: SealEntry, today: string): Finding[] {
  const findings: Finding[] = [];
  if (since !== '' && !isDate(since))
    findings.push({ field: 'since', level: 'error', code: 'not-a-date', message: '不是存在的日期，写成 2026-11-23' });
  else if (since > today)
    findings.push({ field: 'since', level: 'error', code: 'future', message: '启用日期不能晚于今天' });
  if (code !== '' && !/^\d{13}$/.test(code))
    findings.push({ field: 'code', level: 'warning', code: 'shape', message: '公安机关备案的印章编码是 13 位数字' });
  return findings;
}

/** An earlier imprint that this one is like. */
export const SealLikeness = z.object({
  imprint: short,
  /** Both from −1 to 1, see `SAME_SEAL` and `SAME_PLACE`. */
  likeness: z.number(),
  weakest: z.number(),
});
export type SealLikeness = z.infer<typeof SealLikeness>;

/** Body of a `sheet` record: one scanned page of a seal sheet (印章采集表). */
export const Sheet = z.object({
  /** Name of the file it came from. */
  source: z.string().max(400),
  /** The scan as it came in, byte for byte; `scanSm3` is its digest. */
  scan: blob,
  scanSm3: z.string().max(64),
  scanBytes: z.number(),
  page: PageFinding,
  /** The page set straight, 仅供核对 burnt across each seal. */
  preview: blob,
  /** Seals found on it, also those that were dropped as no seal. */
  found: z.int().nonnegative(),
  /** Numbers (from 1) of what a person said is no seal. */
  dropped: z.array(z.int().positive()).default([]),
  /** The same printed sheet was scanned before, and a person let both count. */
  again: z.enum(['', 'kept']).default(''),
  /** Day on which the paper original was put away; '' = not yet. */
  paperKept: z.string().max(10).default(''),
});
export type Sheet = z.infer<typeof Sheet>;

/** Body of an `imprint` record: one seal from a sheet (印模). */
export const Imprint = z.object({
  /** Id of the sheet's record. */
  sheet: short,
  /** Number of the seal on its page, from 1. */
  number: z.int().positive(),
  /** 印章名称 */
  name: z.string().max(64),
  /** Names of the license types that it is stamped on. */
  licenseTypes: z.array(short).max(50),
  /** Why an imprint with warnings was taken all the same. */
  acceptedBecause: z.string().max(200),
  finding: SealFinding,
  dpi: z.number(),
  /** Without 仅供核对: for the sealKeeper and the bureau only. */
  clean: blob,
  marked: blob,
  crop: blob,
  note: blob.nullable(),
  /** What is written further below the note, as a picture. */
  further: blob.nullable().default(null),
  /** Where the license types come from: read in the note and confirmed, or chosen by a person; empty while nobody has said. */
  typesFrom: z.enum(['', 'note', 'person']).default(''),
  /** Digest of the scan that it was cut from. */
  scanSm3: z.string().max(64),
  entry: SealEntry.default(emptyEntry),
  /** Id of the first imprint of the same seal; '' = this one. */
  seal: short.default(''),
  /** The earlier imprint that it is most like, found when it came in. */
  like: SealLikeness.nullable().default(null),
});
export type Imprint = z.infer<typeof Imprint>;

/** What keeps an imprint from being handed in. Fields: name, licenseTypes, verdict, acceptedBecause. */
export function checkImprint(imprint: Imprint): Finding[] {
  const findings: Finding[] = [];
  const error = (field: string, code: string, message: string) =>
    findings.push({ field, level: 'error', code, message });
  const { verdict, reasons } = imprint.finding;
  const words = reasons.map(({ message }) => message).join('；');
  if (verdict === 'reject') {
    // Nothing else matters: no name and no reason makes a bad imprint good.
    error('verdict', 'rejected', `不合格：${words}。请重新盖印、重新扫描`);
    return findings;
  }
  if (!imprint.name.trim()) error('name', 'required', '请填写印章名称');
  if (imprint.licenseTypes.length === 0) error('licenseTypes', 'required', '请确认这枚印章用于哪些证照');
  if (verdict === 'warn') {
    if (!imprint.acceptedBecause.trim())
      error('acceptedBecause', 'required', `有需要留意之处（${words}），请写明为何可用`);
    else
      findings.push({
        field: 'verdict',
        level: 'warning',
        code: 'accepted-with-reason',
        message: `${words}；说明：${imprint.acceptedBecause}`,
      });
  }
  return findings;
}

const guarded = { clean: '净图', scan: '印章原扫描' } as const;

/** File name of a picture that holds a seal without 仅供核对, so that whoever unpacks a package sees what it is. */
export const guardedBlobName = (kind: keyof typeof guarded, name: string): string => `${guarded[kind]} ${name}`;
