import type { SealShape } from '../../shared/seal/scan.ts';

/** A seal as it is cut; all in mm. Invented: ring, star and lines follow the common pattern, no seal of any organ was copied. */
export interface SealDesign {
  readonly shape: Exclude<SealShape, 'other'>;
  readonly width: number;
  readonly height: number;
  readonly stroke: number;
  /** A second, thinner line within the border. */
  readonly double: boolean;
  /** Text along the border, from left over the top to the right; of straight-sided seals the characters, row by row from the right. */
  readonly ring: string;
  readonly star: boolean;
  /** Straight text below the middle. */
  readonly line: string;
  /** Small digits along the lower border. */
  readonly code: string;
  /** White characters on a solid ground (白文). */
  readonly solid: boolean;
}

const FONT = 'font-family="Noto Serif CJK SC" font-weight="700" text-anchor="middle"';

/** Height of the characters along the border. */
export const ringSize = ({ height, ring }: SealDesign): number => height * (ring.length > 12 ? 0.1 : 0.118);
/** Radians that the text along the border takes up, about the top. */
export const ringSpan = ({ ring }: SealDesign): number => (Math.min(250, ring.length * 24) * Math.PI) / 180;
/** From the outline to the outer end of the characters along it. */
export const ringDepth = ({ stroke, double }: SealDesign): number => stroke + 1 + (double ? 1 : 0);

const n = (value: number): string => value.toFixed(3);

/** The seal in black about (0, 0), one unit a millimetre. */
export function drawSeal(design: SealDesign): string {
  return design.shape === 'circle' || design.shape === 'ellipse' ? roundSeal(design) : straightSeal(design);
}

function roundSeal(design: SealDesign): string {
  const { width, height, stroke, double, line, code } = design;
  const size = ringSize(design);
  const border = (inset: number, thick: number) =>
    `<ellipse rx="${n(width / 2 - inset - thick / 2)}" ry="${n(height / 2 - inset - thick / 2)}" fill="none" stroke="#000" stroke-width="${thick}"/>`;
  const depth = ringDepth(design);
  const along = (text: string, high: number, middle: number, span: number, out: number) =>
    [...text].map((letter, i) => {
      const t = middle + span * ((i + 0.5) / text.length - 0.5);
      const [rx, ry] = [width / 2 - out - high / 2, height / 2 - out - high / 2];
      const turn = Math.atan2(ry * Math.cos(t), -rx * Math.sin(t));
      const upright = middle < 0 ? turn : turn + Math.PI;
      return `<text transform="translate(${n(rx * Math.cos(t))} ${n(ry * Math.sin(t))}) rotate(${n((upright * 180) / Math.PI)}) scale(0.72 1) translate(0 ${n(high * 0.37)})" font-size="${n(high)}">${letter}</text>`;
    });
  const foot = line
    ? `<text y="${n(height * 0.29)}" font-size="${n(Math.min(height * 0.105, (width * 0.62) / line.length))}">${line}</text>`
    : '';
  return `<g ${FONT}>${border(0, stroke)}${double ? border(stroke + 0.6, 0.4) : ''}${design.star ? star(height * 0.145) : ''}
    ${along(design.ring, size, -Math.PI / 2, ringSpan(design), depth).join('')}${foot}
    ${along([...code].reverse().join(''), 1.8, Math.PI / 2, code.length * 0.09, stroke + 0.7).join('')}</g>`;
}

function star(r: number): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const angle = (Math.PI * i) / 5 - Math.PI / 2;
    const radius = i % 2 === 0 ? r : r * 0.382;
    return `${n(radius * Math.cos(angle))},${n(radius * Math.sin(angle))}`;
  });
  return `<polygon points="${points.join(' ')}"/>`;
}

function straightSeal({ shape, width, height, stroke, ring, solid }: SealDesign): string {
  const border = solid
    ? `<rect x="${-width / 2}" y="${-height / 2}" width="${width}" height="${height}" rx="0.4"/>`
    : `<rect x="${n(-width / 2 + stroke / 2)}" y="${n(-height / 2 + stroke / 2)}" width="${n(width - stroke)}" height="${n(height - stroke)}" fill="none" stroke="#000" stroke-width="${stroke}"/>`;
  const columns = shape === 'square' ? 2 : Math.ceil(ring.length / 2);
  const inner = { width: width - 2 * stroke - 1.6, height: height - 2 * stroke - 1.6 };
  const [cellW, cellH] = [inner.width / columns, inner.height / 2];
  const size = 10;
  const letters = [...ring].map((letter, i) => {
    // Names are read in columns from the right, lines from the left.
    const [column, row] = shape === 'square' ? [1 - Math.floor(i / 2), i % 2] : [i % columns, Math.floor(i / columns)];
    const x = -inner.width / 2 + (column + 0.5) * cellW;
    const y = -inner.height / 2 + (row + 0.5) * cellH;
    return `<text transform="translate(${n(x)} ${n(y)}) scale(${n((cellW * 0.94) / size)} ${n((cellH * 0.94) / size)}) translate(0 ${size * 0.37})" font-size="${size}" fill="${solid ? '#fff' : '#000'}">${letter}</text>`;
  });
  return `<g ${FONT}>${border}${letters.join('')}</g>`;
}
