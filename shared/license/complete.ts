import { identifierVersion } from './event.ts';
import { kindOfNumber } from './holder.ts';
import { makeIdentifier, serialOf } from './identifier.ts';
import type { Holder, License } from './license.ts';
import type { LicenseType } from './type.ts';

export interface CompletionContext {
  /** YYYY-MM-DD. */
  readonly today: string;
  /** The station that enters the license: it is the issuing organ's code where none was given. */
  readonly station: { readonly name: string; readonly uscc: string };
}

/**
 * Fills the metadata of GB/T 36903 from the face: number, holders, issuing organ and days as far as the type says which field carries them, the organ's
 * code, and the identifier. What has no field on the face stays as it was typed. The same twice changes nothing.
 */
export function completeLicense(type: LicenseType, license: License, context: CompletionContext): License {
  const { roles } = type;
  const face = (key: string | null, otherwise: string): string =>
    key === null ? otherwise : (license.face[key] ?? '');
  const number = face(roles.number, license.number);
  const organCode = license.organCode || context.station.uscc;
  const completed: License = {
    ...license,
    type: { name: type.name, code: license.type.code || type.code, version: license.type.version },
    number,
    holders: completeHolders(type, license, context.today),
    organ: face(roles.organ, license.organ || context.station.name),
    organCode,
    issued: face(roles.issued, license.issued),
    validFrom: face(roles.validFrom, license.validFrom),
    validTo: face(roles.validTo, license.validTo),
  };
  const identifier = makeIdentifier({
    typeCode: completed.type.code,
    issuer: organCode,
    serial: serialOf(number),
    version: identifierVersion(license.events),
  });
  return { ...completed, identifier: license.identifier || (identifier ?? '') };
}

function completeHolders(type: LicenseType, license: License, today: string): Holder[] {
  const onFace = type.holders.map((source, index): Holder => {
    const before = license.holders[index];
    const name = license.face[source.name] ?? '';
    const idNumber = source.idNumber === null ? (before?.idNumber ?? '') : (license.face[source.idNumber] ?? '');
    const chosen = source.idNumber === null ? before?.idKind : '';
    return { name, idNumber, idKind: chosen || kindOfNumber(idNumber, type.holderKind, today) };
  });
  const beyond = license.holders.slice(type.holders.length).map((holder) => ({
    ...holder,
    idKind: holder.idKind || kindOfNumber(holder.idNumber, type.holderKind, today),
  }));
  return [...onFace, ...beyond];
}
