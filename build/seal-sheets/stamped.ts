import sharp from 'sharp';
import type { CutSeal } from '../../electron/core/threads/threads.ts';
import type { PlannedSeal } from './plan.ts';
import { press } from './press.ts';
import type { SealDesign } from './seal-drawing.ts';

const DPI = 300;

/** A round seal with a star and a code, 42 mm. */
export const roundSeal = (ring: string, line = ''): SealDesign => ({
  shape: 'circle',
  width: 42,
  height: 42,
  stroke: 1.1,
  double: false,
  ring,
  star: true,
  line,
  code: '4101050012345',
  solid: false,
});

/** One stamping of a seal as it would be cut out; the ink differs from one to the next. */
export async function stamped(design: SealDesign, more: Partial<PlannedSeal> = {}): Promise<CutSeal> {
  const seal: PlannedSeal = {
    design,
    x: 100,
    y: 100,
    turn: 0,
    colour: [196, 22, 28],
    density: 0.85,
    heavy: false,
    palest: 0.6,
    texture: 0.7,
    damage: null,
    seed: 1,
    ...more,
  };
  const { left, top, width, height, alpha } = await press(seal, DPI);
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < alpha.length; i++) data.set([...seal.colour, alpha[i]!], i * 4);
  const mm = (px: number): number => (px * 25.4) / DPI;
  return {
    png: await sharp(data, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer(),
    finding: {
      shape: design.shape,
      centerMm: [seal.x, seal.y],
      widthMm: design.width,
      heightMm: design.height,
      angleDeg: design.shape === 'circle' ? 0 : seal.turn,
      uprightDeg: 0,
      cutMm: { x: mm(left), y: mm(top), width: mm(width), height: mm(height) },
      rangeMm: null,
      noteMm: null,
      furtherMm: null,
      formTypes: null,
      verdict: 'pass',
      reasons: [],
      measures: { ring: 1, evenness: 1, covered: 0, density: 0.8 },
      by: 'program',
    },
  };
}
