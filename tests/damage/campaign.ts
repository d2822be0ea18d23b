import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../electron/core/crypto/bytes.ts';
import type { VerifyResult } from '../../electron/core/exchange/format/format.ts';
import type { DamagedRegion } from '../../electron/core/exchange/format/survey.ts';
import {
  parseVolumeHeader,
  type Region,
  type VolumeLayout,
  volumeLayout,
} from '../../electron/core/exchange/format/volume-header.ts';
import type { FailureCode } from '../../shared/contract/failures.ts';
import { entry, writeSample } from '../fixtures/packages.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { Medium } from './medium.ts';

/** A package that is damaged. */
export interface Sample {
  readonly about: string;
  readonly volumes: number;
  /** Bytes of contents that do not shrink. */
  readonly noise: number;
  readonly volumeBytes: number | undefined;
  readonly recovery: boolean;
}

/** Which bits of a region, and which lengths of a volume that is cut, are tried. */
export interface Extent {
  readonly bits: (region: DamageableRegion, at: Region) => Iterable<number>;
  /**
   * Whether a package with this bit changed is both opened and verified. Otherwise it is read by the one that meets the bit alone:
   * whoever opens a package does not look at recovery data.
   */
  readonly both: (region: DamageableRegion, bit: number) => boolean;
  /** From long to short. */
  readonly cuts: (layout: VolumeLayout) => Iterable<number>;
}

/** Recovery data alone is some 100 kB of it. */
export const oneVolume: Sample = {
  about: 'a package of 200 kB',
  volumes: 1,
  noise: 80_000,
  volumeBytes: undefined,
  recovery: true,
};

/** The second volume holds little more than headers and table. */
export const twoVolumes: Sample = {
  about: 'a package of two volumes',
  volumes: 2,
  noise: 66_000,
  volumeBytes: 70_000,
  recovery: false,
};

/** Chapter 11 of docs/format/ydp-v1.md: what one changed bit comes to when the package is opened, and when it is verified. */
const TABLE = {
  front: ['header-damaged', 'header-damaged', 'volume-header'],
  header: ['header-damaged', 'header-damaged', 'header'],
  payload: ['payload-damaged', 'payload-damaged', 'payload'],
  index: ['payload-damaged', 'payload-damaged', 'index'],
  recovery: ['done', 'payload-damaged', 'recovery'],
  headerCopy: ['header-damaged', 'header-damaged', 'header'],
  indexCopy: ['payload-damaged', 'payload-damaged', 'index'],
  back: ['header-damaged', 'header-damaged', 'volume-header'],
} as const satisfies Partial<
  Record<keyof VolumeLayout, readonly [opened: FailureCode | 'done', verified: FailureCode, named: DamagedRegion]>
>;
export type DamageableRegion = keyof typeof TABLE;

/** Changes one bit of the package, or cuts it, again and again, and has it opened and verified each time. */
export function damageCampaign(sample: Sample, { bits, both, cuts }: Extent): void {
  describe.each(Array.from({ length: sample.volumes }, (_, i) => i))(`${sample.about}: volume %i`, (volume) => {
    const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'yidi-damage-'));
    const media: Medium[] = [];
    let layout: VolumeLayout;
    beforeAll(async () => {
      const paths = await write(folder, sample);
      expect(paths).toHaveLength(sample.volumes);
      layout = layoutOf(paths[volume]!);
      for (let i = 0; i < LANES; i++) media.push(await Medium.create(join(folder, `${i}`), paths));
    });
    afterAll(() => {
      for (const medium of media) medium.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const regions = (Object.keys(TABLE) as DamageableRegion[]).filter((name) => name !== 'recovery' || sample.recovery);
    it.each(regions)('a bit changed in %s', async (region) => {
      const [opened, verified, named] = TABLE[region];
      const repairable = sample.recovery || region !== 'payload';
      const wrong = await inLanes(media, bits(region, layout[region]), async (medium, bit) => {
        medium.spoil(volume, bit);
        const code = region !== 'recovery' || both(region, bit) ? await medium.open() : opened;
        const found = region === 'recovery' || both(region, bit) ? await medium.verify() : undefined;
        medium.mend(volume, bit);
        if (code !== opened) return `bit ${bit}: ${code} when opened`;
        if (found === undefined) return undefined;
        if (found.code !== verified || found.repairable !== repairable) return `bit ${bit}: ${summary(found)}`;
        return isAt(found, bit >> 3, named) ? undefined : `bit ${bit}: ${JSON.stringify(found.damage)}`;
      });
      expect(wrong).toEqual([]);
    });

    it('a cut', async () => {
      const wrong = await inLanes(media, cuts(layout), async (medium, bytes) => {
        medium.cut(volume, bytes);
        const [found, code] = [await medium.verify(), await medium.open()];
        const right =
          code === 'truncated' && found.code === code && found.repairable === bytes >= layout.protectedBytes;
        return right ? undefined : `cut to ${bytes}: ${code} when opened, ${summary(found)}`;
      });
      for (const medium of media) medium.restore(volume);
      expect(wrong).toEqual([]);
    });
  });
}

/** Files that are read a million times are better not on a disk. */
const MEMORY = '/dev/shm';

/** Copies of the package that are read beside one another: while one waits for its file, the other computes. */
const LANES = 2;

/** What is wrong with a reader shows in a few places as well as in a million. */
const SHOWN = 20;

async function write(dir: string, { noise, volumeBytes, recovery }: Sample): Promise<string[]> {
  mkdirSync(dir, { recursive: true });
  const entries = [
    entry('records/catalog.jsonl', utf8('{"name":"企业基本信息"}\n'.repeat(400))),
    entry('datasets/行政许可.bin', new Uint8Array(new Seeded(1).bytes(noise))),
  ];
  const { files } = await writeSample(dir, 'p', entries, { volumeBytes, recovery });
  return files.map(({ name }) => join(dir, name));
}

function layoutOf(path: string): VolumeLayout {
  const found = parseVolumeHeader(new Uint8Array(readFileSync(path)));
  if (found.is !== 'volume') throw new Error('volume expected');
  return volumeLayout(found.header);
}

/** Tries every place on some copy of the package; gives what is wrong with some of them. */
async function inLanes(
  media: readonly Medium[],
  places: Iterable<number>,
  attempt: (medium: Medium, place: number) => Promise<string | undefined>,
): Promise<string[]> {
  const left = places[Symbol.iterator]();
  const wrong: string[] = [];
  const lane = async (medium: Medium): Promise<void> => {
    for (let next = left.next(); next.done !== true && wrong.length < SHOWN; next = left.next()) {
      const found = await attempt(medium, next.value);
      if (found !== undefined) wrong.push(found);
    }
  };
  await Promise.all(media.map(lane));
  return wrong;
}

function summary({ code, repairable }: VerifyResult): string {
  return `${code} when verified, ${repairable ? 'repairable' : 'lost'}`;
}

/** Whether the damage is one place, that of this byte. */
function isAt({ damage }: VerifyResult, byte: number, region: DamagedRegion): boolean {
  const [first, second] = damage;
  if (first === undefined || second !== undefined || first.region !== region) return false;
  return byte >= first.offset && byte < first.offset + first.length;
}
