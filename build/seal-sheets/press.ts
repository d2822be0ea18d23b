import sharp from 'sharp';
import { type Outline, outsideOf } from '../../electron/workers/imaging/outline.ts';
import { px, randomFrom, smoothNoise } from '../samples/picture.ts';
import type { Damage, PlannedSeal } from './plan.ts';
import { drawSeal, ringDepth, ringSize, ringSpan, type SealDesign } from './seal-drawing.ts';

/** The ink of one seal on the page, 255 = all light of its colour taken; `left` and `top` in pixels of the page. */
export interface Pressed {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly alpha: Uint8Array;
}

/** Room around a seal for what creeps, slips or was turned. */
const MARGIN_MM = 5;

/** Presses a seal: its drawing, thinned and thickened as ink is, and damaged as planned. */
export async function press(seal: PlannedSeal, dpi: number): Promise<Pressed> {
  const { design, turn } = seal;
  const c = Math.abs(Math.cos((turn * Math.PI) / 180));
  const s = Math.abs(Math.sin((turn * Math.PI) / 180));
  const straight = design.shape === 'square' || design.shape === 'rectangle';
  const reach = straight ? 1 : 0;
  const wideMm = 2 * MARGIN_MM + design.width * (reach ? c : 1) + design.height * (reach ? s : 0);
  const highMm = 2 * MARGIN_MM + design.height * (reach ? c : 1) + (reach ? design.width * s : 0);
  const side = straight ? 0 : Math.max(design.width, design.height) + 2 * MARGIN_MM;
  const width = px(Math.max(wideMm, side), dpi);
  const height = px(Math.max(highMm, side), dpi);
  const perMm = dpi / 25.4;
  const left = Math.round(seal.x * perMm - width / 2);
  const top = Math.round(seal.y * perMm - height / 2);
  const [cx, cy] = [seal.x * perMm - left, seal.y * perMm - top];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><g transform="translate(${cx} ${cy}) scale(${perMm}) rotate(${turn})">${drawSeal(design)}</g></svg>`;
  let drawing = sharp(Buffer.from(svg)).greyscale().negate();
  const soft = (seal.heavy ? 0.1 : 0.045) * perMm;
  if (soft > 0.3) drawing = drawing.blur(soft);
  const mask = new Uint8Array((await drawing.raw().toBuffer()).buffer);
  const alpha = inked(mask, width, height, seal, perMm, cx, cy);
  return { left, top, width, height, alpha: moved(alpha, width, height, seal.damage, perMm) };
}

function inked(
  mask: Uint8Array,
  width: number,
  height: number,
  seal: PlannedSeal,
  perMm: number,
  cx: number,
  cy: number,
): Uint8Array {
  const { design, turn, seed } = seal;
  const [c, s] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const coarse = smoothNoise(seed, 9 * perMm);
  const fine = smoothNoise(seed + 7, 0.35 * perMm);
  const speck = smoothNoise(seed + 9, 0.5 * perMm);
  const random = randomFrom(seed + 13);
  const harm = harmOf(seal.damage, design, smoothNoise(seed + 3, 1.3));
  const [from, to] = seal.heavy ? [0.22, 0.62] : [0.28, 0.72];
  const out = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const cover = Math.max(0, Math.min(1, (mask[i]! / 255 - from) / (to - from)));
      if (cover === 0 && !harm?.adds) continue;
      const dx = (x + 0.5 - cx) / perMm;
      const dy = (y + 0.5 - cy) / perMm;
      // In the seal's own axes: harm goes by its text and star.
      const u = dx * c + dy * s;
      const v = dy * c - dx * s;
      let ink = cover;
      if (harm) ink = harm.at(u, v, cover);
      if (ink === 0) continue;
      const pressure = seal.palest + (1 - seal.palest) * coarse(x, y);
      const grain =
        1 - seal.texture * (0.22 * fine(x, y) + 0.06 * random()) - (speck(x, y) < 0.06 ? 0.35 * seal.texture : 0);
      out[i] = 255 * Math.min(1, ink * seal.density * pressure * grain);
    }
  }
  return out;
}

/** What a damage makes of the ink at a place of the seal's own axes, mm from its middle. */
interface Harm {
  readonly adds: boolean;
  at(u: number, v: number, cover: number): number;
}

const soft = (value: number, from: number, to: number): number => {
  const t = Math.max(0, Math.min(1, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

export function outlineOf({ shape, width, height }: SealDesign): Outline {
  return shape === 'circle' || shape === 'ellipse'
    ? { shape, x: 0, y: 0, rx: width / 2, ry: height / 2, angle: 0 }
    : { shape, x: 0, y: 0, width, height, angle: 0 };
}

function harmOf(damage: Damage | null, design: SealDesign, noise: (x: number, y: number) => number): Harm | null {
  const outside = outsideOf(outlineOf(design));
  const turnTo = (u: number, v: number, at: number) => {
    const d = Math.atan2(v, u) - at;
    return Math.abs(Math.atan2(Math.sin(d), Math.cos(d)));
  };
  const takes = (at: Harm['at']): Harm => ({ adds: false, at });
  // Noise of up to half a millimetre, so that no edge of a damage is a straight line.
  const rough = (u: number, v: number) => noise(u + 50, v + 50) - 0.5;
  switch (damage?.kind) {
    case 'ring-broken': {
      const half = damage.share * Math.PI;
      const mean = (design.width + design.height) / 4;
      return takes((u, v, cover) => {
        if (-outside(u, v) > design.stroke + 0.4) return cover;
        return cover * soft((turnTo(u, v, damage.at) - half) * mean + rough(u, v), 0, 0.5);
      });
    }
    case 'half-inked': {
      const reach = (Math.abs(Math.cos(damage.at)) * design.width + Math.abs(Math.sin(damage.at)) * design.height) / 2;
      const line = reach * (1 - 2 * damage.share);
      return takes((u, v, cover) => {
        const along = u * Math.cos(damage.at) + v * Math.sin(damage.at);
        return cover * (1 - 0.9 * soft(along + 2 * rough(u, v), line, line + 2.5));
      });
    }
    case 'uneven': {
      const reach = Math.min(design.width, design.height) / 2;
      return takes((u, v, cover) => {
        const along = (u * Math.cos(damage.at) + v * Math.sin(damage.at)) / reach;
        return cover * (1 - (1 - damage.low) * soft(along, 0, 0.55));
      });
    }
    case 'blot': {
      const x = (design.width / 2) * damage.out * Math.cos(damage.at);
      const y = (design.height / 2) * damage.out * Math.sin(damage.at);
      return {
        adds: true,
        at: (u, v, cover) =>
          Math.max(cover, 1 - soft(Math.hypot(u - x, v - y) + 1.2 * rough(u, v), damage.radius, damage.radius + 0.4)),
      };
    }
    case 'text-missing': {
      if (design.shape === 'square' || design.shape === 'rectangle') {
        const r = 0.27 * Math.min(design.width, design.height);
        const x = (design.width / 4) * Math.sign(Math.cos(damage.at * 9));
        const y = (design.height / 4) * Math.sign(Math.sin(damage.at * 7));
        return takes((u, v, cover) => {
          if (-outside(u, v) < design.stroke + 0.2) return cover;
          return cover * soft(Math.max(Math.abs(u - x), Math.abs(v - y)) + 0.5 * rough(u, v), r, r + 0.4);
        });
      }
      const half = (ringSpan(design) / design.ring.length / 2) * damage.width;
      const depth = ringDepth(design);
      return takes((u, v, cover) => {
        const inward = -outside(u, v);
        if (inward < depth - 0.4 || inward > depth + ringSize(design) + 0.6) return cover;
        return cover * soft((turnTo(u, v, damage.at) - half) * 15 + rough(u, v), 0, 0.5);
      });
    }
    case 'star-broken':
      return takes((u, v, cover) => {
        if (Math.hypot(u, v) > design.height * 0.15) return cover;
        return cover * (1 - soft(u * Math.cos(damage.at) + v * Math.sin(damage.at) + rough(u, v), 0.4, 0.9));
      });
    default:
      return null;
  }
}

/** A stamp that slipped, or that touched the paper twice. */
function moved(alpha: Uint8Array, width: number, height: number, damage: Damage | null, perMm: number): Uint8Array {
  if (damage?.kind !== 'smeared' && damage?.kind !== 'doubled') return alpha;
  const steps = damage.kind === 'doubled' ? 1 : Math.max(2, Math.round(damage.mm * perMm));
  const out = new Uint8Array(alpha.length);
  for (let step = 0; step <= steps; step++) {
    const far = (damage.mm * perMm * step) / steps;
    const dx = Math.round(far * Math.cos(damage.at));
    const dy = Math.round(far * Math.sin(damage.at));
    const strength = damage.kind === 'doubled' ? (step === 0 ? 1 : damage.strength) : 1 - 0.6 * (step / steps);
    for (let y = Math.max(0, dy); y < Math.min(height, height + dy); y++) {
      for (let x = Math.max(0, dx); x < Math.min(width, width + dx); x++) {
        const ink = alpha[(y - dy) * width + x - dx]! * strength;
        if (ink > out[y * width + x]!) out[y * width + x] = ink;
      }
    }
  }
  return out;
}
