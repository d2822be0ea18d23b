import { z } from 'zod';
import type { Station } from '../store/station.ts';

/** When this station was last backed up; '' = never. */
export function lastBackup(station: Station): string {
  return station.setting('lastBackup', z.string(), '');
}
