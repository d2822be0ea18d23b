import sharp from 'sharp';
import type { LicenseType, Zone } from '../../shared/license/type.ts';
import { lay, type Picture, px, randomFrom } from './picture.ts';
import { press, STAMP_MARGIN_MM } from './stamp.ts';

/** Text of a face as it is printed, by the key of the field; fields that share a zone are printed once, under the first. */
export type PrintedFace = Readonly<Record<string, string>>;

export interface FaceScan {
  readonly dpi: number;
  readonly seed: number;
  /** Degrees, clockwise. */
  readonly angle: number;
  /** Lid of the scanner around the paper; null = white, so that no edge of the paper is seen. */
  readonly lid: readonly [number, number, number] | null;
  /** How far the paper lies from the middle of the glass, mm. */
  readonly shift: readonly [number, number];
  /** Radius of the blur, px. */
  readonly blur: number;
  /** Grain, grey levels. */
  readonly noise: number;
  /** Middles of round seals, mm of the face, and their diameters. */
  readonly seals: readonly { x: number; y: number; diameterMm: number; turn: number }[];
  readonly quality: number;
}

/** How an office's scanner leaves a paper: 300 dpi, turned up to 3°, shifted, every second one without a visible edge, blurred, with grain, JPEG 75. */
export function officeScan(seed: number, random: () => number): Omit<FaceScan, 'seals'> {
  const between = (from: number, to: number) => from + random() * (to - from);
  return {
    dpi: 300,
    seed,
    angle: between(-3, 3),
    lid: seed % 2 === 0 ? null : [96, 98, 100],
    shift: [between(-4, 4), between(-4, 4)],
    blur: between(0.5, 1),
    noise: 12,
    quality: 75,
  };
}

const families = ['Noto Serif CJK SC', 'Noto Sans CJK SC'] as const;
const monospace = 'Noto Sans Mono CJK SC';

/** Width of a text in heights of its characters. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, one) => sum + (one.charCodeAt(0) < 256 ? 0.56 : 1), 0);

/** Height of a character of print, mm: smaller where a zone of one line would not hold the text. */
export function charMm(text: string, zone: Zone): number {
  const usual = Math.min(4.6, zone.height * 0.5);
  return zone.height > 12 ? usual : Math.min(usual, (zone.width - 3) / widthOf(text));
}

/** Lines that the text takes in a zone. */
export function linesIn(text: string, zone: Zone): string[] {
  const size = charMm(text, zone);
  const most = (zone.width - 3) / size + 0.01;
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const one of text) {
    const width = widthOf(one);
    if (used + width > most && !'，。；、）'.includes(one)) {
      lines.push(line);
      [line, used] = ['', 0];
    }
    line += one;
    used += width;
  }
  return [...lines, line];
}

/**
 * A likeness of the face of any type whose fields have zones: its name at the top, labels left of the zones, values in them, with the rules of a table for
 * 不动产权证书. An SVG fragment in mm, marked 样张.
 */
export function typedFace(type: LicenseType, face: PrintedFace, seed: number): string {
  const { widthMm, heightMm } = type.face;
  const family = families[seed % families.length]!;
  const print = (x: number, y: number, size: number, value: string, more = ''): string =>
    `<text x="${x.toFixed(2)}" y="${y.toFixed(2)}" font-size="${size}" ${more}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
  const zones = type.fields.filter(({ zone, key }) => zone !== null && face[key] !== undefined);
  const top = Math.min(...zones.map(({ zone }) => zone!.y));
  const parts = zones.flatMap((field) => {
    const zone = field.zone!;
    const size = charMm(face[field.key]!, zone);
    const base = zone.y + Math.min(zone.height, 10) / 2 + size * 0.37;
    const label = type.ranges.find(({ from }) => from === field.key)?.label ?? field.label.replace(/[_(（].*$/, '');
    const font = field.kind === 'code' ? `font-family="${monospace}"` : '';
    return [
      // A label inside its zone, as 登记机关 has it, is not printed twice.
      print(zone.x - 1.6, base, size * 0.92, label, 'text-anchor="end" font-weight="700"'),
      ...linesIn(face[field.key]!, zone).map((line, index) =>
        print(zone.x + 1, base + index * size * 1.55, size, line, font),
      ),
    ];
  });
  const rules =
    type.name === '不动产权证书'
      ? zones
          .filter(({ zone }) => zone!.y > 30)
          .map(
            ({ zone }) =>
              `<rect x="18" y="${zone!.y - 1}" width="176" height="${zone!.height + 2}" fill="none" stroke="#333" stroke-width="0.3"/>`,
          )
          .join('')
      : `<rect x="6" y="6" width="${widthMm - 12}" height="${heightMm - 12}" fill="none" stroke="#b98f3e" stroke-width="1"/>`;
  const title = top > 30 ? print(widthMm / 2, top - 12, 10, type.name, 'text-anchor="middle" font-weight="700"') : '';
  return `<g font-family="${family}" fill="#1c1c1c">${rules}${title}${parts.join('')}${print(widthMm - 9, heightMm - 8, 2.6, '样张 图文虚构', 'text-anchor="end" fill="#777"')}</g>`;
}

/** The JPEG of a scan of a drawn face: seals over the print, grain, blur, laid askew. */
export async function scanOfFace(
  svg: string,
  face: { widthMm: number; heightMm: number },
  how: FaceScan,
): Promise<Buffer> {
  const { dpi } = how;
  const [width, height] = [px(face.widthMm, dpi), px(face.heightMm, dpi)];
  const background = { r: 250, g: 248, b: 240 };
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${face.widthMm} ${face.heightMm}">${svg}</svg>`;
  const flat = await sharp(Buffer.from(drawing), { limitInputPixels: false }).flatten({ background }).raw().toBuffer();
  const page: Picture = { width, height, data: flat };
  for (const { x, y, diameterMm, turn } of how.seals) {
    const layer = await press(
      { diameterMm, ring: '样例市样例证照登记管理局', line: '' },
      { seed: how.seed + Math.round(x), angle: turn, pressure: () => 1 },
      dpi,
    );
    const half = diameterMm / 2 + STAMP_MARGIN_MM;
    lay(page, layer, px(x - half, dpi), px(y - half, dpi));
  }
  const random = randomFrom(how.seed);
  for (let at = 0; at < flat.length; at += 3) {
    const grain = (random() + random() - 1) * how.noise;
    for (let k = 0; k < 3; k++) flat[at + k] = Math.max(0, Math.min(255, flat[at + k]! + grain));
  }
  const [r, g, b] = how.lid ?? [background.r, background.g, background.b];
  const lid = { r, g, b };
  const [dx, dy] = how.shift.map((mm) => px(mm, dpi)) as [number, number];
  const around = px(how.lid ? 6 : 8, dpi);
  const turned = await sharp(flat, { raw: { width, height, channels: 3 } })
    .blur(how.blur)
    .extend({ left: around + dx, right: around - dx, top: around + dy, bottom: around - dy, background: lid })
    .rotate(how.angle, { background: lid })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { info, data } = turned;
  // Without a lid the glass is no larger than the paper, as with most scanners.
  const cut = how.lid
    ? { left: 0, top: 0, width: info.width, height: info.height }
    : { left: (info.width - width) >> 1, top: (info.height - height) >> 1, width, height };
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .extract(cut)
    .withMetadata({ density: dpi })
    .jpeg({ quality: how.quality })
    .toBuffer();
}
