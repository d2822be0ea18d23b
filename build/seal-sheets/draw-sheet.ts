import sharp from 'sharp';
import { px, randomFrom, smoothNoise } from '../samples/picture.ts';
import { clutterOf, SHEET } from './clutter.ts';
import type { SheetPlan } from './plan.ts';
import { type Pressed, press } from './press.ts';

export interface DrawnScan {
  /** The JPEG of the scan; knows its resolution. */
  readonly scan: Buffer;
  readonly pressed: readonly Pressed[];
}

/** Blank around a page that lies on the glass, pixels at 300 dpi. */
const LID_PX = 46;

/** Draws a planned sheet and scans it: light, blur, grain, turn, JPEG. */
export async function drawSealSheet(plan: SheetPlan): Promise<DrawnScan> {
  const { dpi, paper, lid } = plan;
  const width = px(SHEET.widthMm, dpi);
  const height = px(SHEET.heightMm, dpi);
  const [r, g, b] = paper.map(Math.round) as [number, number, number];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${SHEET.widthMm} ${SHEET.heightMm}"><rect width="210" height="297" fill="rgb(${r},${g},${b})"/>${clutterOf(plan)}</svg>`;
  const data = await sharp(Buffer.from(svg), { limitInputPixels: false }).removeAlpha().raw().toBuffer();
  const pressed = await Promise.all(plan.seals.map((seal) => press(seal, dpi)));
  for (const [i, one] of pressed.entries()) stamp(data, width, height, one, plan.seals[i]!.colour);
  const raw = { width, height, channels: 3 } as const;
  lightUp(plan, data, width, height);
  const white = { r, g, b };
  const ground = lid ? { r: lid[0], g: lid[1], b: lid[2] } : white;
  const around = lid ? Math.round((LID_PX * dpi) / 300) : 0;
  let picture = sharp(data, { raw, limitInputPixels: false });
  if (around > 0)
    picture = picture.extend({ top: around, bottom: around, left: around, right: around, background: ground });
  if (plan.askew !== 0) {
    const big = await picture.rotate(plan.askew, { background: ground }).raw().toBuffer({ resolveWithObject: true });
    const turned = { width: big.info.width, height: big.info.height, channels: 3 } as const;
    picture = sharp(big.data, { raw: turned, limitInputPixels: false });
    // A feeder cuts the picture to the size of the page.
    if (!lid)
      picture = picture.extract({
        left: (turned.width - width) >> 1,
        top: (turned.height - height) >> 1,
        width,
        height,
      });
  }
  if (plan.quarters > 0 || plan.blurPx > 0.35) {
    const { data: before, info } = await picture.raw().toBuffer({ resolveWithObject: true });
    picture = sharp(before, { raw: { width: info.width, height: info.height, channels: 3 }, limitInputPixels: false });
    if (plan.quarters > 0) picture = picture.rotate(90 * plan.quarters);
    if (plan.blurPx > 0.35) picture = picture.blur(plan.blurPx);
  }
  const scan = await picture
    .withMetadata({ density: dpi })
    .jpeg({ quality: plan.quality, chromaSubsampling: plan.halfColour ? '4:2:0' : '4:4:4' })
    .toBuffer();
  return { scan, pressed };
}

/** Lays the ink on the page: it takes from what is there already, nothing gets lighter. */
export function stamp(
  page: Buffer | Uint8Array,
  width: number,
  height: number,
  ink: Pressed,
  colour: readonly number[],
): void {
  for (let y = Math.max(0, -ink.top); y < Math.min(ink.height, height - ink.top); y++) {
    for (let x = Math.max(0, -ink.left); x < Math.min(ink.width, width - ink.left); x++) {
      const alpha = ink.alpha[y * ink.width + x]! / 255;
      if (alpha === 0) continue;
      const at = ((y + ink.top) * width + x + ink.left) * 3;
      for (let c = 0; c < 3; c++) page[at + c] = page[at + c]! * (1 - alpha + (alpha * colour[c]!) / 255);
    }
  }
}

/** The lamp, darker towards one corner and cloudy, and the grain of the sensor. */
function lightUp(plan: SheetPlan, data: Buffer, width: number, height: number): void {
  const cloud = smoothNoise(plan.seed + 1, 18);
  const random = randomFrom(plan.seed + 5);
  const grain = Float32Array.from({ length: 65521 }, () => (random() + random() - 1) * plan.grain);
  const cell = Math.ceil(width / 42);
  const columns = Math.ceil(width / cell) + 2;
  const row = new Float32Array(columns);
  const lampAt = (i: number, y: number) =>
    1 - plan.shade * (0.5 * ((i * cell) / width) * (y / height) + 0.5 * cloud(i, y / cell));
  for (let y = 0, k = 0, at = 0; y < height; y++) {
    for (let i = 0; i < columns; i++) row[i] = lampAt(i, y);
    for (let x = 0, i = 0, t = 0; x < width; x++, at += 3) {
      const lamp = row[i]! + ((row[i + 1]! - row[i]!) * t) / cell;
      if (++t === cell) {
        t = 0;
        i++;
      }
      for (let c = 0; c < 3; c++) {
        const value = data[at + c]! * lamp + grain[k]!;
        if (++k === grain.length) k = 0;
        data[at + c] = value < 0 ? 0 : value > 255 ? 255 : value;
      }
    }
  }
}
