import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Refusal } from '../../../shared/contract/failures.ts';
import { codeOf } from '../../../tests/fixtures/refusal.ts';
import type { Job } from '../context.ts';
import { toHex } from '../crypto/bytes.ts';
import { sm3 } from '../crypto/sm3.ts';
import type { DiscFile, DiscProgram } from './disc.ts';
import { imapi } from './imapi.ts';

const dir = mkdtempSync(join(tmpdir(), 'yidi-imapi-'));
const disc = join(dir, 'disc');
const script = join(dir, 'imapi.mjs');
const log = join(dir, 'asked.jsonl');
const job: Job = { signal: new AbortController().signal, progress: () => {} };
const contents = Buffer.from('上报包'.repeat(1000));
const source = join(dir, 'sealed.ydp');
writeFileSync(source, contents);
const name = '0001-3f9a1c07.001.ydp';
const files: DiscFile[] = [{ name, path: source, bytes: contents.length, sm3: toHex(sm3(contents)) }];

beforeEach(() => {
  rmSync(disc, { recursive: true, force: true });
  mkdirSync(disc);
  writeFileSync(log, '');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The script is ours: it notes its words and says these lines, by action; `image` leaves a file, `burn` and `mount` find the disc. */
function fake(say: Readonly<Record<string, readonly unknown[]>>, status = 0): DiscProgram {
  writeFileSync(
    script,
    `import { appendFileSync, writeFileSync } from 'node:fs';
const words = process.argv.slice(2);
const of = (word) => words[words.indexOf(word) + 1];
appendFileSync(${JSON.stringify(log)}, JSON.stringify(words) + '\\n');
console.log('WARNING: something of PowerShell');
if (of('-Action') === 'image') writeFileSync(of('-Image'), 'image of ' + of('-Files'));
for (const line of (${JSON.stringify(say)})[of('-Action')] ?? []) console.log(JSON.stringify(line));
process.exitCode = ${status};`,
  );
  return imapi({ program: process.execPath, words: [script] });
}
const place = { place: disc };
const asked = (): string[] =>
  readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as string[]).join(' '));
const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => '',
    (error) => (error instanceof Refusal ? error.failure.message : Promise.reject(error)),
  );

test('burners are read from the lines of the script; without it there are none', async () => {
  const burner = { device: '\\\\?\\Volume{1}', name: 'HL-DT-ST DVDRAM E:\\' };
  expect(await fake({ list: [{ burner }] }).burners()).toEqual([burner]);
  expect(await imapi({ program: join(dir, 'none'), words: [] }).burners()).toEqual([]);
});

test('an image is read back as a drive before it has its name, and the drive is let go', async () => {
  writeFileSync(join(disc, name), contents);
  const path = await fake({ mount: [place] }).makeImage(files, dir, '0001-3f9a1c07.iso', job);
  expect(path).toBe(join(dir, '0001-3f9a1c07.iso'));
  const part = join(dir, '0001-3f9a1c07.part.iso');
  expect(asked()).toEqual([
    `-Action image -Image ${part} -Files ${part}.json -Label 0001_3F9A1C07`,
    `-Action mount -Image ${part} -Expect ${name}`,
    `-Action unmount -Image ${part}`,
  ]);
});

test('a disc is burned and read back; what differs on it is named', async () => {
  writeFileSync(join(disc, name), contents);
  const program = fake({ burn: [place] });
  await program.burnImage('a.iso', 'E', files, job);
  expect(asked()).toEqual([`-Action burn -Image a.iso -Device E -Expect ${name}`]);
  writeFileSync(join(disc, name), Buffer.concat([contents.subarray(1), Buffer.from('x')]));
  expect(await codeOf(program.burnImage('a.iso', 'E', files, job))).toBe('read-back-mismatch');
  rmSync(join(disc, name));
  expect(await codeOf(program.burnImage('a.iso', 'E', files, job))).toBe('read-back-mismatch');
});

test('of a failure no image is left, and it is said in Chinese', async () => {
  const before = readdirSync(dir).sort();
  const failing = (error: string) => fake({ image: [{ error, message: 'x' }] }, 1);
  expect(await codeOf(failing('0x80070070').makeImage(files, dir, 'full.iso', job))).toBe('disk-full');
  const burn = (error: string) => fake({ burn: [{ error, message: 'in words of IMAPI' }] }, 1);
  const said = (error: string) => reasonOf(burn(error).burnImage('a.iso', 'E', files, job));
  expect(await said('0xC0AA0202')).toContain('没有光盘');
  expect(await said('0xC0AA0405')).toContain('不是空白');
  expect(await said('0xC0AA9999')).toContain('in words of IMAPI');
  expect(readdirSync(dir).sort()).toEqual(before);
});
