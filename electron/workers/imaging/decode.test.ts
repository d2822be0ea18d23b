import { crc32 } from 'node:zlib';
import { encode as encodeBmp } from 'bmp-ts';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { pdfLock, pdfOf, pdfOfScans } from '../../../tests/fixtures/pdf.ts';
import { openPicture } from './decode.ts';
import { isSrgb } from './srgb.ts';

const WIDTH = 40;
const HEIGHT = 30;

/** A red left half beside a white right half. */
function halves(): Sharp {
  const data = Buffer.alloc(WIDTH * HEIGHT * 3, 255);
  for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH / 2; x++) data.set([200, 20, 25], (y * WIDTH + x) * 3);
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
}

async function corner(bytes: Uint8Array): Promise<number[]> {
  const { raster } = await (await openPicture(bytes, 'x')).page(0);
  expect([raster.width, raster.height, raster.data.length]).toEqual([WIDTH, HEIGHT, WIDTH * HEIGHT * 3]);
  return [...raster.data.subarray(0, 3)];
}

const isRed = ([r, g, b]: number[]): boolean => r! > 150 && g! < 90 && b! < 90;

/** A PNG whose head says 30 000 × 30 000 pixels. */
async function bomb(): Promise<Uint8Array> {
  const png = new Uint8Array(await halves().png().toBuffer());
  const view = new DataView(png.buffer);
  view.setUint32(16, 30_000);
  view.setUint32(20, 30_000);
  view.setUint32(29, crc32(png.subarray(12, 29)));
  return png;
}

test('PNG, JPEG, TIFF and BMP are read as RGB', async () => {
  expect(isRed(await corner(await halves().png().toBuffer()))).toBe(true);
  expect(isRed(await corner(await halves().jpeg({ quality: 95 }).toBuffer()))).toBe(true);
  expect(isRed(await corner(await halves().tiff({ compression: 'lzw' }).toBuffer()))).toBe(true);
  const { data } = await halves().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const abgr = Buffer.alloc(data.length);
  for (let i = 0; i < data.length; i += 4) abgr.set([data[i + 3]!, data[i + 2]!, data[i + 1]!, data[i]!], i);
  expect(isRed(await corner(encodeBmp({ data: abgr, width: WIDTH, height: HEIGHT, bitPP: 24 } as never).data))).toBe(
    true,
  );
});

test('CMYK, 16 bits, transparency and one bit come out as 8-bit RGB', async () => {
  expect(isRed(await corner(await halves().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()))).toBe(true);
  expect(isRed(await corner(await halves().toColourspace('rgb16').png().toBuffer()))).toBe(true);
  expect(isRed(await corner(await halves().ensureAlpha().png().toBuffer()))).toBe(true);
  const bit = await halves().threshold(128).toColourspace('b-w').tiff({ bitdepth: 1 }).toBuffer();
  expect(await corner(bit)).toEqual([0, 0, 0]);
});

test('a colour profile counts, and sRGB is known as what it is', async () => {
  const near = (a: number[]) => a.every((value, i) => Math.abs(value - [200, 20, 25][i]!) < 3);
  const written = async (profile: string) => {
    const png = await halves().withIccProfile(profile).png().toBuffer();
    const { icc } = await sharp(png).metadata();
    const [r, g, b] = await sharp(png, { ignoreIcc: true }).raw().toBuffer();
    return { read: await corner(png), icc: new Uint8Array(icc!), kept: near([r!, g!, b!]) };
  };
  const own = await written('srgb');
  expect([near(own.read), own.kept, isSrgb(own.icc)]).toEqual([true, true, true]);
  const wide = await written('p3');
  expect([near(wide.read), wide.kept, isSrgb(wide.icc)]).toEqual([true, false, false]);
  expect(isSrgb(own.icc.subarray(0, 300))).toBe(false);
  expect(isSrgb(new Uint8Array())).toBe(false);
});

/** A TIFF whose red, green and blue lie in three planes, each in one strip. */
function planar(): Uint8Array {
  const plane = WIDTH * HEIGHT;
  const entries: readonly [tag: number, type: 3 | 4, count: number, value: number][] = [
    [256, 4, 1, WIDTH],
    [257, 4, 1, HEIGHT],
    [258, 3, 3, 8 + plane * 3],
    [259, 3, 1, 1],
    [262, 3, 1, 2],
    [273, 4, 3, 8 + plane * 3 + 6],
    [277, 3, 1, 3],
    [278, 4, 1, HEIGHT],
    [279, 4, 3, 8 + plane * 3 + 18],
    [284, 3, 1, 2],
  ];
  const directory = 8 + plane * 3 + 30;
  const out = Buffer.alloc(directory + 2 + entries.length * 12 + 4);
  out.write('II*\0', 0, 'latin1');
  out.writeUInt32LE(directory, 4);
  [200, 20, 25].forEach((value, channel) => {
    for (let i = 0; i < plane; i++) out[8 + channel * plane + i] = i % WIDTH < WIDTH / 2 ? value : 255;
    out.writeUInt16LE(8, 8 + plane * 3 + channel * 2);
    out.writeUInt32LE(8 + channel * plane, 8 + plane * 3 + 6 + channel * 4);
    out.writeUInt32LE(plane, 8 + plane * 3 + 18 + channel * 4);
  });
  out.writeUInt16LE(entries.length, directory);
  entries.forEach(([tag, type, count, value], i) => {
    const at = directory + 2 + i * 12;
    out.writeUInt16LE(tag, at);
    out.writeUInt16LE(type, at + 2);
    out.writeUInt32LE(count, at + 4);
    if (type === 3 && count === 1) out.writeUInt16LE(value, at + 8);
    else out.writeUInt32LE(value, at + 8);
  });
  return out;
}

test('TIFF in tiles and in planes, CMYK and 16 bits in TIFF', async () => {
  expect(isRed(await corner(planar()))).toBe(true);
  const tiled = { compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 } as const;
  expect(isRed(await corner(await halves().tiff(tiled).toBuffer()))).toBe(true);
  expect(isRed(await corner(await halves().toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer()))).toBe(true);
  expect(isRed(await corner(await halves().toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer()))).toBe(true);
});

test('a page of a PDF that is a scan comes out pixel for pixel at its resolution, any other drawn at 300 dpi', async () => {
  const jpeg = await halves().jpeg({ quality: 95 }).toBuffer();
  const scan = { jpeg, width: WIDTH, height: HEIGHT };
  const upright = await sharp(jpeg).resize(413, 584, { fit: 'fill' }).jpeg().toBuffer();
  const file = await openPicture(pdfOfScans([scan, { jpeg: upright, width: 413, height: 584 }]), 'x.pdf');
  expect(file.pages).toBe(2);
  const stretched = await file.page(0);
  expect([stretched.raster.width, stretched.raster.height, stretched.dpi]).toEqual([2480, 3508, 300]);
  const { raster, dpi } = await file.page(1);
  expect([raster.width, raster.height, Math.round(dpi!)]).toEqual([413, 584, 50]);
  expect(isRed([...raster.data.subarray(0, 3)])).toBe(true);
  await file.close();
});

test('a page of a PDF whose picture is torn or beyond measure is named, never drawn as an empty page', async () => {
  const jpeg = await halves().jpeg().toBuffer();
  const page = async (bytes: Uint8Array) => (await openPicture(bytes, 'x.pdf')).page(0);
  const torn = pdfOfScans([{ jpeg: jpeg.subarray(0, 100), width: WIDTH, height: HEIGHT }]);
  await expect(page(torn)).rejects.toMatchObject({ failure: { code: 'pdf-damaged' } });
  const bomb = pdfOfScans([{ jpeg, width: 30_000, height: 30_000 }]);
  await expect(page(bomb)).rejects.toMatchObject({ failure: { code: 'pdf-damaged' } });
  const blank = pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ]);
  expect((await page(blank)).raster.data.every((value) => value === 255)).toBe(true);
});

test('a PDF that is locked, damaged, or longer than any batch is named', async () => {
  const jpeg = await halves().jpeg().toBuffer();
  const scan = { jpeg, width: WIDTH, height: HEIGHT };
  const code = (bytes: Uint8Array) =>
    openPicture(bytes, 'x.pdf').then(
      () => '',
      (error) => error.failure.code,
    );
  expect(await code(pdfOfScans([scan], pdfLock))).toBe('pdf-locked');
  expect(await code(Buffer.from('%PDF-1.7\n%...'))).toBe('pdf-damaged');
  const pages = Array.from({ length: 500 }, () => '3 0 R').join(' ');
  const long = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages}] /Count 500 >>`,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ];
  expect(await code(pdfOf(long))).toBe('limit-exceeded');
});

test('the resolution comes from the file, and is null where it says nothing', async () => {
  const dpi = async (bytes: Uint8Array) => (await (await openPicture(bytes, 'x')).page(0)).dpi;
  expect(await dpi(await halves().withMetadata({ density: 300 }).png().toBuffer())).toBe(300);
  expect(await dpi(await halves().withMetadata({ density: 600 }).jpeg().toBuffer())).toBe(600);
  expect(await dpi(await halves().png().toBuffer())).toBeNull();
});

test('an orientation mark of the camera is carried out', async () => {
  const turned = await halves().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { raster } = await (await openPicture(turned, 'x')).page(0);
  expect([raster.width, raster.height]).toEqual([HEIGHT, WIDTH]);
});

test('a picture that unfolds beyond measure is refused before it is decoded', async () => {
  const before = process.memoryUsage().rss;
  await expect(openPicture(await bomb(), 'bomb.png')).rejects.toMatchObject({ failure: { code: 'picture-too-large' } });
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  const bmp = Buffer.alloc(200);
  bmp.write('BM');
  bmp.writeInt32LE(40_000, 18);
  bmp.writeInt32LE(-40_000, 22);
  await expect(openPicture(bmp, 'bomb.bmp')).rejects.toMatchObject({ failure: { code: 'picture-too-large' } });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a text', Buffer.from('姓名,性别\n张伟,男')],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a PNG head without a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])],
])('%s is no picture', async (_, bytes) => {
  await expect(openPicture(bytes, 'scan.png')).rejects.toMatchObject({ failure: { code: 'not-a-picture' } });
});

test('a picture cut off in the middle is named as damaged', async () => {
  const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, i) => (i * 7919) % 251));
  for (const format of ['jpeg', 'png'] as const) {
    const whole = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    const file = await openPicture(whole.subarray(0, whole.length / 2), `half.${format}`);
    await expect(file.page(0)).rejects.toMatchObject({ failure: { code: 'picture-damaged' } });
  }
});
