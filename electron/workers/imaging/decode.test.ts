import { crc32 } from 'node:zlib';
import { encode as encodeBmp } from 'bmp-ts';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { openPicture } from './decode.ts';

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
  ['a PDF', Buffer.from('%PDF-1.7\n%...')],
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
