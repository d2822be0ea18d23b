import { z } from 'zod';

export const sourceNames = { flatbed: '平板', feeder: '输稿器', duplex: '输稿器双面' } as const;
export const ScanSource = z.enum(
  Object.keys(sourceNames) as [keyof typeof sourceNames, ...(keyof typeof sourceNames)[]],
);
export type ScanSource = z.infer<typeof ScanSource>;

export const colourNames = { colour: '彩色', grey: '灰度', bilevel: '黑白' } as const;
export const ScanColour = z.enum(
  Object.keys(colourNames) as [keyof typeof colourNames, ...(keyof typeof colourNames)[]],
);
export type ScanColour = z.infer<typeof ScanColour>;

/** Sizes in mm; null is all that the device sees. */
export const scanSizes = { A4: [210, 297], A3: [297, 420], A5: [148, 210], full: null } as const;
export const ScanSize = z.enum(Object.keys(scanSizes) as [keyof typeof scanSizes, ...(keyof typeof scanSizes)[]]);
export type ScanSize = z.infer<typeof ScanSize>;
export const sizeNames: Readonly<Record<ScanSize, string>> = { A4: 'A4', A3: 'A3', A5: 'A5', full: '整幅' };

/** Id of a scanner: the way it is reached, then its name or address there (`sane:fujitsu:fi-7160:12`, `escl:http://10.0.3.8/eSCL`). */
export const DeviceId = z
  .string()
  .max(400)
  .regex(/^(sane|escl|wia):./);

/** How pages are scanned: kept in the station under a name. */
export const ScanProfile = z.object({
  name: z.string().trim().min(1, '请给方案起个名').max(40),
  device: DeviceId,
  source: ScanSource,
  dpi: z.int().min(50).max(1200),
  colour: ScanColour,
  size: ScanSize,
  /** Further settings of this device by its own names. */
  extra: z.record(z.string().max(60), z.string().max(400)).default({}),
});
export type ScanProfile = z.infer<typeof ScanProfile>;

export const ScanDevice = z.object({ id: DeviceId, name: z.string() });
export type ScanDevice = z.infer<typeof ScanDevice>;

/** A setting that only this device has. */
export const ScanSetting = z.object({
  name: z.string(),
  /** What the device says about it, in its own language. */
  about: z.string(),
  kind: z.enum(['choice', 'number', 'text']),
  choices: z.array(z.string()),
  /** As it stands when nothing is said. */
  value: z.string(),
});
export type ScanSetting = z.infer<typeof ScanSetting>;

/** What a device can do. An empty list of resolutions leaves the choice to the device. */
export const ScanAbilities = z.object({
  sources: z.array(ScanSource),
  colours: z.array(ScanColour),
  dpis: z.array(z.int()),
  maxWidthMm: z.number().nullable(),
  maxHeightMm: z.number().nullable(),
  settings: z.array(ScanSetting),
});
export type ScanAbilities = z.infer<typeof ScanAbilities>;

/** What the station keeps about scanners. */
export const ScannerSetup = z.object({
  profiles: z.array(ScanProfile).max(30),
  /** Name of the profile in use; '' = none yet. */
  current: z.string().max(40),
  /** Addresses of network scanners, typed in by hand. */
  addresses: z.array(z.string().max(200)).max(30),
  /** Folder that the scan desk watches; '' = none. */
  folder: z.string().max(1000).default(''),
});
export type ScannerSetup = z.infer<typeof ScannerSetup>;

export const emptySetup: ScannerSetup = { profiles: [], current: '', addresses: [], folder: '' };

/** The profile in one line: 输稿器 · 300 dpi · 彩色 · A4. */
export const profileText = ({ source, dpi, colour, size }: ScanProfile): string =>
  [sourceNames[source], `${dpi} dpi`, colourNames[colour], sizeNames[size]].join(' · ');
