import type { Finding } from '../../../shared/exchange/finding.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import type { EntryPage } from '../../../shared/license/entry-methods.ts';
import type { Holder, License } from '../../../shared/license/license.ts';
import type { LicenseRow } from '../../../shared/license/methods.ts';
import { piecesOf } from '../../../shared/license/pieces.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { faceLines } from './lines.ts';

/** All pages of the piece that a page belongs to. */
export function pagesOf(pages: readonly EntryPage[], page: EntryPage): EntryPage[] {
  const piece = piecesOf(pages).find((one) => one.pages.some(({ id }) => id === page.id));
  return [...(piece?.pages ?? [page])];
}

/** Every field has a text, so that every input is a controlled one, and a form that nobody has touched is as it was. */
export function withEveryField(type: LicenseType, license: License): License {
  const gaps = Object.fromEntries(type.fields.map((field) => [field.key, '']));
  const nobody: Holder = { name: '', idKind: '', idNumber: '' };
  const holders = type.holders.map((_, index) => license.holders[index] ?? nobody);
  return {
    ...license,
    face: { ...gaps, ...license.face },
    copies: license.copies ?? { count: '', numbers: '' },
    holders: [...holders, ...license.holders.slice(holders.length)],
  };
}

/** A stored license has no empty values and no word on where they came from. */
export function withoutGaps(license: License): License {
  const face = Object.fromEntries(Object.entries(license.face).filter(([, value]) => value !== ''));
  const from = Object.fromEntries(Object.entries(license.from).filter(([key]) => key in face));
  const { copies, ...rest } = license;
  const numbered = copies && (copies.count !== '' || copies.numbers !== '') ? { copies } : {};
  return { ...rest, ...numbered, face, from };
}

/** Every path of the form that can carry a finding. */
export function everyPath(type: LicenseType): string[] {
  const beside = ['status', 'copies.count', 'copies.numbers', 'stock.basis', 'clock.done', 'clock.batch'];
  return [...faceLines(type).map((line) => line.path), ...beside];
}

/** Duplicates as warnings at the field of the number; shown, never refused. */
export function sameNumber(
  field: string,
  { exact, near }: { readonly exact: readonly LicenseRow[]; readonly near: readonly LicenseRow[] },
): Finding[] {
  const words = (row: LicenseRow) =>
    `“${row.name}”（${recordStateNames[row.state]}${row.archive ? `，档号 ${row.archive}` : ''}）`;
  return [
    ...exact.slice(0, 2).map((row) => `已有同号证照${words(row)}，按 Alt+D 对照`),
    ...near.slice(0, 1).map((row) => `同一持证主体同日颁发的证照已有 ${row.code} ${words(row)}`),
  ].map((message) => ({ field, level: 'warning', code: 'duplicate', message }));
}
