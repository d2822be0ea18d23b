import { z } from 'zod';
import { StationRole } from '../station/roles.ts';
import { StationInfo } from '../station/station.ts';
import { StationId } from './record.ts';

/** 单位接入: a partner is unverified until somebody has compared its fingerprint with the one on paper. */
export const partnerStateNames = { unverified: '未核对', verified: '已核对', revoked: '已撤销' } as const;
export type PartnerState = keyof typeof partnerStateNames;
export const PartnerState = z.enum(Object.keys(partnerStateNames) as [PartnerState, ...PartnerState[]]);

/** Another station whose public keys this one holds. */
export const Partner = z.object({
  id: StationId,
  role: StationRole,
  name: z.string(),
  uscc: z.string(),
  /** 64 hex digits over both public keys. */
  fingerprint: z.string(),
  state: PartnerState,
  enrolledAt: z.string(),
  enrolledBy: z.string(),
  confirmedAt: z.string(),
  confirmedBy: z.string(),
  revokedAt: z.string(),
  revokedBy: z.string(),
  revokedReason: z.string(),
  /** Packages exchanged with it so far, both ways. */
  packages: z.number().int(),
  lastAt: z.string(),
  /** What its last package said of the organ; null before the first. */
  info: StationInfo.nullable(),
});
export type Partner = z.infer<typeof Partner>;

/** Our own side of the enrolment: what is printed on the form. */
export const OwnKeys = z.object({
  id: StationId,
  role: StationRole,
  name: z.string(),
  uscc: z.string(),
  fingerprint: z.string(),
});
export type OwnKeys = z.infer<typeof OwnKeys>;

const SpareKey = z.object({ publicKey: z.string(), at: z.string(), by: z.string() });

/** The spare key that a bureau publishes, and those whose private half is in use here, because it stands in for a station that was lost. */
export const SpareKeys = z.object({ published: SpareKey.nullable(), held: z.array(SpareKey) });
export type SpareKeys = z.infer<typeof SpareKeys>;

/** What an enrolment file says, before it is taken. */
export const EnrolmentPreview = z.object({
  id: StationId,
  role: StationRole,
  name: z.string(),
  uscc: z.string(),
  fingerprint: z.string(),
  created: z.string(),
  /** The partner as it is known already, so that a second file for the same organ is seen. */
  known: PartnerState.nullable(),
  /** Another station that carries the same 统一社会信用代码, '' = none. */
  sameOrgan: z.string(),
});
export type EnrolmentPreview = z.infer<typeof EnrolmentPreview>;

/** A fingerprint as people compare it: sixteen groups of four digits. */
export function fingerprintGroups(fingerprint: string): string[] {
  return (cleanFingerprint(fingerprint).match(/.{1,4}/g) ?? []) as string[];
}

/** What somebody typed from paper, without blanks, colons and case. */
export function cleanFingerprint(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '');
}
