import sharp from 'sharp';

/** A seal drawn for a test, in mm on the page; its parts are plain shapes, so that no font is needed. */
export interface DrawnSeal {
  readonly shape: 'circle' | 'ellipse' | 'square' | 'rectangle';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly turn?: number;
  readonly colour?: string;
  /** Share of the ring, from the right clockwise, that is left out. */
  readonly gap?: number;
  readonly opacity?: number;
}

export interface DrawnSheet {
  readonly seals: readonly DrawnSeal[];
  /** Further SVG in mm, above the seals. */
  readonly above?: string;
  readonly dpi?: number;
  /** Clockwise turn of the page on a grey lid; without it the picture is the page. */
  readonly turn?: number;
  readonly paper?: string;
  readonly widthMm?: number;
  readonly heightMm?: number;
}

const LID = { r: 150, g: 152, b: 154 };

/** Draws a sheet and gives it as a PNG. */
export async function drawSheet(sheet: DrawnSheet): Promise<Uint8Array> {
  const { dpi = 300, widthMm = 210, heightMm = 297, paper = '#f7f5ee' } = sheet;
  const width = Math.round((widthMm / 25.4) * dpi);
  const height = Math.round((heightMm / 25.4) * dpi);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${widthMm} ${heightMm}">
    <rect width="${widthMm}" height="${heightMm}" fill="${paper}"/>
    ${sheet.seals.map(drawSeal).join('')}${sheet.above ?? ''}</svg>`;
  let picture = sharp(Buffer.from(svg), { limitInputPixels: false }).flatten({ background: paper });
  if (sheet.turn !== undefined) {
    const page = await picture.raw().toBuffer({ resolveWithObject: true });
    const raw = { width, height, channels: 3 } as const;
    picture = sharp(page.data, { raw })
      .extend({ top: 40, bottom: 40, left: 40, right: 40, background: LID })
      .rotate(sheet.turn, { background: LID });
  }
  return picture.withMetadata({ density: dpi }).png({ compressionLevel: 1 }).toBuffer();
}

function drawSeal({
  shape,
  x,
  y,
  width,
  height,
  turn = 0,
  colour = '#c4161c',
  gap = 0,
  opacity = 1,
}: DrawnSeal): string {
  const line = `fill="none" stroke="${colour}" stroke-width="1.2"`;
  const w = width - 1.2;
  const h = height - 1.2;
  const around = Math.PI * w;
  const border =
    shape === 'circle'
      ? `<circle r="${w / 2}" ${line} ${gap > 0 ? `stroke-dasharray="${around * (1 - gap)} ${around * gap}" stroke-dashoffset="${-around * gap}"` : ''}/>`
      : shape === 'ellipse'
        ? `<ellipse rx="${w / 2}" ry="${h / 2}" ${line}/>`
        : `<rect x="${-w / 2}" y="${-h / 2}" width="${w}" height="${h}" ${line}/>`;
  return `<g transform="translate(${x} ${y}) rotate(${turn})" opacity="${opacity}">${border}${letters(width, height, colour)}</g>`;
}

/** Strokes in the middle that stand for text. */
function letters(width: number, height: number, colour: string): string {
  const out: string[] = [];
  const size = Math.min(width, height) * 0.11;
  for (let row = -1; row <= 1; row++) {
    for (let column = -2; column <= 2; column++) {
      const x = column * size * 1.5;
      const y = row * size * 1.7;
      out.push(
        `<path d="M${x - size / 2} ${y}h${size}M${x} ${y - size / 2}v${size}M${x - size / 2} ${y + size / 2}l${size} ${-size / 3}" stroke="${colour}" stroke-width="${size * 0.16}" fill="none"/>`,
      );
    }
  }
  return out.join('');
}

/** Rows of strokes like a red headline or printed text. */
export function redText(x: number, y: number, width: number, size: number, rows: number, colour = '#d0141a'): string {
  const out: string[] = [];
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < width; at += size * 1.15) {
      const left = x + at;
      const top = y + row * size * 1.5;
      const wobble = ((at * 7 + row * 3) % 5) / 10;
      out.push(
        `<path d="M${left} ${top + size * wobble}h${size}M${left + size * 0.1} ${top + size * 0.9}h${size * 0.8}M${left + size / 2} ${top}v${size}M${left} ${top + size}l${size * 0.4} ${-size * 0.5}" stroke="${colour}" stroke-width="${size * 0.12}" fill="none"/>`,
      );
    }
  }
  return out.join('');
}
