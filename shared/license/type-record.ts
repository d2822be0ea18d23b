import { z } from 'zod';
import { initialsOf } from '../china/pinyin-initials.ts';
import { FaceField, LicenseType, Validator } from './type.ts';
import { formatValidity, parseValidity } from './validity.ts';

const text = (longest: number) => z.string().max(longest);

const DraftField = FaceField.extend({
  key: text(60),
  label: text(100),
  length: z.number().min(0).max(20_000),
  order: z.number(),
  options: z.array(text(100)).max(200),
  synonyms: z.array(text(100)).max(50),
  validator: z.union([
    Validator,
    z.object({ rule: z.literal('pattern'), pattern: text(500), example: text(200) }),
    z.null(),
  ]),
});

/** A type while it is designed: the same shape as `LicenseType` with gaps and slips, which `checkType` names. */
export const TypeDraft = LicenseType.extend({
  name: text(100),
  code: text(60),
  definer: text(200),
  definerCode: text(60),
  organ: text(200),
  matters: z.array(z.object({ name: text(200), code: text(60) })).max(50),
  validity: text(200),
  numberExample: text(200),
  holders: z.array(z.object({ name: text(60), idNumber: text(60).nullable(), idKind: text(3) })).max(20),
  face: z.object({ widthMm: z.number().min(0).max(2000), heightMm: z.number().min(0).max(2000) }),
  source: text(1000),
  fields: z.array(DraftField).max(200),
  change: z.object({ basis: text(500), effective: text(10), opinion: text(1000) }),
});

/**
 * Body of a `licenseType` record: the version that is worked on, and every version before it that licenses may have been typed against, oldest first. They
 * travel together, so that a bureau that gets a license of version 2 beside the entry of version 3 can still read it.
 */
export const TypeRecord = TypeDraft.extend({
  /** Handed in at least once as it is: licenses may be typed against it. */
  published: z.boolean().default(false),
  earlier: z.array(LicenseType).max(99).default([]),
});
export type TypeRecord = z.infer<typeof TypeRecord>;

/** The version that licenses are typed against now; undefined while the type was never handed in. */
export function usableType(record: TypeRecord): LicenseType | undefined {
  return record.published ? versionOf(record, record.version) : record.earlier.at(-1);
}

/** One version of a type; undefined when the record does not have it. */
export function versionOf(record: TypeRecord, version: number): LicenseType | undefined {
  if (record.version !== version) return record.earlier.find((type) => type.version === version);
  // Without `published` and `earlier`; a draft with gaps is none.
  return LicenseType.safeParse(record).data;
}

/** A version as the later ones keep it: the original files stay with the package in which they were handed over. */
export function asEarlier(type: LicenseType): LicenseType {
  return LicenseType.parse({ ...type, template: { ...type.template, files: [] } });
}

/** The blobs that a body refers to, each once. */
export function blobsOfType({ template, earlier }: TypeRecord): string[] {
  const faces = [template, ...earlier.map((type) => type.template)].flatMap(({ face }) => (face ? [face.blob] : []));
  return [...new Set([...template.files.map((file) => file.blob), ...faces])];
}

/** A type with nothing in it, defined by this organ. */
export function emptyType(organ: { readonly name: string; readonly uscc: string }): LicenseType {
  return {
    name: '',
    code: '',
    definer: organ.name,
    definerCode: organ.uscc,
    organ: organ.name,
    holderKind: '法人和其他组织',
    category: '证照',
    matterKind: '',
    matters: [],
    version: 1,
    validity: '',
    numberExample: '',
    roles: { number: 'ZZBH', organ: null, issued: 'FZRQ', validFrom: null, validTo: null },
    holders: [{ name: 'CZZT', idNumber: null, idKind: '' }],
    ranges: [],
    copyNumber: null,
    face: { widthMm: 297, heightMm: 210 },
    source: '',
    unverified: false,
    fields: [
      { ...emptyField(1), key: 'ZZBH', label: '证照编号', kind: 'code', length: 60, required: true, critical: true },
      { ...emptyField(2), key: 'CZZT', label: '持证主体', required: true, critical: true },
      { ...emptyField(3), key: 'FZRQ', label: '发证日期', kind: 'date', length: 10, required: true, critical: true },
    ],
    template: { files: [], face: null, seals: [] },
    change: { basis: '', effective: '', opinion: '' },
    library: false,
  };
}

export function emptyField(order: number): FaceField {
  return {
    key: '',
    label: '',
    kind: 'text',
    required: false,
    order,
    length: 200,
    validator: null,
    critical: false,
    wide: false,
    longTerm: false,
    options: [],
    synonyms: [],
    zone: null,
    font: null,
  };
}

/** A type with its texts trimmed, its fields numbered in their order, keys made where there are none, and its validity written in the one way. */
export function normalizeType(type: LicenseType): LicenseType {
  const terms = parseValidity(type.validity);
  const taken = new Set(type.fields.map((field) => field.key).filter(Boolean));
  const fields = type.fields.map((field, at) => {
    const label = field.label.normalize('NFC').trim();
    const key = field.key.trim() || (label === '' ? '' : keyFor(label, taken));
    taken.add(key);
    return { ...field, label, key, order: at + 1, length: field.kind === 'date' ? 10 : field.length };
  });
  return {
    ...type,
    name: type.name.normalize('NFC').trim(),
    code: type.code.normalize('NFKC').replace(/\s/g, '').toUpperCase(),
    definer: type.definer.trim(),
    definerCode: type.definerCode.normalize('NFKC').replace(/\s/g, '').toUpperCase(),
    organ: type.organ.trim(),
    matters: type.matters
      .map(({ name, code }) => ({ name: name.trim(), code: code.trim() }))
      .filter(({ name, code }) => name !== '' || code !== ''),
    validity: terms ? formatValidity(terms) : type.validity.trim(),
    fields,
  };
}

/** A key for a label: its pinyin initials in capitals, with a number where they are taken. */
export function keyFor(label: string, taken: ReadonlySet<string>): string {
  const initials = initialsOf(label.normalize('NFKC'))
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 24);
  const stem = /^[A-Z]/.test(initials) ? initials : `F${initials}`;
  for (let number = 1; ; number++) {
    const key = number === 1 ? stem : `${stem}${number}`;
    if (!taken.has(key)) return key;
  }
}
