import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import {
  type ScanAbilities,
  type ScanColour,
  type ScanProfile,
  type ScanSource,
  scanSizes,
} from '../../../shared/scanner/profile.ts';
import type { ScanDriver, ScanTask } from './driver.ts';
import { ask, askText, notSpoken } from './http.ts';
import { scannerAddress } from './local-address.ts';
import { all, type Element, parseXml, textOf } from './xml.ts';

const STATUS_MS = 15_000;
/** From the order to the page: the lamp warms up, the carriage runs. */
const PAGE_MS = 120_000;
/** A scanner that is not ready with a page yet is asked again after this. */
const AGAIN_MS = 700;
/** A page at 1200 dpi as JPEG stays below. */
const PAGE_BYTES = 200_000_000;
/** eSCL measures in these. */
const PER_MM = 300 / 25.4;

const colourModes: Readonly<Record<ScanColour, RegExp>> = {
  colour: /^RGB/,
  grey: /^Grayscale/,
  bilevel: /^BlackAndWhite/,
};

/** What a scanner says of itself (ScannerCapabilities). */
export function readCapabilities(root: Element): ScanAbilities & { name: string } {
  const glass = all(root, 'PlatenInputCaps')[0];
  const simplex = all(root, 'AdfSimplexInputCaps')[0];
  const duplex = all(root, 'AdfDuplexInputCaps')[0];
  const parts = [glass, simplex, duplex].filter((part) => part !== undefined);
  const numbers = (name: string) => parts.flatMap((part) => all(part, name)).map(({ text }) => Number(text));
  const modes = parts.flatMap((part) => all(part, 'ColorMode')).map(({ text }) => text.trim());
  const ranges = parts.flatMap((part) => all(part, 'XResolutionRange'));
  const usual = [75, 100, 150, 200, 300, 400, 600, 1200].filter((dpi) =>
    ranges.some((range) => Number(textOf(range, 'Min')) <= dpi && dpi <= Number(textOf(range, 'Max'))),
  );
  const dpis = [...new Set([...numbers('XResolution'), ...usual])].filter((dpi) => Number.isInteger(dpi) && dpi >= 50);
  const most = (name: string) => {
    const values = numbers(name).filter((value) => value > 0);
    return values.length > 0 ? Math.round((Math.max(...values) / PER_MM) * 10) / 10 : null;
  };
  const sources: ScanSource[] = [];
  if (glass) sources.push('flatbed');
  if (simplex) sources.push('feeder');
  if (duplex) sources.push('duplex');
  return {
    name: textOf(root, 'MakeAndModel') || 'eSCL',
    sources,
    colours: (Object.keys(colourModes) as ScanColour[]).filter((one) =>
      modes.some((mode) => colourModes[one].test(mode)),
    ),
    dpis: dpis.filter((dpi) => dpi <= 1200).sort((a, b) => a - b),
    maxWidthMm: most('MaxWidth'),
    maxHeightMm: most('MaxHeight'),
    settings: [],
  };
}

/** The order of a scan (ScanSettings). */
export function scanSettings(profile: ScanProfile, abilities: ScanAbilities): string {
  const [width, height] = scanSizes[profile.size] ?? [abilities.maxWidthMm ?? 210, abilities.maxHeightMm ?? 297];
  const units = (mm: number, most: number | null) => Math.round(Math.min(mm, most ?? mm) * PER_MM);
  const mode = { colour: 'RGB24', grey: 'Grayscale8', bilevel: 'BlackAndWhite1' }[profile.colour];
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
  <pwg:Version>2.0</pwg:Version>
  <pwg:ScanRegions>
    <pwg:ScanRegion>
      <pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>
      <pwg:XOffset>0</pwg:XOffset>
      <pwg:YOffset>0</pwg:YOffset>
      <pwg:Width>${units(width, abilities.maxWidthMm)}</pwg:Width>
      <pwg:Height>${units(height, abilities.maxHeightMm)}</pwg:Height>
    </pwg:ScanRegion>
  </pwg:ScanRegions>
  <pwg:InputSource>${profile.source === 'flatbed' ? 'Platen' : 'Feeder'}</pwg:InputSource>${
    profile.source === 'duplex' ? '\n  <scan:Duplex>true</scan:Duplex>' : ''
  }
  <scan:ColorMode>${mode}</scan:ColorMode>
  <scan:XResolution>${profile.dpi}</scan:XResolution>
  <scan:YResolution>${profile.dpi}</scan:YResolution>
  <pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>
  <scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>
</scan:ScanSettings>
`;
}

/** Scanners with a web address, by the protocol that needs no driver (eSCL). */
export function esclDriver(addresses: () => readonly string[]): ScanDriver {
  return {
    async list(signal) {
      const found = await Promise.all(
        addresses().map(async (address) => {
          const name = await capabilities(address, signal).then(
            (one) => one.name,
            () => '（没有应答）',
          );
          return { id: `escl:${address}`, name: `${name} · ${new URL(address).host}` };
        }),
      );
      return found;
    },
    abilities: (device, signal) => capabilities(device, signal),
    scan,
  };
}

async function scan(device: string, profile: ScanProfile, task: ScanTask): Promise<void> {
  const root = rootOf(device);
  const { host } = new URL(root);
  const { signal } = task;
  const abilities = await capabilities(device, signal);
  await refuseUnlessReady(root, profile, signal);
  const ordered = await ask({
    method: 'POST',
    url: `${root}/ScanJobs`,
    body: scanSettings(profile, abilities),
    signal,
    limitMs: STATUS_MS,
    limitBytes: 1_000_000,
  });
  if (ordered.status === 503) refuse('scanner-busy', { device: host });
  if (ordered.status === 409) await refuseUnlessReady(root, profile, signal);
  if (ordered.status !== 201) refuse('scanner-refused', { device: host, reason: `HTTP ${ordered.status}` });
  // Some put a name of their own into the address; only its path counts.
  const path = URL.parse(ordered.location, `${root}/`)?.pathname ?? notSpoken(root);
  const job = `${new URL(root).origin}${path.replace(/\/+$/, '')}`;
  let ended = false;
  try {
    let pages = 0;
    for (;;) {
      const bytes = await nextDocument(job, signal, (share) => task.progress(pages + 1, share));
      if (!bytes) break;
      await task.page(bytes);
      pages++;
      if (profile.source === 'flatbed') return;
    }
    ended = true;
    await refuseStopped(root, profile, signal, pages);
  } catch (error) {
    // Whoever took the order was there a moment ago.
    throw error instanceof Refusal && error.failure.code === 'scanner-missing'
      ? new Refusal('scanner-lost', { device: host })
      : error;
  } finally {
    // An order that is not deleted keeps the scanner from everybody else.
    if (!ended) await ask({ method: 'DELETE', url: job, limitMs: 3000, limitBytes: 1_000_000 }).catch(() => {});
  }
}

/** The next page, or null when there is none. */
async function nextDocument(
  job: string,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<Uint8Array | null> {
  for (const begun = Date.now(); ; ) {
    const { status, body } = await ask({
      method: 'GET',
      url: `${job}/NextDocument`,
      signal,
      limitMs: PAGE_MS,
      limitBytes: PAGE_BYTES,
      onBytes: (done, total) => total > 0 && progress(done / total),
    });
    if (status === 200) return body;
    if (status === 404 || status === 410) return null;
    const { host } = new URL(job);
    if (status !== 503) refuse('scanner-failed', { device: host, reason: `HTTP ${status}` });
    if (Date.now() - begun > PAGE_MS) refuse('scanner-silent', { device: host, seconds: PAGE_MS / 1000 });
    await sleep(AGAIN_MS, undefined, { signal }).catch(() => refuse('cancelled'));
  }
}

const rootOf = (device: string): string => scannerAddress(device) ?? refuse('scanner-address', { address: device });

async function capabilities(device: string, signal: AbortSignal): Promise<ScanAbilities & { name: string }> {
  const root = rootOf(device);
  const { status, text } = await askText({
    method: 'GET',
    url: `${root}/ScannerCapabilities`,
    signal,
    limitMs: STATUS_MS,
  });
  const element = status === 200 ? parseXml(text) : null;
  return element?.name === 'ScannerCapabilities' ? readCapabilities(element) : notSpoken(root);
}

async function statusOf(root: string, signal: AbortSignal): Promise<{ state: string; feeder: string }> {
  const { status, text } = await askText({ method: 'GET', url: `${root}/ScannerStatus`, signal, limitMs: STATUS_MS });
  const element = status === 200 ? parseXml(text) : null;
  if (!element) return notSpoken(root);
  return { state: textOf(element, 'State'), feeder: textOf(element, 'AdfState') };
}

function feederRefusal(feeder: string, device: string): Refusal | null {
  if (/Jam|Mispick|MultipickDetected/.test(feeder)) return new Refusal('scanner-jammed', { device });
  if (/HatchOpen|CoverOpen/.test(feeder)) return new Refusal('scanner-open', { device });
  return null;
}

async function refuseUnlessReady(root: string, profile: ScanProfile, signal: AbortSignal): Promise<void> {
  const { state, feeder } = await statusOf(root, signal);
  const { host } = new URL(root);
  if (state === 'Processing' || state === 'Testing') refuse('scanner-busy', { device: host });
  if (profile.source === 'flatbed') return;
  const refusal = feederRefusal(feeder, host);
  if (refusal) throw refusal;
  if (/Empty/.test(feeder)) refuse('scanner-empty', { device: host });
}

/** After the last page: an empty feeder is the end, anything else stopped it. */
async function refuseStopped(root: string, profile: ScanProfile, signal: AbortSignal, pages: number): Promise<void> {
  const { state, feeder } = await statusOf(root, signal);
  const { host } = new URL(root);
  const refusal = feederRefusal(feeder, host);
  if (refusal) throw refusal;
  if (state === 'Stopped' || state === 'Down') refuse('scanner-failed', { device: host, reason: '扫描仪停机' });
  if (pages > 0) return;
  if (profile.source === 'flatbed') refuse('scanner-failed', { device: host, reason: '没有给出图像' });
  refuse('scanner-empty', { device: host });
}
