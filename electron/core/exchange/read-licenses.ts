import type { LicenseType } from '../../../shared/license/type.ts';
import { linesOf, type ReadLine, readLine } from './read-line.ts';
import { licenseRules } from './rules-license.ts';

/** A file of licenses, with what its lines are read by. */
export interface LicenseFile {
  readonly bytes: Uint8Array;
  /** Ids by digest of the files that its bytes name. */
  readonly ids: ReadonlyMap<string, string>;
  /** What is known of the types that were asked for; null for none of that name. */
  readonly types: ReadonlyMap<string, LicenseType | null>;
  /** YYYY-MM-DD. */
  readonly today: string;
}

/** Its lines; or the types that have to be known first. */
export type LicensesRead = { readonly lines: readonly ReadLine[] } | { readonly wanted: readonly WantedType[] };

export interface WantedType {
  readonly name: string;
  readonly version: number;
}

export function typeKey({ name, version }: WantedType): string {
  return `${name} ${version}`;
}

/** Reads a file of licenses without the store: runs in a worker thread. */
export function readLicenses({ bytes, ids, types, today }: LicenseFile): LicensesRead {
  const wanted = new Map<string, WantedType>();
  const rules = licenseRules(
    (name, version) => {
      const key = typeKey({ name, version });
      const known = types.get(key);
      if (known === undefined) wanted.set(key, { name, version });
      return known ?? undefined;
    },
    () => today,
  );
  const reader = { rulesFor: (kind: string) => (kind === 'license' ? rules : undefined), ids };
  const lines = linesOf(bytes).map((line) => readLine(reader, 'license', line));
  return wanted.size > 0 ? { wanted: [...wanted.values()] } : { lines };
}
