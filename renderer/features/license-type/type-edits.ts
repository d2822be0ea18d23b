import type { FaceField, LicenseType, Zone } from '../../../shared/license/type.ts';
import { emptyField } from '../../../shared/license/type-record.ts';
import { withKey } from './roles.ts';

/** What the zone in hand belongs to. */
export interface Target {
  readonly of: 'field' | 'seal';
  readonly at: number;
}

const newZone: Zone = { x: 10, y: 10, width: 50, height: 8 };

// Chrome 109 has neither `with` nor `toSpliced`.
const replaced = <T>(list: readonly T[], at: number, value: T): T[] => list.map((one, i) => (i === at ? value : one));

const inOrder = (fields: readonly FaceField[]): FaceField[] => fields.map((one, at) => ({ ...one, order: at + 1 }));

/** The type with one of its fields changed; what refers to its key follows. */
export function withField(type: LicenseType, at: number, field: FaceField): LicenseType {
  const before = type.fields[at]!.key;
  const next = { ...type, fields: replaced(type.fields, at, field) };
  return field.key === before || field.key === '' ? next : withKey(next, before, field.key);
}

/** The type with fields of these labels below a row; several over an empty row take it as the first. */
export function withFieldsAfter(type: LicenseType, after: number, labels: readonly string[]): LicenseType {
  const over = labels.length > 1 && type.fields[after]?.label === '' ? 1 : 0;
  const added = labels.slice(over).map((label) => ({ ...emptyField(0), label }));
  const kept = type.fields.map((one, at) => (over === 1 && at === after ? { ...one, label: labels[0]! } : one));
  return { ...type, fields: inOrder([...kept.slice(0, after + 1), ...added, ...kept.slice(after + 1)]) };
}

/** The type with a field one row further up (−1) or down (1); at the edge nothing changes. */
export function withFieldMoved(type: LicenseType, at: number, by: 1 | -1): LicenseType {
  const all = [...type.fields];
  const [moved] = all.splice(at, 1);
  if (!moved || at + by < 0 || at + by > all.length) return type;
  all.splice(at + by, 0, moved);
  return { ...type, fields: inOrder(all) };
}

/** The type with the zone of a field or a seal; null takes it away, and a seal with it. */
export function withZone(type: LicenseType, { of, at }: Target, zone: Zone | null): LicenseType {
  if (of === 'field') return { ...type, fields: replaced(type.fields, at, { ...type.fields[at]!, zone }) };
  const { seals } = type.template;
  const left = zone ? replaced(seals, at, { ...seals[at]!, zone }) : seals.filter((_, i) => i !== at);
  return { ...type, template: { ...type.template, seals: left } };
}

/** The type with a zone for a field that has none, below that of the field before, within the face. */
export function withNewZone(type: LicenseType, at: number, face: LicenseType['face']): LicenseType {
  if (!type.fields[at] || type.fields[at].zone) return type;
  const before = type.fields[at - 1]?.zone;
  const x = before ? before.x : newZone.x;
  const y = before ? before.y + before.height + 2 : newZone.y;
  const { height } = newZone;
  return withZone(
    type,
    { of: 'field', at },
    {
      x,
      y: Math.min(y, Math.max(0, face.heightMm - height)),
      width: Math.min(newZone.width, face.widthMm - x),
      height,
    },
  );
}
