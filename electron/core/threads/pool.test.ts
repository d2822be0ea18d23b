import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { ScannedSeal } from '../../../shared/seal/scan.ts';
import { resourceFile } from '../places.ts';
import { createPool } from './pool.ts';
import type { ImagingInput, ImagingOutput } from './threads.ts';

const pool = createPool<ImagingInput, ImagingOutput>({ entry: 'imaging', threads: 1 });
afterAll(() => pool.close());

const sheet = new Uint8Array(readFileSync(resourceFile('samples/seals/sheet.jpg')));
const input = (bytes: Uint8Array): ImagingInput => ({ bytes, name: 'sheet.jpg', index: 0, preview: false });

const sealsOf = (output: ImagingOutput): readonly ScannedSeal[] => ('page' in output ? output.page.seals : []);

test('a worker gives its answer back, pictures as bytes', async () => {
  const output = await pool.run(input(sheet), { name: 'sheet.jpg' });
  expect(output.pages).toBe(1);
  expect(sealsOf(output)).toHaveLength(3);
  expect(sealsOf(output)[0]!.pictures.clean).toBeInstanceOf(Uint8Array);
});

test('what a worker refuses arrives as the same refusal, and the worker goes on', async () => {
  const text = input(new TextEncoder().encode('no picture'));
  await expect(pool.run(text, { name: 'x' })).rejects.toMatchObject({ failure: { code: 'not-a-picture' } });
  expect((await pool.run(input(sheet), { name: 'x' })).pages).toBe(1);
});

test('more work than threads waits its turn', async () => {
  const all = await Promise.all([1, 2, 3].map(() => pool.run(input(sheet), { name: 'x' })));
  expect(all.map((output) => sealsOf(output).length)).toEqual([3, 3, 3]);
});

test('a cancelled piece of work ends at once, and the pool works on', async () => {
  const stop = new AbortController();
  const running = pool.run(input(sheet), { name: 'x', signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await expect(running).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  await expect(pool.run(input(sheet), { name: 'x', signal: stop.signal })).rejects.toMatchObject({
    failure: { code: 'cancelled' },
  });
  expect((await pool.run(input(sheet), { name: 'x' })).pages).toBe(1);
});

test('a thread that dies is a refusal that names the file', async () => {
  const broken = createPool<unknown, unknown>({ entry: 'no-such-worker', threads: 1 });
  await expect(broken.run({}, { name: '采集表.jpg' })).rejects.toMatchObject({
    failure: { code: 'work-crashed', details: { name: '采集表.jpg' } },
  });
});
