import { z } from 'zod';
import type { License } from '../../../shared/license/license.ts';
import type { Station } from '../store/station.ts';

const setting = 'license.basis';
const Bases = z.record(z.string(), z.string());

/** The basis on which 增量 licenses of a type are typed by hand, stated once; '' while it was not (notice, annex 3, 4.4). */
export function basisOf(station: Station, type: string): string {
  return station.setting(setting, Bases, {})[type] ?? '';
}

/** Keeps the basis that a license states for its type. */
export function rememberBasis(
  station: Station,
  type: string,
  { kind, basis }: Pick<License['stock'], 'kind' | 'basis'>,
): void {
  if (kind !== '增量' || basis.trim() === '' || basisOf(station, type) === basis) return;
  station.setSetting(setting, { ...station.setting(setting, Bases, {}), [type]: basis });
}
