import type { ScanAbilities, ScanDevice, ScanProfile } from '../../../shared/scanner/profile.ts';

/** One run of a scanner. */
export interface ScanTask {
  readonly signal: AbortSignal;
  /** How much of page `page` (from 1) is read, 0 to 1. */
  progress(page: number, share: number): void;
  /** Takes a page, as PNG or JPEG; the next one is fetched when this resolves. */
  page(bytes: Uint8Array): Promise<void>;
}

/**
 * One way to reach scanners. Names and ids are those of its own world, without the prefix. Raises `scanner-missing`, `scanner-busy`,
 * `scanner-empty`, `scanner-jammed`, `scanner-open`, `scanner-denied`, `scanner-lost`, `scanner-silent`, `scanner-refused`,
 * `scanner-failed`, `scanner-program-missing`, `scanner-address`; pages that were handed over before stay good.
 */
export interface ScanDriver {
  list(signal: AbortSignal): Promise<ScanDevice[]>;
  abilities(device: string, signal: AbortSignal): Promise<ScanAbilities>;
  /** Hands over every page; a scan that yields none is a failure. */
  scan(device: string, profile: ScanProfile, task: ScanTask): Promise<void>;
}
