import { z } from 'zod';
import { method } from '../contract/method.ts';
import { DeviceId, ScanAbilities, ScanDevice, ScannerSetup, ScanProfile } from './profile.ts';

const writers = ['scanner', 'clerk', 'sealKeeper', 'exchangeOfficer'] as const;
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Why scanning ended before its end; the pages up to then are kept. */
export const ScanEnd = z.object({ code: z.string(), message: z.string() });
export type ScanEnd = z.infer<typeof ScanEnd>;

export const scannerMethods = {
  'scanner.setup': method('user', z.object({}), ScannerSetup),
  'scanner.keep': method([...writers, 'admin'], ScannerSetup, ScannerSetup),
  /** Looks for scanners; `problems` names the ways that lead nowhere on this machine. */
  'scanner.devices': method(
    [...writers],
    z.object({}),
    z.object({ devices: z.array(ScanDevice), problems: z.array(z.string()) }),
  ),
  'scanner.abilities': method([...writers], z.object({ device: DeviceId }), ScanAbilities),
  /** The glass in grey and very coarse, to see how the page lies; nothing is kept. */
  'scanner.preview': method(
    [...writers],
    z.object({ profile: ScanProfile, job: z.string().optional() }),
    z.object({ jpeg: bytes, widthMm: z.number(), heightMm: z.number() }),
  ),
} as const;
