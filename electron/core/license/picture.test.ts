import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pdfLock, pdfOf, pdfStream } from '../../../tests/fixtures/pdf.ts';
import { codeOf } from '../../../tests/fixtures/refusal.ts';
import { openScan } from './picture.ts';

/** Every page of a file. */
async function readScan(bytes: Uint8Array, name: string) {
  const scan = await openScan(bytes, name);
  return Promise.all(Array.from({ length: scan.pages }, (_, index) => scan.page(index)));
}
const page = (contents: number, resources: string) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 297] /Contents ${contents} 0 R /Resources << ${resources} >> >>`;

/** Two pages: a scan from edge to edge, and a drawing. */
async function twoPages(trailer = ''): Promise<Buffer> {
  const jpeg = await sharp({ create: { width: 1400, height: 990, channels: 3, background: '#3366cc' } })
    .jpeg()
    .toBuffer();
  return pdfOf(
    [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
      page(5, '/XObject << /A 7 0 R >>'),
      page(6, ''),
      pdfStream('', Buffer.from('q 420 0 0 297 0 0 cm /A Do Q')),
      pdfStream('', Buffer.from('1 0 0 rg 0 0 210 297 re f')),
      pdfStream(
        '/Type /XObject /Subtype /Image /Width 1400 /Height 990 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode',
        jpeg,
      ),
    ],
    trailer,
  );
}
const colourAt = async (bytes: Uint8Array, left: number, top: number): Promise<number[]> => [
  ...(await sharp(bytes).removeAlpha().extract({ left, top, width: 1, height: 1 }).raw().toBuffer()),
];

test('a PDF gives the picture of a scanned page pixel for pixel, and any other page drawn at 300 dpi', async () => {
  const [scan, drawing] = await readScan(await twoPages(), '箱07.pdf');
  expect(scan).toMatchObject({ name: '箱07-1.jpg', width: 1400, height: 990 });
  const [r, g, b] = await colourAt(scan!.bytes, 700, 500);
  expect([Math.abs(r! - 0x33), Math.abs(g! - 0x66), Math.abs(b! - 0xcc)].every((off) => off < 6)).toBe(true);
  expect(drawing).toMatchObject({ name: '箱07-2.png', width: 1750, height: 1238 });
  expect(await colourAt(drawing!.bytes, 400, 600)).toEqual([255, 0, 0]);
  expect(await colourAt(drawing!.bytes, 1500, 600)).toEqual([255, 255, 255]);
}, 60_000);

test('a PDF that is cut off, or that wants a password, is refused by name', async () => {
  const whole = await twoPages();
  expect(await codeOf(readScan(Buffer.from('%PDF-1.4\nnothing'), 'a.pdf'))).toBe('pdf-damaged');
  expect(await codeOf(readScan(whole.subarray(0, 300), 'a.pdf'))).toBe('pdf-damaged');
  expect(await codeOf(readScan(await twoPages(pdfLock), 'a.pdf'))).toBe('pdf-locked');
}, 60_000);

test('a BMP comes in as a PNG of the same pixels; one that is cut off does not', async () => {
  const [width, height, head] = [6, 4, 54];
  const bmp = Buffer.alloc(head + 20 * height, 0x80);
  bmp.fill(0, 0, head).write('BM');
  bmp.writeUInt32LE(bmp.length, 2);
  bmp.writeUInt32LE(head, 10);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(width, 18);
  bmp.writeInt32LE(height, 22);
  bmp.writeUInt16LE(1, 26);
  bmp.writeUInt16LE(24, 28);
  bmp.set([10, 20, 200], head);
  const [only] = await readScan(bmp, '001.bmp');
  expect(only).toMatchObject({ name: '001.png', width, height });
  expect(await colourAt(only!.bytes, 0, height - 1)).toEqual([200, 20, 10]);
  expect(await codeOf(readScan(bmp.subarray(0, 60), '001.bmp'))).toBe('picture-damaged');
}, 60_000);

test('a file of 200 MB is refused before anything of it is read', async () =>
  expect(await codeOf(readScan(Buffer.alloc(200_000_000), 'face.png'))).toBe('file-too-large'));
