import type { LicenseType } from '../../../shared/license/type.ts';
import type { OpenedType } from '../../../shared/license/type-methods.ts';

/** The tabs of the designer. */
export const tabs = { entry: '目录', fields: '照面字段', template: '模板', try: '试扫描件' } as const;
export type Tab = keyof typeof tabs;

/** The tab on which a field stands. */
export function tabOf(path: string): Tab {
  if (/^(fields|roles|holders|ranges|copyNumber)/.test(path)) return 'fields';
  return /^(face|template)/.test(path) ? 'template' : 'entry';
}

/** What the form shows: the validity as people write it, and the organ that a type of the library lacks. */
export function shownType(type: LicenseType, station: string): LicenseType {
  return {
    ...type,
    organ: type.organ === '' && type.library ? station : type.organ,
    validity: type.validity.replaceAll('^', '、'),
  };
}

/** A type as text, its keys in one order: equal types have equal texts. */
export function sortedText(type: LicenseType): string {
  return JSON.stringify(type, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** Whether the version that a save makes must state its law: an own one stands before it. */
export function changesNow({ changes, frozen, record }: OpenedType): boolean {
  return changes || (frozen && record !== null);
}
