import { isMod3736, mod3736 } from '../china/iso7064.ts';

/** Root of electronic license identifiers (GB/T 36904). */
export const identifierRoot = '1.2.156.3005.2';

export interface LicenseIdentifier {
  /** 证照类型代码, 21 characters. */
  readonly typeCode: string;
  /** Code of the issuing organ, normally its USCC; a division code occurs. */
  readonly issuer: string;
  /** Running number of the license, digits and capital letters. */
  readonly serial: string;
  /** `001` for the first issue. */
  readonly version: string;
}

/**
 * Writes an identifier with its check character (ISO 7064 MOD 37,36 over the four parts without dots). Null where a part is missing
 * or has characters that the standard does not know.
 */
export function makeIdentifier(parts: LicenseIdentifier): string | null {
  const { typeCode, issuer, serial, version } = parts;
  const sound =
    /^[0-9A-Z]{21}$/.test(typeCode) &&
    /^[0-9A-Z]{6,18}$/.test(issuer) &&
    /^[0-9A-Z]{1,64}$/.test(serial) &&
    /^[0-9]{3}$/.test(version);
  if (!sound) return null;
  return `${identifierRoot}.${typeCode}.${issuer}.${serial}.${version}.${mod3736(typeCode + issuer + serial + version)}`;
}

/** Reads an identifier; null when its form or its check character is wrong. */
export function readIdentifier(text: string): LicenseIdentifier | null {
  if (!text.startsWith(`${identifierRoot}.`)) return null;
  const parts = text.slice(identifierRoot.length + 1).split('.');
  const [typeCode, issuer, serial, version, check] = parts;
  if (parts.length !== 5 || !typeCode || !issuer || !serial || !version || check?.length !== 1) return null;
  const made = makeIdentifier({ typeCode, issuer, serial, version });
  return made !== null && isMod3736(typeCode + issuer + serial + version + check)
    ? { typeCode, issuer, serial, version }
    : null;
}

/** The letters and digits of a license number, which serve as its running number: 豫(2019)郑州市不动产权第0000001号 → 20190000001. */
export function serialOf(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
}
