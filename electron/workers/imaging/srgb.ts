/** Red, green and blue of sRGB as a profile gives them (D50): X, Y and Z of each. */
const COLOURS = [
  ['rXYZ', 0.4361, 0.2225, 0.0139],
  ['gXYZ', 0.3851, 0.7169, 0.0971],
  ['bXYZ', 0.1431, 0.0606, 0.7141],
] as const;
/** Light of the curve of sRGB at some values; a plain power of 2.2 is told from it by the dark ones. */
const CURVE = [
  [0.05, 0.003936],
  [0.2, 0.033105],
  [0.5, 0.214041],
  [0.8, 0.603827],
] as const;
const NEAR = { colour: 0.002, light: 0.0015 } as const;

/** Whether a colour profile (ICC, RGB by a matrix) is sRGB itself, so that pixels are right as they are. False for what cannot be read. */
export function isSrgb(profile: Uint8Array): boolean {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  try {
    return nameAt(view, 16) === 'RGB ' && nameAt(view, 20) === 'XYZ ' && hasItsColours(view) && hasItsCurves(view);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const nameAt = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
const fixedAt = (view: DataView, at: number): number => view.getInt32(at) / 65536;

/** Where the data of a tag begins; null where there is no such tag. */
function tagAt(view: DataView, name: string): number | null {
  for (let i = 0, at = 132; i < view.getUint32(128); i++, at += 12)
    if (nameAt(view, at) === name) return view.getUint32(at + 4);
  return null;
}

/** Tables from device to colour go before the matrix, and may say anything. */
const hasItsColours = (view: DataView): boolean =>
  tagAt(view, 'A2B0') === null &&
  COLOURS.every(([name, ...xyz]) => {
    const at = tagAt(view, name);
    return at !== null && xyz.every((value, i) => Math.abs(fixedAt(view, at + 8 + 4 * i) - value) < NEAR.colour);
  });

const hasItsCurves = (view: DataView): boolean =>
  ['rTRC', 'gTRC', 'bTRC'].every((name) => {
    const at = tagAt(view, name);
    return at !== null && CURVE.every(([value, light]) => Math.abs(lightOf(view, at, value) - light) < NEAR.light);
  });

/** Light that a curve gives for a value, both 0 to 1; NaN where it is of a kind that sRGB is not written in. */
function lightOf(view: DataView, at: number, value: number): number {
  const kind = nameAt(view, at);
  if (kind === 'curv') {
    const last = view.getUint32(at + 8) - 1;
    if (last < 1) return Number.NaN;
    const place = value * last;
    const [i, share] = [Math.floor(place), place % 1];
    const entry = (k: number) => view.getUint16(at + 12 + 2 * k) / 65535;
    return entry(i) * (1 - share) + entry(i + 1) * share;
  }
  if (kind !== 'para' || view.getUint16(at + 8) !== 3) return Number.NaN;
  const [g, a, b, c, d] = [0, 1, 2, 3, 4].map((k) => fixedAt(view, at + 12 + 4 * k)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return value >= d ? (a * value + b) ** g : c * value;
}
