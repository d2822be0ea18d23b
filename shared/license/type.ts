import { z } from 'zod';
import { LicenseTemplate, Zone } from './template.ts';
import { parseValidity } from './validity.ts';

/** What a face field holds. `amount` is money, `code` is an identifier that is typed without spaces and in capitals. */
export const faceKinds = ['text', 'date', 'number', 'amount', 'code', 'enum'] as const;

export const holderKinds = ['自然人', '法人和其他组织', '自然人或法人'] as const;
export const licenseCategories = ['证照', '批文', '证明'] as const;

/** 事项类别 (notice, annex 3, 4.1): the kinds of government service that a license comes out of. */
export const matterKinds = [
  '行政许可',
  '行政确认',
  '行政给付',
  '行政裁决',
  '行政奖励',
  '行政征收',
  '其他行政权力',
  '公共服务',
] as const;

export type { Zone } from './template.ts';

// A pattern comes from a table that a station can edit or receive: no group may be repeated, so that no text can make it slow.
const safePattern = (pattern: string): boolean => {
  if (pattern.length > 120 || /\)[*+{?]/.test(pattern)) return false;
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
};

/** How the value of a field is checked beyond its kind. `person-id` is a resident ID or another document's number. */
export const Validator = z.discriminatedUnion('rule', [
  z.object({ rule: z.literal('uscc') }),
  z.object({ rule: z.literal('resident-id') }),
  z.object({ rule: z.literal('person-id') }),
  z.object({ rule: z.literal('real-estate-unit') }),
  z.object({ rule: z.literal('pattern'), pattern: z.string().refine(safePattern), example: z.string() }),
]);
export type Validator = z.infer<typeof Validator>;

export const FaceField = z.object({
  key: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/),
  /** The words of the face itself. */
  label: z.string().min(1),
  kind: z.enum(faceKinds),
  required: z.boolean(),
  /** Place in the order of the face, from 1. */
  order: z.int().positive(),
  /** Longest value in characters. */
  length: z.int().positive(),
  validator: Validator.nullable(),
  /** To be keyed twice: a mistake here changes who holds what, and until when. */
  critical: z.boolean(),
  /** Takes a whole row of the form. */
  wide: z.boolean(),
  /** A date that may also be 长期. */
  longTerm: z.boolean(),
  options: z.array(z.string()),
  /** Other titles under which a spreadsheet or another form of the same license has this field. */
  synonyms: z.array(z.string()),
  /** Where the value stands on the face; null where the face is not measured. */
  zone: Zone.nullable(),
  /** What the value is printed in; null where it is not known. */
  font: z
    .object({ name: z.string().max(60), pt: z.number().positive().max(200) })
    .nullable()
    .default(null),
});
export type FaceField = z.infer<typeof FaceField>;

/** A change of the catalog (notice, annex 3, 2.3): the law behind it, the day on which it takes effect, 主管部门审核意见. */
export const TypeChange = z.object({ basis: z.string(), effective: z.string(), opinion: z.string() });
export type TypeChange = z.infer<typeof TypeChange>;

/**
 * An entry of the license catalog (证照目录; notice, annex 3, 1.2; GB/T 36902). `roles` and `holders` say which face field carries
 * which metadata of GB/T 36903; a null role is asked for beside the face.
 */
export const LicenseType = z.object({
  name: z.string().min(1),
  /** 证照类型代码, 21 characters: the definer's USCC and three digits; own codes occur; empty where it is not public. */
  code: z.string().regex(/^[0-9A-Z._-]{0,21}$/),
  definer: z.string(),
  definerCode: z.string(),
  holderKind: z.enum(holderKinds),
  category: z.enum(licenseCategories),
  /** Issuing organ (颁发机构), by name or by kind. */
  organ: z.string().default(''),
  matterKind: z.enum(['', ...matterKinds]).default(''),
  /** 关联事项, with its code where it has one. */
  matters: z.array(z.object({ name: z.string(), code: z.string() })).default([]),
  version: z.int().positive(),
  /** Validity as a rule (有效期限范围, GB/T 36902): 5年^10年^长期; empty where nothing is fixed. */
  validity: z.string().refine((text) => parseValidity(text) !== null),
  numberExample: z.string(),
  roles: z.object({
    number: z.string(),
    organ: z.string().nullable(),
    issued: z.string().nullable(),
    validFrom: z.string().nullable(),
    validTo: z.string().nullable(),
  }),
  /** Face fields that name a holder; `idKind` is a code of GB/T 36903 annex A, empty where the number itself tells. */
  holders: z.array(z.object({ name: z.string(), idNumber: z.string().nullable(), idKind: z.string() })).min(1),
  /** Columns of spreadsheets and lines of faces that hold two dates, such as 营业期限. */
  ranges: z.array(z.object({ label: z.string(), synonyms: z.array(z.string()), from: z.string(), to: z.string() })),
  /** The field that tells the copies (副本) of one license apart. */
  copyNumber: z.string().nullable(),
  /** Size of the face in mm. */
  face: z.object({ widthMm: z.number().positive(), heightMm: z.number().positive() }),
  source: z.string(),
  /** The fields were not checked against a real face. */
  unverified: z.boolean(),
  fields: z.array(FaceField).min(1),
  template: LicenseTemplate.default({ files: [], face: null, seals: [] }),
  /** Why this version replaces the one before; empty for the first. */
  change: TypeChange.default({ basis: '', effective: '', opinion: '' }),
  /** As it ships with the program: no entry of this organ's own catalog yet. */
  library: z.boolean().default(false),
});
export type LicenseType = z.infer<typeof LicenseType>;

/** The field with this key. Throws when the type has none: the key then comes from the type's own table and that is wrong. */
export function faceField(type: LicenseType, key: string): FaceField {
  const field = type.fields.find((candidate) => candidate.key === key);
  if (!field) throw new Error(`license type ${type.name} has no field ${key}`);
  return field;
}

const inOrder = new WeakMap<readonly FaceField[], readonly FaceField[]>();

/** The fields in the order of the face, sorted once a type. */
export function facesInOrder({ fields }: LicenseType): readonly FaceField[] {
  const known = inOrder.get(fields) ?? [...fields].sort((a, b) => a.order - b.order);
  inOrder.set(fields, known);
  return known;
}
