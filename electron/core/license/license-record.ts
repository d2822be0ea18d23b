import { errorCount, type Finding } from '../../../shared/exchange/finding.ts';
import { onlyUnconfirmed } from '../../../shared/license/as-on-paper.ts';
import { checkLicense } from '../../../shared/license/check.ts';
import { type CompletionContext, completeLicense } from '../../../shared/license/complete.ts';
import type { License } from '../../../shared/license/license.ts';
import { keepReasons, unreasoned } from '../../../shared/license/reason.ts';
import { licenseSearch } from '../../../shared/license/search.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import type { RecordContents } from '../store/new-record.ts';

// Nothing of this asks the store: a bulk import works it out in a worker.

export interface CheckedLicense {
  readonly type: LicenseType;
  readonly license: License;
  readonly findings: Finding[];
}

/** Completes the metadata of a license and checks it. `basis`: that of its type, for 增量 without one of its own. */
export function completeAndCheck(
  type: LicenseType,
  license: License,
  { basis, ...context }: CompletionContext & { readonly basis: string },
): CheckedLicense {
  const lacks = license.stock.kind === '增量' && license.stock.basis.trim() === '';
  const based = lacks ? { ...license, stock: { ...license.stock, basis } } : license;
  const completed = completeLicense(type, based, context);
  return { type, license: completed, findings: checkLicense(type, completed, context) };
}

/** A license as it goes into the record spine. */
export interface LicenseRecord {
  readonly contents: RecordContents & { readonly body: License };
  readonly state: 'draft' | 'pending';
  /** Its errors are only 照面如此 that nobody has confirmed: a draft that the confirmation hands in. */
  readonly held: boolean;
  /** Warnings without a reason. */
  readonly open: readonly Finding[];
}

export function licenseRecord({ license, findings, type }: CheckedLicense, wanted: 'draft' | 'pending'): LicenseRecord {
  const held = wanted === 'pending' && onlyUnconfirmed(findings);
  const reasoned = keepReasons(license, findings);
  const body: License = wanted === 'pending' ? { ...reasoned, setAside: '' } : reasoned;
  const contents = {
    kind: 'license' as const,
    code: license.number.slice(0, 200),
    name: license.holders
      .map((holder) => holder.name)
      .filter(Boolean)
      .join('、')
      .slice(0, 400),
    facet: type.name,
    body,
    blobs: filesOf(license),
    search: licenseSearch(license),
    errors: errorCount(findings),
  };
  return { contents, state: held ? 'draft' : wanted, held, open: unreasoned(license, findings) };
}

/** The scan, the pictures that 照面如此 rests on, documents of events, attachments. */
function filesOf(license: License): string[] {
  const crops = Object.values(license.asOnPaper ?? {}).map(({ crop }) => crop);
  const papers = [...license.events, ...license.attachments].map(({ file }) => file).filter(Boolean);
  return [...new Set([...license.pages, ...crops, ...papers])];
}
