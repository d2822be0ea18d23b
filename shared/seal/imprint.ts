import { z } from 'zod';
import type { Finding } from '../exchange/finding.ts';
import { PageFinding, SealFinding } from './scan.ts';

const blob = z.string().max(100);
const short = z.string().max(100);

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
