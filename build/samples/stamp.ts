import { type Layer, randomFrom, render, smoothNoise } from './picture.ts';

/** A seal to be drawn. Invented: the star and ring follow the common pattern, no seal of any organ was copied. */
export interface StampDesign {
  readonly diameterMm: number;
  /** Text along the ring, from left over the top to the right. */
  readonly ring: string;
  /** Straight text under the star; empty for the organ's own seal. */
  readonly line: string;
}

export interface Impression {
  readonly seed: number;
  readonly angle: number;
  /** How well the ink came through at a place, 0 to 1; x and y run from -1 to 1 over the seal. */
  readonly pressure: (x: number, y: number) => number;
}

const INK = '#c4161c';
/** Blank margin around the seal, so that a turned seal is not cut. */
export const STAMP_MARGIN_MM = 4;

const star = (cx: number, cy: number, r: number): string =>
  Array.from({ length: 10 }, (_, i) => {
    const angle = (Math.PI * i) / 5 - Math.PI / 2;
    const radius = i % 2 === 0 ? r : r * 0.382;
    return `${(cx + radius * Math.cos(angle)).toFixed(3)},${(cy + radius * Math.sin(angle)).toFixed(3)}`;
  }).join(' ');

function design({ diameterMm, ring, line }: StampDesign): string {
  const c = diameterMm / 2 + STAMP_MARGIN_MM;
  const radius = diameterMm / 2;
  const stroke = 1.2;
  const size = diameterMm * (ring.length > 11 ? 0.105 : 0.118);
  const at = radius - stroke - 1.1 - size * 0.82;
  const span = Math.min(250, ring.length * 24);
  const letters = [...ring].map((letter, i) => {
    const angle = -span / 2 + (span * (i + 0.5)) / ring.length;
    return `<g transform="rotate(${angle.toFixed(2)} ${c} ${c})"><text x="0" y="0" transform="translate(${c} ${(c - at).toFixed(3)}) scale(0.72 1.12)" text-anchor="middle">${letter}</text></g>`;
  });
  const foot = line
    ? `<text transform="translate(${c} ${(c + radius * 0.56).toFixed(3)}) scale(0.78 1)" text-anchor="middle" font-size="${(diameterMm * 0.105).toFixed(3)}">${line}</text>`
    : '';
  return `<g fill="${INK}" font-family="Noto Serif CJK SC" font-weight="700" font-size="${size.toFixed(3)}">
    <circle cx="${c}" cy="${c}" r="${radius - stroke / 2}" fill="none" stroke="${INK}" stroke-width="${stroke}"/>
    <polygon points="${star(c, c, diameterMm * 0.145)}"/>${letters.join('')}${foot}</g>`;
}

/** Presses a seal on paper: returns its ink as a layer of (diameter + 2 × margin) millimetres square. */
export async function press(stamp: StampDesign, how: Impression, dpi: number): Promise<Layer> {
  const side = stamp.diameterMm + 2 * STAMP_MARGIN_MM;
  const turned = `<g transform="rotate(${how.angle} ${side / 2} ${side / 2})">${design(stamp)}</g>`;
  const layer = await render(turned, side, side, dpi);
  const coarse = smoothNoise(how.seed, dpi / 5);
  const fine = smoothNoise(how.seed + 7, dpi / 110);
  const random = randomFrom(how.seed + 13);
  const half = layer.width / 2;
  const perUnit = ((stamp.diameterMm / 2) * dpi) / 25.4;
  for (let y = 0; y < layer.height; y++) {
    for (let x = 0; x < layer.width; x++) {
      const i = (y * layer.width + x) * 4 + 3;
      if (layer.data[i] === 0) continue;
      const pressure = how.pressure((x - half) / perUnit, (y - half) / perUnit);
      const speck = fine(x, y) < 0.1 ? 0.5 : 1;
      const body = 0.78 + 0.22 * coarse(x, y) - 0.06 * random();
      layer.data[i] = Math.max(0, Math.min(255, layer.data[i]! * body * speck * pressure));
    }
  }
  return layer;
}
