import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf } from '../../../tests/fixtures/refusal.ts';
import type { Job } from '../context.ts';
import { toHex } from '../crypto/bytes.ts';
import { sm3 } from '../crypto/sm3.ts';
import { burnersOf, type DiscFile, placesOf, xorriso } from './disc.ts';

const { burnImage, makeImage } = xorriso;

const there = spawnSync('xorriso', ['-version']).status === 0;
const dir = mkdtempSync(join(tmpdir(), 'yidi-disc-'));
const job: Job = { signal: new AbortController().signal, progress: () => {} };
let files: DiscFile[];

beforeAll(() => {
  files = [1, 70_000, 3_000_000].map((bytes, at) => {
    const contents = randomBytes(bytes);
    const path = join(dir, `a=b ${at}.ydp`);
    writeFileSync(path, contents);
    return { name: `0001-3f9a1c07.00${at + 1}.ydp`, path, bytes, sm3: toHex(sm3(contents)) };
  });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('burners are known by what xorriso says of devices', () => {
  const said = `0  -dev '/dev/sr0' rwrw-- :  'HL-DT-ST' 'DVDRAM GH24NSD1 '\n1  -dev '/dev/sr1' rwrw-- :  'ASUS    ' 'BW-16D1HT'\n`;
  expect(burnersOf(said)).toEqual([
    { device: '/dev/sr0', name: 'HL-DT-ST DVDRAM GH24NSD1' },
    { device: '/dev/sr1', name: 'ASUS BW-16D1HT' },
  ]);
  expect(burnersOf('xorriso : NOTE : No drives found\n')).toEqual([]);
});

test('of a file in several extents the first place and the whole length count', () => {
  const said = `Report layout: xt , Startlba ,   Blocks , Filesize , ISO image path
File data lba:  0 ,       42 ,  2097151 , 5000000000 , '/a.ydp'
File data lba:  1 ,  2097193 ,   344255 , 5000000000 , '/a.ydp'\n`;
  expect([...placesOf(said)]).toEqual([['a.ydp', { sector: 42, bytes: 5_000_000_000 }]]);
});

test.skipIf(!there)(
  'an image has every file under its own name, byte for byte, and is burned and read back',
  async () => {
    const path = await makeImage(files, dir, '0001-3f9a1c07.iso', job);
    const out = join(dir, 'out');
    spawnSync('xorriso', ['-osirrox', 'on', '-indev', path, '-extract', '/', out]);
    for (const file of files) expect(readFileSync(join(out, file.name)).equals(readFileSync(file.path))).toBe(true);
    const disc = join(dir, 'disc');
    writeFileSync(disc, '');
    await burnImage(path, `stdio:${disc}`, files, job);
    expect(statSync(disc).size).toBeGreaterThan(3_000_000);
  },
);

test.skipIf(!there)('what differs on the disc is named, and no image is left of a failure', async () => {
  const [first, ...others] = files;
  const wrong = [{ ...first!, sm3: '0'.repeat(64) }, ...others];
  expect(await codeOf(makeImage(wrong, dir, 'wrong.iso', job))).toBe('read-back-mismatch');
  const gone = [{ ...first!, path: join(dir, 'gone') }];
  expect(await codeOf(makeImage(gone, dir, 'gone.iso', job))).toBe('disc-failed');
  expect(readdirSync(dir).filter((name) => /wrong|gone/.test(name))).toEqual([]);
  const image = await makeImage(files, dir, 'good.iso', job);
  expect(await codeOf(burnImage(image, '/dev/no-such-burner', files, job))).toBe('disc-failed');
});
