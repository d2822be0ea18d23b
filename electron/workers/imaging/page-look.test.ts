import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { noSealWords } from '../../../shared/seal/page-words.ts';
import { openPicture } from './decode.ts';
import { drawSheet, redText } from './drawn-sheet.ts';
import { scanPage } from './scan-page.ts';

const A4 = { width: 827, height: 1169 };
const plain = (colour: string): Sharp => sharp({ create: { ...A4, channels: 3, background: colour } });
/** Soft spots of all colours all over. */
const photo = (): Sharp => {
  const data = Buffer.alloc(A4.width * A4.height * 3);
  for (let i = 0; i < data.length; i++)
    data[i] = 100 + 60 * Math.sin((i % (A4.width * 3)) / (90 + 17 * (i % 3))) + 40 * Math.sin(i / A4.width / 3 / 70);
  return sharp(data, { raw: { ...A4, channels: 3 } });
};

/** What is said of a page on which there is no seal. */
async function said(picture: Sharp): Promise<string> {
  const bytes = await picture.withMetadata({ density: 100 }).png().toBuffer();
  const page = await scanPage(await (await openPicture(bytes, 'x')).page(0), 0);
  expect(page.seals).toEqual([]);
  return noSealWords(page.finding);
}

test('each page without a seal is told what is wrong with it', async () => {
  const letter = sharp(await drawSheet({ seals: [], above: redText(30, 60, 60, 5, 6), dpi: 100 }));
  expect(await said(plain('#f7f5ee'))).toContain('空白页');
  expect(await said(plain('#0c0c0e'))).toContain('发黑');
  expect(await said(photo())).toContain('不像印章采集表');
  expect(await said(letter.clone().extract({ left: 0, top: 0, width: 827, height: 580 }))).toContain('没有扫全');
  expect(await said(letter.clone().greyscale())).toContain('灰度扫描');
  expect(await said(letter.clone())).toContain('没有找到红色印章');
});
