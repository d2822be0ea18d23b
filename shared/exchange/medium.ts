import { z } from 'zod';
import { checkResidentId } from '../china/resident-id.ts';
import { KindCounts, SentVolume } from './package.ts';

export const mediumKindNames = { stick: 'U 盘', disk: '移动硬盘', disc: '光盘', other: '其他' } as const;
export type MediumKind = keyof typeof mediumKindNames;
export const MediumKind = z.enum(Object.keys(mediumKindNames) as [MediumKind, ...MediumKind[]]);

/** Where a medium is. What is lost may turn up again; what was destroyed is gone for good. */
export const mediumStateNames = { kept: '在本单位', away: '已交出', lost: '遗失', destroyed: '已销毁' } as const;
export type MediumState = keyof typeof mediumStateNames;
export const MediumState = z.enum(Object.keys(mediumStateNames) as [MediumState, ...MediumState[]]);

/** What a line of 介质登记簿 tells. */
export const mediumEventNames = {
  register: '登记',
  write: '写入',
  handOver: '交出',
  takeBack: '收回',
  lose: '遗失',
  destroy: '销毁',
} as const;
export type MediumEvent = keyof typeof mediumEventNames;
export const MediumEvent = z.enum(Object.keys(mediumEventNames) as [MediumEvent, ...MediumEvent[]]);

/** What a person may note of a medium in each state; writing and handing over are noted by the program. */
export const mediumMoves: Readonly<Record<MediumState, readonly ('takeBack' | 'lose' | 'destroy')[]>> = {
  kept: ['lose', 'destroy'],
  away: ['takeBack', 'lose', 'destroy'],
  lost: ['takeBack', 'destroy'],
  destroyed: [],
};

/** ZZSMZJ-2026-003: unit, year, serial number. */
export const MediumNumber = z
  .string()
  .trim()
  .regex(/^[A-Z0-9]{2,12}-\d{4}-\d{3,5}$/, '编号写成“单位-年份-序号”，如 ZZSMZJ-2026-003');

export const secrecyMarks = ['非涉密', '内部'] as const;

export const MediumEntry = z.object({
  at: z.string(),
  by: z.string(),
  what: MediumEvent,
  /** Sequence of the package it is about, 0 = none. */
  sequence: z.number().int(),
  text: z.string(),
});
export type MediumEntry = z.infer<typeof MediumEntry>;

/** One medium in 介质登记簿. */
export const Medium = z.object({
  number: z.string(),
  kind: MediumKind,
  model: z.string(),
  serial: z.string(),
  secrecy: z.string(),
  state: MediumState,
  registeredAt: z.string(),
  registeredBy: z.string(),
  /** Oldest first. */
  entries: z.array(MediumEntry),
  /** Sequences of packages that lie on it and nobody has signed for. */
  waiting: z.array(z.number().int()),
});
export type Medium = z.infer<typeof Medium>;

/** What is noted when a courier takes a package: what the slip says, besides what the program knows. */
export const HandOver = z.object({
  courier: z.string().trim().min(1, '请填送件人').max(40),
  /** Of the courier's identity card or service card; '' = to be written by hand. */
  courierId: z.string().trim().max(40).default(''),
  /** Program that looked for viruses, with its version, and when; '' = to be written by hand. */
  virusProgram: z.string().trim().max(60).default(''),
  virusAt: z.string().trim().max(20).default(''),
  secrecy: z.enum(secrecyMarks).default('非涉密'),
});
export type HandOver = z.infer<typeof HandOver>;

/** What is wrong with a courier's number where it is one of an identity card; '' = nothing, or the number of another card. `today` is YYYY-MM-DD. */
export function courierIdProblem(id: string, today: string): string {
  return /^(\d{15}|\d{17}[\dXx])$/.test(id) ? (checkResidentId(id, today)?.reason ?? '') : '';
}

/** All that stands on a handover slip. */
export const Slip = z.object({
  packageId: z.string(),
  sequence: z.number().int(),
  urgent: z.boolean(),
  createdAt: z.string(),
  recovery: z.number(),
  sender: z.object({ name: z.string(), uscc: z.string() }),
  recipient: z.object({ name: z.string(), uscc: z.string() }),
  counts: KindCounts,
  approvals: z.array(z.object({ kind: z.string(), person: z.string(), text: z.string(), date: z.string() })),
  volumes: z.array(SentVolume),
  media: z.array(z.object({ number: z.string(), kind: MediumKind, model: z.string() })),
  /** Ids of the seal sheets whose originals travel along. */
  sheets: z.array(z.string()),
  handOver: HandOver.partial(),
  handedAt: z.string(),
  /** Number for a medium that has none yet, and the virus program of the last slip. */
  nextMedium: z.string(),
  usualVirusProgram: z.string(),
});
export type Slip = z.infer<typeof Slip>;

/** What the QR code of a slip says: the package and the numbers of its volumes on paper, eight bytes each. */
export function slipCode({ packageId, volumes }: Pick<Slip, 'packageId' | 'volumes'>): string {
  return ['YIDI1', packageId, ...volumes.map(({ digest }) => digest.slice(0, 16))].join(' ').toUpperCase();
}
