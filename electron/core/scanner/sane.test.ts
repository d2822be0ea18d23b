import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '../../../shared/contract/failures.ts';
import type { ScanProfile } from '../../../shared/scanner/profile.ts';
import { hasScanimage, useTestScanners } from '../../../tests/fixtures/test-scanners.ts';
import { abilitiesOf, argumentsFor, parseOptions } from './sane-options.ts';
import { acquire, findScanners } from './scanner.ts';

const dir = mkdtempSync(join(tmpdir(), 'yidi-sane-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const profileOf = (device: string, patch: Partial<ScanProfile> = {}): ScanProfile => ({
  name: '试扫',
  device: `sane:${device}`,
  source: 'flatbed',
  dpi: 100,
  colour: 'colour',
  size: 'A4',
  extra: {},
  ...patch,
});

async function scan(profile: ScanProfile, signal = new AbortController().signal) {
  const pages: Uint8Array[] = [];
  const steps: string[] = [];
  const progress = (step: string, done: number) => void steps.push(`${step} ${done}`);
  const ended = await acquire(profile, { signal, progress }, async (bytes) => void pages.push(bytes)).catch((error) =>
    error instanceof Refusal ? error.failure : Promise.reject(error),
  );
  return { pages, steps, code: ended?.code ?? '', message: ended?.message ?? '' };
}

const leftBehind = (): string[] =>
  ['/dev/shm', tmpdir()].flatMap((folder) =>
    readdirSync(folder).filter((name) => name.startsWith(`yidi-scan-${process.pid}-`)),
  );

describe.skipIf(!hasScanimage())('the test scanners of SANE', () => {
  let restore: () => void;
  beforeAll(() => {
    restore = useTestScanners(dir);
  });
  afterAll(() => restore());

  test('are found, with what they can do', async () => {
    const { devices, problems } = await findScanners([], new AbortController().signal);
    expect(problems).toEqual([]);
    expect(devices.map(({ id }) => id)).toEqual(['sane:pnm:0', 'sane:pnm:1', 'sane:test:0', 'sane:test:1']);
    expect(devices[0]!.name).toBe('PNM file reader');
  });

  test('a page comes pixel for pixel, with its resolution', async () => {
    const pixels = Buffer.from(Array.from({ length: 90 * 60 * 3 }, (_, i) => (i * 7919) % 251));
    const file = join(dir, 'page.ppm');
    writeFileSync(file, Buffer.concat([Buffer.from('P6\n90 60\n255\n'), pixels]));
    const { pages, code, steps } = await scan(profileOf('pnm:0', { dpi: 300, extra: { filename: file } }));
    expect([code, pages.length]).toEqual(['', 1]);
    expect(await sharp(pages[0]).raw().toBuffer()).toEqual(pixels);
    expect((await sharp(pages[0]).metadata()).density).toBe(300);
    expect(steps.every((step) => step.startsWith('第 1 页 '))).toBe(true);
  });

  test('a feeder gives page after page until it is empty', async () => {
    const { pages, code } = await scan(profileOf('test:0', { source: 'feeder', dpi: 50 }));
    expect([code, pages.length]).toEqual(['', 10]);
    const { width, height, density } = await sharp(pages[9]).metadata();
    // This one is 200 mm wide and high.
    expect([width, height, density]).toEqual([393, 393, 50]);
    expect(leftBehind()).toEqual([]);
  });

  test.each([
    ['SANE_STATUS_JAMMED', 'scanner-jammed'],
    ['SANE_STATUS_NO_DOCS', 'scanner-empty'],
    ['SANE_STATUS_COVER_OPEN', 'scanner-open'],
    ['SANE_STATUS_DEVICE_BUSY', 'scanner-busy'],
    ['SANE_STATUS_IO_ERROR', 'scanner-lost'],
    ['SANE_STATUS_ACCESS_DENIED', 'scanner-denied'],
    ['SANE_STATUS_CANCELLED', 'scanner-stopped'],
    ['SANE_STATUS_INVAL', 'scanner-refused'],
    ['SANE_STATUS_NO_MEM', 'scanner-failed'],
  ])('%s is %s', async (status, code) => {
    const got = await scan(profileOf('test:0', { extra: { 'read-return-value': status } }));
    expect([got.code, got.pages.length]).toEqual([code, 0]);
    expect(leftBehind()).toEqual([]);
  });

  test('a scanner that is not there is missing, a setting that it does not know is no argument', async () => {
    expect((await scan(profileOf('nosuch:0'))).code).toBe('scanner-missing');
    const got = await scan(profileOf('test:0', { dpi: 50, extra: { 'output-file': join(dir, 'stolen'), help: 'x' } }));
    expect([got.code, got.pages.length]).toEqual(['', 1]);
    expect(readdirSync(dir)).not.toContain('stolen');
  });

  test('a cancel in the middle of a page ends the scanner, and nothing lies about', async () => {
    const stop = new AbortController();
    const slow = { 'read-delay': 'yes', 'read-delay-duration': '200000', 'read-limit': 'yes', 'read-limit-size': '64' };
    setTimeout(() => stop.abort(), 1500);
    const got = await scan(profileOf('test:0', { dpi: 300, extra: slow }), stop.signal);
    expect([got.code, got.pages.length]).toEqual(['cancelled', 0]);
    expect(leftBehind()).toEqual([]);
  });
});

describe('a scanimage of ours', () => {
  const before = process.env.PATH;
  afterAll(() => {
    process.env.PATH = before;
  });
  /** Stands in for a scanner that fails where the test backend cannot: after some pages. */
  async function fake(script: string): Promise<void> {
    const folder = mkdtempSync(join(dir, 'bin-'));
    await sharp({ create: { width: 30, height: 40, channels: 3, background: '#fff' } })
      .tiff()
      .withMetadata({ density: 300 })
      .toFile(join(folder, 'page.tif'));
    const file = join(folder, 'scanimage');
    writeFileSync(
      file,
      `#!/bin/sh
case " $* " in *" -A "*) echo "    --mode Gray|Color [Gray]"; exit 0;; esac
for word in "$@"; do case "$word" in --batch=*) to=\${word#--batch=};; esac; done
page() { path=$(printf "$to" "$1"); cp ${join(folder, 'page.tif')} "$path"; echo "$path"; }
${script}`,
    );
    chmodSync(file, 0o755);
    process.env.PATH = `${folder}:${before}`;
  }

  test.each([
    ['jams', 'echo "scanimage: sane_start: Document feeder jammed" >&2; exit 6', 'scanner-jammed'],
    ['is unplugged', 'echo "scanimage: sane_read: Error during device I/O" >&2; exit 9', 'scanner-lost'],
    ['is opened', 'echo "scanimage: sane_start: Scanner cover is open" >&2; exit 8', 'scanner-open'],
    [
      'is opened and speaks of its own end',
      'printf "scanimage: sane_read: Scanner cover is open\\nscanimage: received signal 13\\nscanimage: trying to stop scanner\\n" >&2; exit 8',
      'scanner-open',
    ],
    [
      'jams and then hangs',
      'printf "scanimage: sane_read: Document feeder jammed\\nBatch terminated, 2 pages scanned\\n" >&2; exec sleep 60',
      'scanner-jammed',
    ],
  ])('that %s after two pages keeps both and says so', async (_, ending, code) => {
    await fake(`page 1; page 2; ${ending}`);
    const got = await scan(profileOf('fi:0', { source: 'feeder' }));
    expect([got.code, got.pages.length]).toEqual([code, 2]);
    expect(got.message).toContain('已读的 2 页已收下');
    expect(leftBehind()).toEqual([]);
  });

  test('that hangs when all is done is ended, and its pages are good', async () => {
    await fake('page 1; page 2; echo "Batch terminated, 2 pages scanned" >&2; exec sleep 60');
    const got = await scan(profileOf('fi:0', { source: 'feeder' }));
    expect([got.code, got.pages.length]).toEqual(['', 2]);
    expect(leftBehind()).toEqual([]);
  });

  test('tells how far each page is; the end of one that comes after its path is not the next one’s', async () => {
    await fake(
      `for n in 1 2; do printf 'Progress: 40.0%%\\r' >&2; sleep 0.2; page $n; sleep 0.2; printf 'Progress: 100.0%%\\r' >&2; sleep 0.2; done`,
    );
    const { steps, code } = await scan(profileOf('fi:0', { source: 'feeder' }));
    expect([code, ...steps]).toEqual(['', '第 1 页 40', '第 2 页 40']);
  });

  test('that is not there is named', async () => {
    process.env.PATH = join(dir, 'nothing');
    expect((await scan(profileOf('fi:0'))).code).toBe('scanner-program-missing');
    const { devices, problems } = await findScanners([], new AbortController().signal);
    expect([devices.length, problems.length]).toEqual([0, 1]);
  });
});

/** As a Fujitsu fi-7160 prints them, shortened. */
const fujitsu = `
All options specific to device \`fujitsu:fi-7160:1\`:
  Standard:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
        Selects the scan source (such as a document-feeder).
    --mode Lineart|Halftone|Gray|Color [Lineart]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --resolution 50..600dpi (in steps of 1) [600]
        Sets the resolution of the scanned image.
  Geometry:
    --page-width 0..221.121mm (in steps of 0.0211639) [215.872]
        Specifies the width of the media.
    --page-height 0..356.049mm (in steps of 0.0211639) [279.364]
    -l 0..215.872mm (in steps of 0.0211639) [0]
    -t 0..279.364mm (in steps of 0.0211639) [0]
    -x 0..221.121mm (in steps of 0.0211639) [215.872]
    -y 0..356.049mm (in steps of 0.0211639) [279.364]
  Enhancement:
    --brightness -127..127 (in steps of 1) [0]
    --swdeskew[=(yes|no)] [no] [advanced]
        Request driver to rotate skewed pages digitally.
    --dropoutcolor Red|Green|Blue|Default [Default] [advanced]
    --gamma 0.299988..5 [inactive]
    --cover-open[=(yes|no)] [no] [read-only]
`;

test('options are read as scanimage prints them', () => {
  const options = parseOptions(fujitsu);
  const abilities = abilitiesOf(options);
  expect(abilities).toMatchObject({
    sources: ['feeder', 'duplex'],
    colours: ['colour', 'grey', 'bilevel'],
    dpis: [75, 100, 150, 200, 240, 300, 400, 600],
    maxWidthMm: 221.121,
    maxHeightMm: 356.049,
  });
  expect(abilities.settings.map(({ name, kind, value }) => [name, kind, value])).toEqual([
    ['brightness', 'number', '0'],
    ['swdeskew', 'choice', 'no'],
    ['dropoutcolor', 'choice', 'Default'],
  ]);
  expect(abilities.settings[1]!.about).toBe('Request driver to rotate skewed pages digitally.');
});

test('a profile becomes the arguments of this device', () => {
  const profile = profileOf('x', { source: 'duplex', dpi: 300, size: 'A3', extra: { swdeskew: 'yes', device: 'y' } });
  expect(argumentsFor(parseOptions(fujitsu), profile)).toEqual([
    '--source=ADF Duplex',
    '--mode=Color',
    '--resolution=300',
    '--swdeskew=yes',
    '--page-width=297',
    '--page-height=420',
    ...['-l', '0', '-t', '0', '-x', '221.121', '-y', '356.049'],
  ]);
});
