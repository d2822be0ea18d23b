import sharp from 'sharp';
import { expect, test } from 'vitest';
import { printAt, scannedPage, separatorAt } from '../../../tests/fixtures/scanned-page.ts';
import { lookAt } from './open-scan.ts';

const lines = Array.from({ length: 24 }, (_, index) => `第${index + 1}条 本证是申请人从事前款活动的合法凭证，涂改无效`);
const back = `<g transform="translate(210 0) scale(-1 1)">${printAt(25, 30, lines)}</g>`;
const seal = (x: number, y: number, opacity: number) =>
  `<g fill="none" stroke="#d2342c" stroke-opacity="${opacity}"><circle cx="${x}" cy="${y}" r="19" stroke-width="1.2"/><circle cx="${x}" cy="${y}" r="5" stroke-width="2"/></g>`;
const hole = (y: number) => `<circle cx="12" cy="${y}" r="3" fill="#444"/>`;
const dust = Array.from(
  { length: 40 },
  (_, i) => `<circle cx="${10 + ((i * 47) % 190)}" cy="${12 + ((i * 83) % 270)}" r="0.25"/>`,
);
const lid = [96, 98, 100] as const;
const askew = { angle: 2.6, lid, grain: 16, shade: 0.16 };

test.each([
  ['white paper', '', {}],
  ['grey light, askew under a dark lid, grain', '', { ...askew, fold: 0.4 }],
  ['the other way askew, yellowed', '', { ...askew, angle: -3, tint: [238, 228, 200] as const }],
  ['print that shines through from the other side', `<g opacity="0.16">${back}</g>`, askew],
  ['a seal that shines through', seal(130, 200, 0.12), {}],
  ['holes for filing and dust', hole(108) + hole(188) + dust.join(''), {}],
])('%s is a blank page', async (_, svg, how) =>
  expect(await lookAt(await scannedPage(svg, how), 'a.jpg')).toBe('blank'),
);

test.each([
  ['a page of print', printAt(25, 30, lines), askew],
  ['a page number alone', '<text x="104" y="286" font-size="4">7</text>', {}],
  ['a page number alone, askew, grain', '<text x="102" y="284" font-size="4">12</text>', askew],
  ['a seal alone', seal(140, 210, 0.8), {}],
  ['a pale seal alone', seal(140, 210, 0.35), askew],
  ['a few words by pencil', printAt(40, 60, ['已核对 王'], 'fill="#777"'), {}],
  ['a red dot at the margin', '<circle cx="12" cy="108" r="9" fill="#d2342c"/>', {}],
  ['a cover of red cloth', '<rect width="210" height="297" fill="#8d1f22"/>', {}],
  ['a dark photograph', '<rect x="10" y="10" width="190" height="277" fill="#333"/>', {}],
])('%s is not', async (_, svg, how) => expect(await lookAt(await scannedPage(svg, how), 'a.jpg')).toBe('page'));

test.each([
  ['upright', separatorAt(105, 150), {}],
  ['upside down', separatorAt(105, 140, 180), {}],
  ['lying on its side, askew under a dark lid', separatorAt(105, 150, 90), askew],
  ['on a corner', separatorAt(100, 150, 45), {}],
  [
    'copied pale, with a seal and a hand on it',
    `<g opacity="0.75">${separatorAt(105, 150, 272)}</g>${seal(120, 160, 0.7)}${printAt(60, 150, ['第三箱'])}`,
    askew,
  ],
  ['at 300 dpi', separatorAt(105, 150, 7), { dpi: 300, quality: 40 }],
])('a 分隔页 is known %s', async (_, svg, how) =>
  expect(await lookAt(await scannedPage(svg, how), 'a.jpg')).toBe('separator'),
);

test('a 分隔页 mirrored or torn, and a square of another pattern, are pages', async () => {
  const mirrored = `<g transform="translate(210 0) scale(-1 1)">${separatorAt(105, 150)}</g>`;
  const other = `<g fill-rule="evenodd"><path d="M69 114h72v72h-72z M78 123v54h54v-54z M96 141h18v18h-18z"/></g>`;
  for (const svg of [mirrored, other]) expect(await lookAt(await scannedPage(svg), 'a.jpg')).toBe('page');
  const torn = await sharp(await scannedPage(separatorAt(105, 150)))
    .extract({ left: 0, top: 0, width: 430, height: 1200 })
    .toBuffer();
  expect(await lookAt(torn, 'a.jpg')).toBe('page');
});

test('one level of grey, black and white, and transparency are looked at alike', async () => {
  const page = await scannedPage(printAt(25, 30, lines));
  const grey = await sharp(page).greyscale().png().toBuffer();
  const bits = await sharp(page).greyscale().threshold(160).png({ palette: true, colours: 2 }).toBuffer();
  const clear = await sharp({ create: { width: 900, height: 1200, channels: 4, background: '#0000' } })
    .png()
    .toBuffer();
  expect([await lookAt(grey, 'a.png'), await lookAt(bits, 'a.png'), await lookAt(clear, 'a.png')]).toEqual([
    'page',
    'page',
    'blank',
  ]);
});
