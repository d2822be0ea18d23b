import { randomFrom } from './picture.ts';

export const SHEET_WIDTH_MM = 210;
export const SHEET_HEIGHT_MM = 297;
const PEN = '#2b3f8c';

type Point = readonly [number, number];

/** A closed line through the points, bent as a hand would (Catmull-Rom as Bézier pieces). */
export function curve(points: readonly Point[], closed: boolean): string {
  const at = (i: number): Point =>
    closed ? points[(i + points.length) % points.length]! : points[Math.max(0, Math.min(points.length - 1, i))]!;
  const number = (value: number) => value.toFixed(2);
  let path = `M${number(at(0)[0])} ${number(at(0)[1])}`;
  for (let i = 0; i < (closed ? points.length : points.length - 1); i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    path += `C${number(b[0] + (c[0] - a[0]) / 6)} ${number(b[1] + (c[1] - a[1]) / 6)} ${number(c[0] - (d[0] - b[0]) / 6)} ${number(c[1] - (d[1] - b[1]) / 6)} ${number(c[0])} ${number(c[1])}`;
  }
  return path;
}

/** The range that the notice asks for: drawn by hand, in blue pen, around the place of the seal. */
export function drawnRange(center: Point, radius: number, seed: number): string {
  const random = randomFrom(seed);
  const points = Array.from({ length: 14 }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / 14;
    const r = radius * (0.97 + 0.08 * random());
    return [center[0] + r * Math.cos(angle), center[1] + r * 1.02 * Math.sin(angle)];
  });
  return `<path d="${curve(points, true)}" fill="none" stroke="${PEN}" stroke-width="0.45"/>`;
}

/** A pen stroke that slipped across a seal. */
export function penStroke(points: readonly Point[]): string {
  return `<path d="${curve(points, false)}" fill="none" stroke="#1d2140" stroke-width="0.62" stroke-linecap="round"/>`;
}

/** Words written by hand: each character a little off the line. */
export function handwritten(center: Point, size: number, words: string, seed: number): string {
  const random = randomFrom(seed);
  const letters = [...words];
  const left = center[0] - (letters.length * size) / 2;
  return letters
    .map((letter, i) => {
      const x = left + (i + 0.5) * size;
      const y = center[1] + (random() - 0.5) * size * 0.18;
      return `<text transform="translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${((random() - 0.5) * 7).toFixed(1)}) skewX(-7)" font-size="${size}" text-anchor="middle" font-family="Noto Serif CJK SC" fill="${PEN}">${letter}</text>`;
    })
    .join('');
}

/** What is printed on the sheet. */
export function sheetForm(organ: string, date: string): string {
  return `<g font-family="Noto Serif CJK SC" fill="#26262a">
    <text x="105" y="33" font-size="6.4" text-anchor="middle" letter-spacing="1">印章采集表</text>
    <text x="24" y="46" font-size="3.6">单位：${organ}</text><text x="186" y="46" font-size="3.6" text-anchor="end">${date}</text>
    <text x="24" y="267" font-size="3.6">经办人：</text><text x="120" y="267" font-size="3.6">保管人：</text>
    <text x="105" y="284" font-size="3" text-anchor="middle" fill="#6b6b6b">样张　印章为程序绘制　不代表任何单位</text></g>`;
}
