/**
 * The package format .ydp and the enrolment file .ydk: everything that others call. The format itself is written down in
 * docs/format/ydp-v1.md and docs/format/ydk-v1.md.
 */
export type { PackageEntry } from './bag-reader.ts';
export type { EntryToWrite, FramedEntry } from './bag-writer.ts';
export { type Enrolment, type EnrolmentToWrite, encodeEnrolment, parseEnrolment } from './enrolment-file.ts';
export { inspectPackage, type PackageInfo, type VolumeInfo } from './inspect-package.ts';
export { type OpenedPackage, type OpenOptions, openPackage } from './open-package.ts';
export type { PackageHeader, PackageKind } from './package-header.ts';
export { type Repaired, repairPackage } from './repair-package.ts';
export { type Lost, type SalvagedPackage, salvagePackage } from './salvage-package.ts';
export type { Damage, DamagedRegion } from './survey.ts';
export { type Unpacked, unpackPackage } from './unpack-package.ts';
export { type VerifyOptions, type VerifyResult, verifyPackage } from './verify-package.ts';
export { UNFINISHED } from './volume-file.ts';
export { type PackageToWrite, type PackageWritten, writePackage } from './write-package.ts';
