import { randomFrom } from '../samples/picture.ts';
import { curve, penStroke, SHEET_HEIGHT_MM, SHEET_WIDTH_MM } from '../samples/sheet-face.ts';
import type { Clutter, PlannedRange, PlannedSeal, SheetPlan } from './plan.ts';

// What else is on a sheet, as SVG in mm. Everything is drawn from the plan's seed.

const pens = { black: '#24242c', blue: '#2b3f8c' } as const;
const RED = '#cc1418';
const words =
  '本机关依照有关规定对所报印章的真实性负责如有变更应当及时重新采集并说明理由附件一式两份由经办人签字后送交';

/** Everything printed, drawn or spilt on the sheet, except its seals. */
export function clutterOf(plan: SheetPlan): string {
  const random = randomFrom(plan.seed + 77);
  const between = (from: number, to: number) => from + random() * (to - from);
  const drawn = plan.clutter.map((kind) => drawClutter(kind, between));
  const around = plan.seals.map((seal, i) => rangeAndNote(seal, plan.ranges[i]!, between) + over(seal, between));
  return drawn.join('') + around.join('');
}

function drawClutter(kind: Clutter, between: (from: number, to: number) => number): string {
  const text = (x: number, y: number, size: number, fill: string, content: string, family = 'Serif') =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" font-family="Noto ${family} CJK SC">${content}</text>`;
  const rows = (x: number, y: number, size: number, fill: string, count: number, length: number) =>
    Array.from({ length: count }, (_, i) =>
      text(x, y + i * size * 1.6, size, fill, [...words, ...words].slice(i * 7, i * 7 + length).join('')),
    ).join('');
  switch (kind) {
    case 'letterhead':
      return `<g font-weight="700"><text x="105" y="30" font-size="${between(9, 14)}" fill="${RED}" text-anchor="middle" font-family="Noto Serif CJK SC">云溪市行政审批局文件</text></g><rect x="22" y="38" width="166" height="${between(0.5, 1.4)}" fill="${RED}"/>`;
    case 'red-text':
      return rows(24, 266, between(3.2, 5), RED, 3, 30);
    case 'red-table':
      return `<g fill="none" stroke="${RED}" stroke-width="0.35"><rect x="20" y="262" width="170" height="24"/><path d="M20 270h170M20 278h170M50 262v24M105 262v24M140 262v24"/></g>`;
    case 'fingerprint':
      return fingerprint(between(25, 185), between(20, 45), RED, between(0.5, 0.9), between(0, 180));
    case 'coffee': {
      const [x, y] = [between(20, 190), between(40, 270)];
      return `<g fill="none" stroke="#9a6a34" opacity="${between(0.15, 0.4)}"><circle cx="${x}" cy="${y}" r="${between(30, 42)}" stroke-width="${between(1.5, 4)}"/><circle cx="${x}" cy="${y}" r="${between(20, 29)}" stroke-width="0.6"/></g>`;
    }
    case 'stain':
      return `<ellipse cx="${between(20, 190)}" cy="${between(30, 280)}" rx="${between(6, 25)}" ry="${between(5, 20)}" fill="#c8b070" opacity="${between(0.1, 0.3)}"/>`;
    case 'fold':
      return `<rect x="0" y="${between(90, 200)}" width="210" height="0.5" fill="#555" opacity="${between(0.1, 0.35)}"/>`;
    case 'print':
      return `${text(86, 20, 6, '#26262a', '印章采集表')}${rows(24, 292, 2.6, '#26262a', 1, 40)}<path d="M22 24h166" stroke="#26262a" stroke-width="0.3"/>`;
  }
}

function fingerprint(x: number, y: number, colour: string, opacity: number, turn: number): string {
  const ridges = Array.from({ length: 13 }, (_, i) => {
    const r = 0.5 + i * 0.62;
    return `<ellipse cx="0" cy="${(i * 0.22).toFixed(2)}" rx="${r.toFixed(2)}" ry="${(r * 1.35).toFixed(2)}" stroke-dasharray="${(3 + ((i * 7) % 5)).toFixed(1)} 0.5"/>`;
  });
  return `<g transform="translate(${x} ${y}) rotate(${turn})" fill="none" stroke="${colour}" stroke-width="0.32" opacity="${opacity}">${ridges.join('')}</g>`;
}

/** The range drawn around a seal, and the note below it. */
function rangeAndNote(seal: PlannedSeal, range: PlannedRange, between: (from: number, to: number) => number): string {
  const { x, y, damage } = seal;
  const [wide, high] = rangeInside(seal);
  const [rx, ry] = [wide / 2 + RANGE_OUT_MM + between(0, 2), high / 2 + RANGE_OUT_MM + between(0, 2)];
  const pen = pens[range.pen];
  const [hx] = halfExtent(seal);
  const [noteX, noteY] = notePlace(seal);
  const family = seal.seed % 3 === 0 ? 'Serif' : 'Sans';
  const note = range.note
    .split('\n')
    .map(
      (line, i) =>
        `<text x="${noteX}" y="${noteY + i * NOTE_MM * 1.45}" font-size="${NOTE_MM}" text-anchor="middle" fill="#26262a" font-family="Noto ${family} CJK SC">${line}</text>`,
    )
    .join('');
  const astray = damage?.kind === 'range-over';
  if (damage?.kind === 'clipped' || (range.shape === 'none' && !astray)) return note;
  // A range drawn in the wrong place runs over the seal.
  const dx = astray ? damage.mm + rx - hx : 0;
  const bent = (corner: number) =>
    curve(
      Array.from({ length: 16 }, (_, i) => {
        const t = (2 * Math.PI * i) / 16;
        const k = corner === 0 ? 1 : 1 / Math.max(Math.abs(Math.cos(t)), Math.abs(Math.sin(t)));
        const reach = corner ? 0.9 : 1;
        return [
          x + dx + rx * Math.max(1, reach * k) * Math.cos(t) + between(-0.5, 0.5),
          y + ry * Math.max(1, reach * k) * Math.sin(t) + between(-0.5, 0.5),
        ] as const;
      }),
      true,
    );
  const path = range.shape === 'box' ? bent(1) : bent(0);
  return `<path d="${path}" fill="none" stroke="${pen}" stroke-width="${between(0.3, 0.6)}"/>${note}`;
}

/** Height of printed notes, mm. */
export const NOTE_MM = 3.4;

/** Middle of the first line of the note on its base line, mm: below the seal and the range around it. */
export function notePlace(seal: PlannedSeal): readonly [number, number] {
  const below = Math.max(halfExtent(seal)[1] + 9, rangeInside(seal)[1] / 2 + RANGE_OUT_MM + 3 + NOTE_MM);
  return [seal.x, Math.min(290, seal.y + below)];
}

const RANGE_OUT_MM = 3.5;

/** Width and height that a range has to go around; a seal that lies far askew gets a range with room to all sides. */
function rangeInside({ design, turn }: PlannedSeal): readonly [number, number] {
  const { width, height } = design;
  const straight = design.shape === 'square' || design.shape === 'rectangle';
  const far = straight ? Math.hypot(width, height) : Math.max(width, height);
  if (Math.abs(turn) > 12) return [far, far];
  return straight ? [width * 1.42, height * 1.42] : [width, height];
}

/** Half of the upright box around a seal. */
function halfExtent({ design, turn }: PlannedSeal): readonly [number, number] {
  const [c, s] = [Math.abs(Math.cos((turn * Math.PI) / 180)), Math.abs(Math.sin((turn * Math.PI) / 180))];
  const [w, h] = [design.width / 2, design.height / 2];
  return design.shape === 'square' || design.shape === 'rectangle'
    ? [w * c + h * s, w * s + h * c]
    : [Math.hypot(w * c, h * s), Math.hypot(w * s, h * c)];
}

/** What lies over a seal where its damage is of that kind. */
function over({ x, y, design, damage }: PlannedSeal, between: (from: number, to: number) => number): string {
  if (damage?.kind === 'crossed') {
    const far = design.width / 2 + 4;
    const [c, s] = [Math.cos(damage.at), Math.sin(damage.at)];
    const at = (share: number, aside: number) =>
      [x + far * share * c - aside * s, y + far * share * s + aside * c] as const;
    const stroke = penStroke([
      at(-1, between(-3, 3)),
      at(-0.3, between(-4, 4)),
      at(0.4, between(-4, 4)),
      at(1, between(-3, 3)),
    ]);
    return stroke.replace(/stroke-width="[\d.]+"/, `stroke-width="${damage.width}"`);
  }
  if (damage?.kind === 'overprinted') {
    const text = words.slice(0, Math.ceil((design.width + 14) / damage.size));
    return `<text x="${x}" y="${y + between(-0.2, 0.3) * design.height}" font-size="${damage.size}" text-anchor="middle" fill="#26262a" font-family="Noto Sans CJK SC">${text}</text>`;
  }
  if (damage?.kind === 'foreign') {
    const [rx, ry] = [design.width / 2, design.height / 2];
    return fingerprint(
      x + rx * Math.cos(damage.at),
      y + ry * Math.sin(damage.at),
      RED,
      0.85,
      (damage.at * 180) / Math.PI,
    );
  }
  return '';
}

export const SHEET = { widthMm: SHEET_WIDTH_MM, heightMm: SHEET_HEIGHT_MM } as const;
