import sharp from 'sharp';
import { type Failure, Refusal } from '../../../shared/contract/failures.ts';
import type { scannerMethods } from '../../../shared/scanner/methods.ts';
import {
  emptySetup,
  type ScanDevice,
  type ScannerSetup,
  type ScanProfile,
  ScannerSetup as Setup,
} from '../../../shared/scanner/profile.ts';
import type { Handlers, Job } from '../context.ts';
import type { Station } from '../store/station.ts';
import type { ScanDriver } from './driver.ts';
import { esclDriver } from './escl.ts';
import { scannerAddress } from './local-address.ts';
import { saneDriver } from './sane.ts';
import { wiaDriver } from './wia.ts';

/** A preview is for the place of the page alone: a seal must not be read off it. */
const PREVIEW_HEIGHT_PX = 420;
const PREVIEW_DPI = 75;
/** Pages that wait to be worked on; a scanner that is faster is not read from meanwhile. */
const MOST_WAITING = 6;

export { scannerAddress };

type Way = 'sane' | 'escl' | 'wia';

function driverOf(way: string, addresses: readonly string[]): ScanDriver {
  if (way === 'escl') return esclDriver(() => addresses);
  return way === 'wia' ? wiaDriver() : saneDriver();
}

const waysHere = (): readonly Way[] => (process.platform === 'win32' ? ['wia', 'escl'] : ['sane', 'escl']);

function split(id: string): [way: string, device: string] {
  const at = id.indexOf(':');
  return [id.slice(0, at), id.slice(at + 1)];
}

export interface FoundScanners {
  readonly devices: ScanDevice[];
  /** Ways that lead nowhere on this machine, in words. */
  readonly problems: string[];
}

/** Looks for scanners on every way that this machine has. */
export async function findScanners(addresses: readonly string[], signal: AbortSignal): Promise<FoundScanners> {
  const problems: string[] = [];
  const found = await Promise.all(
    waysHere().map((way) =>
      driverOf(way, addresses)
        .list(signal)
        .catch((error) => {
          if (!(error instanceof Refusal)) throw error;
          problems.push(error.failure.message);
          return [];
        }),
    ),
  );
  return { devices: found.flat(), problems };
}

/**
 * Scans by a profile and hands over page by page, while the scanner runs on. What ends it early is given back once a page has been read; a
 * scan without any page is refused. A page that could not be kept ends it too.
 */
export async function acquire(
  profile: ScanProfile,
  { signal, progress }: Pick<Job, 'signal' | 'progress'>,
  page: (bytes: Uint8Array, name: string) => Promise<void>,
): Promise<Failure | null> {
  const [way, device] = split(profile.device);
  const stamp = new Date()
    .toLocaleString('sv-SE')
    .replace(/\D/g, '')
    .replace(/^(\d{8})/, '$1-');
  const waiting = new Set<Promise<void>>();
  let pages = 0;
  let broken: unknown;
  let ended: Failure | null = null;
  try {
    await driverOf(way, []).scan(device, profile, {
      signal,
      progress: (number, share) => progress(`第 ${number} 页`, Math.round(share * 100), 100),
      async page(bytes) {
        if (broken) throw broken;
        pages++;
        const ending = (bytes[0] === 0xff ? 'jpg' : 'png') as string;
        const work = page(bytes, `扫描-${stamp}-${String(pages).padStart(3, '0')}.${ending}`).catch((error) => {
          broken ??= error;
        });
        waiting.add(work);
        void work.then(() => waiting.delete(work));
        if (waiting.size >= MOST_WAITING) await Promise.race(waiting);
      },
    });
  } catch (error) {
    if (!(error instanceof Refusal) || pages === 0) throw error;
    ended = new Refusal(error.failure.code, { ...error.failure.details, pages }).failure;
  } finally {
    await Promise.all(waiting);
  }
  if (broken) throw broken;
  return ended;
}

export const setupOf = (station: Station): ScannerSetup => station.setting('scanner.setup', Setup, emptySetup);

export const scannerHandlers: Handlers<typeof scannerMethods> = {
  'scanner.setup': (_, { station }) => setupOf(station),

  'scanner.keep'(setup, ctx) {
    const addresses = setup.addresses.map((address) => {
      const root = scannerAddress(address);
      if (!root) throw new Refusal('scanner-address', { address });
      return root;
    });
    const names = new Set(setup.profiles.map(({ name }) => name));
    const kept: ScannerSetup = {
      profiles: setup.profiles.filter(({ name }, i) => setup.profiles.findLastIndex((one) => one.name === name) === i),
      current: names.has(setup.current) ? setup.current : '',
      addresses: [...new Set(addresses)],
      folder: setup.folder,
    };
    ctx.station.transaction(() => {
      ctx.station.setSetting('scanner.setup', kept);
      ctx.station.audit('scanner.keep', 'scanner', undefined, kept);
    });
    ctx.changed('scanner');
    return kept;
  },

  'scanner.devices': (_, ctx) =>
    ctx.job(undefined, ({ signal }) => findScanners(setupOf(ctx.station).addresses, signal)),

  'scanner.abilities': ({ device }, ctx) =>
    ctx.job(undefined, ({ signal }) => {
      const [way, name] = split(device);
      return driverOf(way, []).abilities(name, signal);
    }),

  'scanner.preview': ({ profile, job }, ctx) =>
    ctx.job(job, async (running) => {
      let seen: Uint8Array | undefined;
      const coarse: ScanProfile = { ...profile, source: 'flatbed', dpi: PREVIEW_DPI, size: 'full' };
      const ended = await acquire(coarse, running, async (bytes) => {
        seen ??= bytes;
      });
      if (ended || !seen) throw new Refusal(ended?.code ?? 'scanner-empty', ended?.details);
      const { width, height, density = PREVIEW_DPI } = await sharp(seen).metadata();
      const jpeg = await sharp(seen)
        .greyscale()
        .resize({ height: PREVIEW_HEIGHT_PX, withoutEnlargement: true })
        .jpeg({ quality: 60 })
        .toBuffer();
      return { jpeg, widthMm: (width / density) * 25.4, heightMm: (height / density) * 25.4 };
    }),
};
