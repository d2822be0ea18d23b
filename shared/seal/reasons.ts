import { z } from 'zod';

export const verdicts = ['pass', 'warn', 'reject'] as const;
export const Verdict = z.enum(verdicts);
export type Verdict = z.infer<typeof Verdict>;

export const verdictNames: Readonly<Record<Verdict, string>> = { pass: '通过', warn: '留意', reject: '不合格' };

const percent = (share: unknown): string => `${(Number(share) * 100).toFixed(1)} %`;
const mm = (value: unknown): string => `${Number(value).toFixed(1)} mm`;

/** Why an imprint is not simply good, in words for the person who still stands at the scanner. Keyed by code. */
export const reasonMessages = {
  'clipped-by-page': (d: ReasonDetails) => `印章超出纸边 ${mm(d.mm)}，图文不全，请移位重盖`,
  'ring-broken': (d: ReasonDetails) => `环线断 ${percent(d.share)}（限 5 %）：${d.side}着墨不足`,
  'half-inked': (d: ReasonDetails) => `${d.side}着墨不足一半，没有压平`,
  uneven: (d: ReasonDetails) => `${d.side}墨色偏淡，着墨不匀`,
  'text-faint': (d: ReasonDetails) => `${d.side}文字过淡，字形不全`,
  faint: (d: ReasonDetails) => `整枚墨色过淡（${percent(d.density)}），请蘸足印油`,
  'star-incomplete': () => '中心五角星残缺，五角不一',
  'text-incomplete': (d: ReasonDetails) => `${d.side}印文有空缺，似缺字，请对照原章`,
  blot: () => '印油积成墨团，盖住印文',
  smeared: () => '印文重影或拖移，边线粗细不一，请重新盖印',
  'foreign-marks': (d: ReasonDetails) => `边线外有同色污迹（占边线 ${percent(d.share)}），请核对`,
  'pen-over-ring': (d: ReasonDetails) => `笔迹压过边线，已去除；缺口 ${mm(d.mm)}`,
  'pen-over-text': (d: ReasonDetails) => `笔迹或印字压在印文上，缺 ${percent(d.share)}`,
  'size-unusual': (d: ReasonDetails) => `尺寸 ${d.size} mm 不在常见规格内，请核对`,
  'low-resolution': (d: ReasonDetails) => `分辨率 ${d.dpi} dpi，低于 300 dpi，请按 300–600 dpi 重扫`,
  'jpeg-coarse': (d: ReasonDetails) => `扫描件压缩过度（JPEG 质量约 ${d.quality}），请用 80 以上或 PNG、TIFF 重扫`,
  'resolution-guessed': (d: ReasonDetails) => `文件没有可信的分辨率，按 A4 幅面推算为 ${d.dpi} dpi`,
  'grey-scan': () => '灰度扫描，分不出印泥颜色，请用彩色重扫',
} as const satisfies Record<string, (d: ReasonDetails) => string>;

export type ReasonDetails = Readonly<Record<string, unknown>>;
export type ReasonCode = keyof typeof reasonMessages;

/** A rectangle on the straightened page; all in mm, x and y from its top left corner. */
export const PageBox = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type PageBox = z.infer<typeof PageBox>;

export const Reason = z.object({
  code: z.string() as unknown as z.ZodType<ReasonCode>,
  message: z.string(),
  /** How much it weighs: a `reject` cannot be confirmed. */
  level: z.enum(['warn', 'reject']),
  /** Where on the page; null when it concerns the whole imprint. */
  place: PageBox.nullable(),
});
export type Reason = z.infer<typeof Reason>;

export function reason(
  code: ReasonCode,
  level: 'warn' | 'reject',
  place: PageBox | null,
  details: ReasonDetails = {},
): Reason {
  return { code, message: reasonMessages[code](details), level, place };
}

/** The worst of the reasons. */
export function verdictOf(reasons: readonly Reason[]): Verdict {
  if (reasons.some(({ level }) => level === 'reject')) return 'reject';
  return reasons.length > 0 ? 'warn' : 'pass';
}
